"""The gallery renders every window in both themes, and looks as different as they are."""

from pathlib import Path

from PIL import Image
from PySide6.QtWidgets import QApplication

from gui.gallery import render
from gui.views.theme import Theme


def test_every_exhibit_is_a_picture_with_something_on_it(qapp: QApplication, tmp_path: Path):
    written = render(qapp, tmp_path, list(Theme))
    assert {path.stem.rsplit("-", 1)[1] for path in written} == {"light", "dark"}
    assert len(written) == len({path.name for path in written}) > 30
    for path in written:
        with Image.open(path) as picture:
            assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 8, path.name


def test_themes_differ(qapp: QApplication, tmp_path: Path):
    render(qapp, tmp_path, list(Theme))
    with Image.open(tmp_path / "status-light.png") as light, Image.open(tmp_path / "status-dark.png") as dark:
        brightness = [sum(each.convert("L").resize((1, 1)).tobytes()) for each in (light, dark)]
    assert brightness[0] > 200
    assert brightness[1] < 60
