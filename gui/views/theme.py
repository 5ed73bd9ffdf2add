"""Colors, type and the stylesheet, light and dark.

Rules kept here: every color on screen is a token of `Tokens`; the whole `QPalette` is set, because a style sheet
alone leaves menus and message boxes to whatever the desktop says; text on its background keeps a contrast of 4.5:1
(tests/gui/test_theme.py computes it). Sizes follow the person's font size.

Which theme: `CORDON_THEME` or the `theme` setting when they name one, else what the desktop says, else light. An
explicit choice comes first, because on bare X11 Qt may report a scheme that nobody chose.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from gui.viewmodels.protection import Tone

__all__ = ["Theme", "Tokens", "apply_theme", "choose_theme", "tokens"]

_FAMILIES = ["Inter", "Cantarell", "Ubuntu", "Noto Sans", "Segoe UI", "DejaVu Sans"]
_FONT_MIN_PT, _FONT_MAX_PT = 9.0, 16.0


class Theme(enum.StrEnum):
    """The two looks."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Every color of a theme, as #rrggbb.

    Attributes:
        page: behind everything.
        surface: cards and tables.
        raised: hovered rows, quiet buttons.
        line: borders.
        text: what is read.
        muted: what is said beside it.
        accent: the one thing to press.
        on_accent: text on it.
        tones: ink of each tone, on `page` and `surface`.
        tints: quiet background of each tone, for ink of that tone.
        mark: background of what was found in an excerpt, under `text`.
    """

    page: str
    surface: str
    raised: str
    line: str
    line_strong: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    selection: str
    mark: str
    mark_line: str
    tones: dict[Tone, str]
    tints: dict[Tone, str]
    shields: dict[Tone, str]


_LIGHT = Tokens(
    page="#f5f6f8",
    surface="#ffffff",
    raised="#eceff3",
    line="#e1e5eb",
    line_strong="#c5ccd6",
    text="#151a23",
    muted="#566072",
    accent="#2454d6",
    accent_hover="#1c45b4",
    on_accent="#ffffff",
    selection="#e4ebfd",
    mark="#ffe3a3",
    mark_line="#d99a17",
    tones={
        Tone.GOOD: "#13704a",
        Tone.CAUTION: "#8a5200",
        Tone.BAD: "#b3261e",
        Tone.NEUTRAL: "#566072",
        Tone.INFO: "#2454d6",
    },
    tints={
        Tone.GOOD: "#e0f3ea",
        Tone.CAUTION: "#fdf0d5",
        Tone.BAD: "#fce8e6",
        Tone.NEUTRAL: "#eceff3",
        Tone.INFO: "#e4ebfd",
    },
    shields={
        Tone.GOOD: "#1b8a5c",
        Tone.CAUTION: "#c27803",
        Tone.BAD: "#cf3b32",
        Tone.NEUTRAL: "#7b8596",
        Tone.INFO: "#2454d6",
    },
)

_DARK = Tokens(
    page="#13161c",
    surface="#1b1f27",
    raised="#262c37",
    line="#2b313d",
    line_strong="#444d5d",
    text="#eceff4",
    muted="#a2acbc",
    accent="#86a8ff",
    accent_hover="#a3bdff",
    on_accent="#0d1a3d",
    selection="#263657",
    mark="#5f4708",
    mark_line="#d9a43a",
    tones={
        Tone.GOOD: "#62d3a0",
        Tone.CAUTION: "#f0bc5e",
        Tone.BAD: "#ff9990",
        Tone.NEUTRAL: "#a2acbc",
        Tone.INFO: "#86a8ff",
    },
    tints={
        Tone.GOOD: "#16352a",
        Tone.CAUTION: "#3a2d12",
        Tone.BAD: "#43211f",
        Tone.NEUTRAL: "#262c37",
        Tone.INFO: "#222f4d",
    },
    shields={
        Tone.GOOD: "#2aa876",
        Tone.CAUTION: "#d18a16",
        Tone.BAD: "#dd5046",
        Tone.NEUTRAL: "#7b8596",
        Tone.INFO: "#5b84f0",
    },
)

_TOKENS = {Theme.LIGHT: _LIGHT, Theme.DARK: _DARK}


def tokens(theme: Theme) -> Tokens:
    """Return the theme's colors."""
    return _TOKENS[theme]


