"""Icons, drawn from the SVG files of `gui.resources` in the theme's colors."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gui.viewmodels.protection import Tone
from gui.views.theme import Theme, tokens

__all__ = ["icon", "pixmap", "shield", "shield_pixmap", "tone_icon_name"]

_TRAY_SIZES = (16, 22, 24, 32, 48, 64)
_TONE_ICONS = {
    Tone.GOOD: "check",
    Tone.CAUTION: "alert",
    Tone.BAD: "alert",
    Tone.NEUTRAL: "info",
    Tone.INFO: "info",
}


def pixmap(name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return an icon as a picture of `size` logical pixels in one color."""
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", color).encode()))
    canvas = QPixmap(round(size * ratio), round(size * ratio))
    canvas.setDevicePixelRatio(ratio)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return canvas


def icon(name: str, color: str) -> QIcon:
    """Return an icon for a button."""
    picture = QIcon()
    for ratio in (1.0, 2.0):
        picture.addPixmap(pixmap(name, color, 18, ratio))
    return picture


def shield(tone: Tone, theme: Theme) -> QIcon:
    """Return the tray icon of a tone: its color and its sign both tell the state."""
    picture = QIcon()
    for size in _TRAY_SIZES:
        picture.addPixmap(shield_pixmap(tone, theme, size))
    return picture


def shield_pixmap(tone: Tone, theme: Theme, size: int, ratio: float = 1.0) -> QPixmap:
    """Return the shield of a tone as a picture."""
    sign = Tone.NEUTRAL if tone is Tone.INFO else tone
    return pixmap(f"shield-{sign}", tokens(theme).shields[tone], size, ratio)


def tone_icon_name(tone: Tone) -> str:
    """Return the small icon that says the tone without its color."""
    return _TONE_ICONS[tone]


@lru_cache(maxsize=32)
def _source(name: str) -> str:
    return resources.files("gui.resources").joinpath(f"{name}.svg").read_text(encoding="utf-8")
