"""Every icon that is named exists and draws something."""

from importlib import resources

import pytest
from PySide6.QtGui import QColor, QImage, QPixmap

from gui.viewmodels.protection import Tone
from gui.views.icons import icon, pixmap, shield, shield_pixmap, tone_icon_name
from gui.views.theme import Theme, tokens

NAMES = sorted(each.name[:-4] for each in resources.files("gui.resources").iterdir() if each.name.endswith(".svg"))


def colors_in(picture: QPixmap) -> set[str]:
    image = picture.toImage().convertToFormat(QImage.Format.Format_ARGB32)
    points = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {image.pixelColor(x, y).name() for x, y in points if image.pixelColor(x, y).alpha() == 255}


@pytest.mark.parametrize("name", NAMES)
def test_icon_is_drawn_in_the_color_asked_for(name: str):
    assert "#123456" in colors_in(pixmap(name, "#123456", 48))


def test_missing_icon_is_an_error():
    with pytest.raises(FileNotFoundError):
        pixmap("unicorn", "#123456", 16)


@pytest.mark.parametrize("tone", Tone)
@pytest.mark.parametrize("theme", Theme)
def test_shield_has_the_tones_color_and_a_sign(tone: Tone, theme: Theme):
    drawn = colors_in(shield_pixmap(tone, theme, 48))
    assert QColor(tokens(theme).shields[tone]).name() in drawn
    assert "#ffffff" in drawn


def test_shields_differ_by_sign_and_not_only_by_color():
    drawn = {
        tone: pixmap(f"shield-{tone}", "#444444", 32).toImage()
        for tone in (Tone.GOOD, Tone.CAUTION, Tone.BAD, Tone.NEUTRAL)
    }
    assert len({bytes(image.constBits()) for image in drawn.values()}) == len(drawn)


def test_sizes_for_trays_and_dense_screens_are_there():
    assert {size.width() for size in shield(Tone.GOOD, Theme.LIGHT).availableSizes()} >= {16, 22, 32, 64}
    assert icon("eye", "#000000").availableSizes()


@pytest.mark.parametrize("tone", Tone)
def test_every_tone_has_an_icon(tone: Tone):
    assert tone_icon_name(tone) in NAMES