def choose_theme(*, environment: str | None, setting: str | None, desktop: Qt.ColorScheme) -> Theme:
    """Return the theme to use; names that are no theme count as unset."""
    for named in (environment, setting):
        if named in (Theme.LIGHT, Theme.DARK):
            return Theme(named)
    return Theme.DARK if desktop is Qt.ColorScheme.Dark else Theme.LIGHT


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Give the application the theme's palette, font and stylesheet."""
    colors = tokens(theme)
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(_palette(colors))
    font = QFont(app.font())
    size = min(max(font.pointSizeF(), _FONT_MIN_PT), _FONT_MAX_PT)
    font.setFamilies([*_FAMILIES, font.family()])
    font.setPointSizeF(size)
    app.setFont(font)
    app.setStyleSheet(_stylesheet(colors, size))


def _palette(colors: Tokens) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: colors.page,
        QPalette.ColorRole.WindowText: colors.text,
        QPalette.ColorRole.Base: colors.surface,
        QPalette.ColorRole.AlternateBase: colors.page,
        QPalette.ColorRole.Text: colors.text,
        QPalette.ColorRole.PlaceholderText: colors.muted,
        QPalette.ColorRole.Button: colors.surface,
        QPalette.ColorRole.ButtonText: colors.text,
        QPalette.ColorRole.BrightText: colors.on_accent,
        QPalette.ColorRole.Highlight: colors.selection,
        QPalette.ColorRole.HighlightedText: colors.text,
        QPalette.ColorRole.Accent: colors.accent,
        QPalette.ColorRole.Link: colors.accent,
        QPalette.ColorRole.LinkVisited: colors.accent,
        QPalette.ColorRole.ToolTipBase: colors.surface,
        QPalette.ColorRole.ToolTipText: colors.text,
        QPalette.ColorRole.Light: colors.raised,
        QPalette.ColorRole.Midlight: colors.raised,
        QPalette.ColorRole.Mid: colors.line,
        QPalette.ColorRole.Dark: colors.line_strong,
        QPalette.ColorRole.Shadow: colors.line_strong,
    }
    palette = QPalette()
    for role, color in roles.items():
        palette.setColor(role, QColor(color))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colors.muted))
    return palette


