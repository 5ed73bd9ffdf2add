"""Colors: complete, readable, chosen in the right order."""

from dataclasses import fields

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from gui.viewmodels.protection import Tone
from gui.views.theme import Theme, choose_theme, tokens

TEXT_CONTRAST = 4.5
SIGN_CONTRAST = 3.0


def contrast(first: str, second: str) -> float:
    """WCAG 2.2 contrast ratio."""

    def luminance(name: str) -> float:
        color = QColor(name)
        channels = (color.redF(), color.greenF(), color.blueF())
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", Theme)
def test_text_is_readable_wherever_it_stands(theme: Theme):
    colors = tokens(theme)
    pairs = [
        *(
            (colors.text, ground)
            for ground in (colors.page, colors.surface, colors.raised, colors.selection, colors.mark)
        ),
        *((colors.muted, ground) for ground in (colors.page, colors.surface, colors.raised)),
        *((colors.text, ground) for ground in colors.tints.values()),
        *((colors.tones[tone], colors.tints[tone]) for tone in Tone),
        *((colors.tones[tone], colors.surface) for tone in Tone),
        (colors.on_accent, colors.accent),
        (colors.on_accent, colors.accent_hover),
        (colors.accent, colors.page),
    ]
    assert [pair for pair in pairs if contrast(*pair) < TEXT_CONTRAST] == []


@pytest.mark.parametrize("theme", Theme)
def test_shields_stand_out_and_their_sign_on_them(theme: Theme):
    colors = tokens(theme)
    shields = colors.shields.values()
    assert [each for each in shields if contrast(each, colors.page) < SIGN_CONTRAST] == []
    # The caution sign is the weakest: white on amber. It is large and heavy.
    assert [each for each in shields if contrast(each, "#ffffff") < 2.8] == []


@pytest.mark.parametrize("theme", Theme)
def test_every_tone_has_its_colors(theme: Theme):
    colors = tokens(theme)
    assert set(colors.tones) == set(colors.tints) == set(colors.shields) == set(Tone)
    plain = [getattr(colors, each.name) for each in fields(colors) if each.type == "str"]
    assert all(QColor(each).isValid() for each in plain)


@pytest.mark.parametrize(
    ("environment", "setting", "desktop", "expected"),
    [
        (None, None, Qt.ColorScheme.Unknown, Theme.LIGHT),
        (None, None, Qt.ColorScheme.Light, Theme.LIGHT),
        (None, None, Qt.ColorScheme.Dark, Theme.DARK),
        (None, "dark", Qt.ColorScheme.Light, Theme.DARK),
        ("light", "dark", Qt.ColorScheme.Dark, Theme.LIGHT),
        ("pink", "", Qt.ColorScheme.Dark, Theme.DARK),
    ],
)
def test_explicit_choice_comes_first(
    environment: str | None, setting: str | None, desktop: Qt.ColorScheme, expected: Theme
):
    assert choose_theme(environment=environment, setting=setting, desktop=desktop) is expected


def test_whole_palette_is_the_themes(theme: Theme, qapp: QApplication):
    palette = qapp.palette()
    assert palette.color(QPalette.ColorRole.Window) == QColor(tokens(theme).page)
    assert palette.color(QPalette.ColorRole.WindowText) == QColor(tokens(theme).text)
    assert palette.color(QPalette.ColorRole.Base) == QColor(tokens(theme).surface)
