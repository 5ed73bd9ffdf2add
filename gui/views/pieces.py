"""Small building blocks of the windows: labels of one role, badges, cards, empty states.

All text is shown as plain text: some of it comes from policies and from other processes. A link's is escaped.
"""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui.viewmodels.protection import Tone
from gui.views.icons import icon, pixmap
from gui.views.theme import Theme, tokens

__all__ = [
    "ComboBox",
    "EmptyState",
    "badge",
    "button",
    "card",
    "clear",
    "icon_label",
    "label",
    "line",
    "link",
    "set_role",
]


def set_role(widget: QWidget, role: str, tone: Tone | None = None) -> None:
    """Give a widget its look; the stylesheet selects by `role` and `tone`."""
    widget.setProperty("role", role)
    if tone is not None:
        widget.setProperty("tone", str(tone))
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def label(text: str, role: str = "", *, wraps: bool = True) -> QLabel:
    """Return a label; it wraps unless told otherwise."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wraps)
    if role:
        set_role(made, role)
    return made


def link(text: str, address: str, theme: Theme) -> QLabel:
    """Return a text that opens an address in the person's browser, by mouse or by keyboard."""
    made = QLabel(f'<a href="{html.escape(address)}" style="color: {tokens(theme).accent}">{html.escape(text)}</a>')
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
    made.setOpenExternalLinks(True)
    made.setAccessibleName(text)
    made.setToolTip(html.escape(address))
    return made


def badge(text: str, tone: Tone) -> QLabel:
    """Return a short word on a tinted pill."""
    made = label(text, wraps=False)
    set_role(made, "badge", tone)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return made


def icon_label(name: str, color: str, size: int) -> QLabel:
    """Return an icon to stand beside a text that says the same; hidden from screen readers by having no name."""
    made = QLabel()
    made.setPixmap(pixmap(name, color, size, 2.0))
    made.setFixedSize(size, size)
    return made


def button(text: str, role: str = "", *, icon_name: str = "", theme: Theme = Theme.LIGHT) -> QPushButton:
    """Return a push button that Enter presses only when it has the focus."""
    made = QPushButton(text)
    made.setAutoDefault(False)
    made.setAccessibleName(text)
    if role:
        set_role(made, role)
    if icon_name:
        made.setIcon(icon(icon_name, tokens(theme).muted))
    return made


def card(layout: QLayout) -> QFrame:
    """Return a bordered surface around a layout."""
    frame = QFrame()
    set_role(frame, "card")
    layout.setContentsMargins(18, 16, 18, 16)
    frame.setLayout(layout)
    return frame


def line() -> QFrame:
    """Return a hairline."""
    frame = QFrame()
    set_role(frame, "line")
    return frame


def clear(layout: QLayout) -> None:
    """Remove and delete all that a layout holds."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            # Out of sight at once: deletion happens only when the event loop comes round.
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear(inner)


class ComboBox(QComboBox):
    """A combo box with an arrow: a stylesheet takes it away and can only give back one from a file."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._arrow = pixmap("chevron", tokens(theme).muted, 16, 2.0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Qt: the box, and the arrow on its right."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.drawPixmap(self.width() - 24, (self.height() - 16) // 2, self._arrow)
        painter.end()


class EmptyState(QWidget):
    """What is shown where there is nothing to list: an icon, why, what to do, and perhaps a button."""

    def __init__(self, icon_name: str, title: str, text: str, *, theme: Theme, action: str = "") -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setSpacing(6)
        column.addStretch(2)
        picture = icon_label(icon_name, tokens(theme).muted, 40)
        column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(6)
        heading = label(title, "subtitle")
        heading.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(heading)
        self._explanation = label(text, "muted")
        self._explanation.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._explanation)
        self.action: QPushButton | None = None
        if action:
            self.action = button(action)
            row = QHBoxLayout()
            row.addStretch()
            row.addWidget(self.action)
            row.addStretch()
            column.addSpacing(8)
            column.addLayout(row)
        column.addStretch(3)
        self.setAccessibleName(title)

    def say(self, text: str) -> None:
        """Explain it in other words."""
        self._explanation.setText(text)