def _stylesheet(colors: Tokens, size_pt: float) -> str:
    """Return the stylesheet. Widgets opt in by the `role` property; see `gui.views.pieces`."""
    caption, small, subtitle, title, display = (round(size_pt * k, 1) for k in (0.85, 0.92, 1.1, 1.35, 1.75))
    toned = "\n".join(
        f'QLabel[role="badge"][tone="{tone}"] {{ color: {colors.tones[tone]}; background: {colors.tints[tone]}; }}\n'
        f'QLabel[role="ink"][tone="{tone}"] {{ color: {colors.tones[tone]}; }}\n'
        f'QFrame[role="banner"][tone="{tone}"] {{ background: {colors.tints[tone]}; }}\n'
        f'QFrame[role="toast"][tone="{tone}"] {{ border-left-color: {colors.shields[tone]}; }}'
        for tone in Tone
    )
    return f"""
QWidget {{ color: {colors.text}; }}
QMainWindow, QDialog, QWidget[role="page"] {{ background: {colors.page}; }}
QLabel {{ background: transparent; }}
QLabel[role="display"] {{ font-size: {display}pt; font-weight: 600; }}
QLabel[role="title"] {{ font-size: {title}pt; font-weight: 600; }}
QLabel[role="subtitle"] {{ font-size: {subtitle}pt; font-weight: 600; }}
QLabel[role="strong"] {{ font-weight: 600; }}
QLabel[role="muted"] {{ color: {colors.muted}; }}
QLabel[role="caption"] {{ color: {colors.muted}; font-size: {caption}pt; }}
QLabel[role="overline"] {{ color: {colors.muted}; font-size: {small}pt; font-weight: 600; }}
QLabel[role="badge"] {{
    border-radius: 9px; padding: 2px 9px; min-height: 15px; font-size: {caption}pt; font-weight: 600;
}}
QFrame[role="card"] {{ background: {colors.surface}; border: 1px solid {colors.line}; border-radius: 10px; }}
QFrame[role="banner"] {{ border: none; border-radius: 10px; }}
QFrame[role="line"] {{ background: {colors.line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[role="footer"] {{ background: {colors.surface}; border: none; border-top: 1px solid {colors.line}; }}
QFrame[role="toast"] {{
    background: {colors.surface}; border: 1px solid {colors.line_strong}; border-left-width: 4px;
}}
QFrame[role="side"] {{ background: {colors.surface}; border: none; border-right: 1px solid {colors.line}; }}
QScrollArea {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget[role="scrolled"] {{ background: transparent; }}

QPushButton {{
    background: {colors.surface}; border: 1px solid {colors.line_strong}; border-radius: 7px;
    padding: 6px 14px; font-weight: 500; min-height: 18px;
}}
QPushButton:hover {{ background: {colors.raised}; }}
QPushButton:pressed {{ background: {colors.line}; }}
QPushButton:focus {{ border: 2px solid {colors.accent}; padding: 5px 13px; }}
QPushButton:disabled {{ color: {colors.muted}; background: {colors.page}; border-color: {colors.line}; }}
QPushButton[role="primary"] {{
    background: {colors.accent}; color: {colors.on_accent}; border: 1px solid {colors.accent}; font-weight: 600;
}}
QPushButton[role="primary"]:hover {{ background: {colors.accent_hover}; border-color: {colors.accent_hover}; }}
QPushButton[role="primary"]:focus {{
    border: 2px solid {colors.text}; padding: 5px 13px;
}}
QPushButton[role="quiet"] {{ background: transparent; border: 1px solid transparent; color: {colors.accent}; }}
QPushButton[role="quiet"]:hover {{ background: {colors.raised}; }}
QPushButton[role="quiet"]:focus {{ border: 2px solid {colors.accent}; }}
QPushButton[role="quiet"]:disabled {{ color: {colors.muted}; }}
QPushButton[role="nav"] {{
    background: transparent; border: 1px solid transparent; border-radius: 7px; text-align: left;
    padding: 8px 12px; color: {colors.muted}; font-weight: 500;
}}
QPushButton[role="nav"]:hover {{ background: {colors.raised}; color: {colors.text}; }}
QPushButton[role="nav"]:checked {{ background: {colors.selection}; color: {colors.text}; font-weight: 600; }}
QPushButton[role="nav"]:focus {{ border: 2px solid {colors.accent}; padding: 7px 11px; }}

QComboBox {{
    background: {colors.surface}; border: 1px solid {colors.line_strong}; border-radius: 7px;
    padding: 5px 10px; min-height: 18px;
}}
QComboBox:hover {{ border-color: {colors.muted}; }}
QComboBox:focus {{ border: 2px solid {colors.accent}; padding: 4px 9px; }}
QComboBox::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{
    background: {colors.surface}; border: 1px solid {colors.line_strong}; padding: 4px; outline: none;
    selection-background-color: {colors.selection}; selection-color: {colors.text};
}}
QTextEdit {{
    background: {colors.page}; border: 1px solid {colors.line}; border-radius: 8px; padding: 6px;
    selection-background-color: {colors.accent}; selection-color: {colors.on_accent};
}}
QTextEdit:focus {{ border: 1px solid {colors.accent}; }}

QTableView {{
    background: {colors.surface}; border: 1px solid {colors.line}; border-radius: 10px; outline: none;
    selection-background-color: {colors.selection}; selection-color: {colors.text};
}}
QTableView::item {{ border: none; border-bottom: 1px solid {colors.line}; padding: 0 7px; }}
QTableView::item:selected {{ background: {colors.selection}; }}
QTableView:focus {{ border: 1px solid {colors.accent}; }}
QHeaderView {{ background: transparent; border: none; }}
QHeaderView::section {{
    background: {colors.surface}; color: {colors.muted}; border: none; border-bottom: 1px solid {colors.line};
    padding: 8px 10px; font-size: {caption}pt; font-weight: 600;
}}
QHeaderView::section:first {{ border-top-left-radius: 10px; }}
QHeaderView::section:last {{ border-top-right-radius: 10px; }}

QMenu {{ background: {colors.surface}; border: 1px solid {colors.line_strong}; padding: 6px; }}
QMenu::item {{ padding: 7px 26px 7px 14px; border-radius: 6px; }}
QMenu::item:selected {{ background: {colors.selection}; }}
QMenu::item:disabled {{ color: {colors.muted}; }}
QMenu::separator {{ height: 1px; background: {colors.line}; margin: 6px 8px; }}
QToolTip {{ background: {colors.surface}; color: {colors.text}; border: 1px solid {colors.line_strong}; padding: 5px; }}

QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
QScrollBar::handle:vertical {{ background: {colors.line_strong}; border-radius: 4px; min-height: 32px; }}
QScrollBar::handle:vertical:hover {{ background: {colors.muted}; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; }}
QScrollBar::handle:horizontal {{ background: {colors.line_strong}; border-radius: 4px; min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: transparent; }}
{toned}
"""
