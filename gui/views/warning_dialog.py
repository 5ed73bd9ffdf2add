"""The warning dialog: what was found and where, why, and what to do.

It renders a `WarningState` and says which button was pressed. It opens in one of two ways: asked for by the person, it
comes to the front; by itself, it stays on top without taking the focus from what is being typed.

Rule kept here: content lives in the window only as long as the warning. Answered, closed or withdrawn, it is forgotten.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QFont, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from agent.ipc.prompt_messages import PromptChoice
from gui.viewmodels.warning import ExcerptView, ReasonRow, WarningState
from gui.viewmodels.wording import Text, tr
from gui.views.icons import shield, shield_pixmap
from gui.views.pieces import badge, button, clear, icon_label, label, link, set_role
from gui.views.theme import Theme, tokens

__all__ = ["WarningDialog"]

_EXCERPT_MAX_HEIGHT = 118
_WIDTH = 560


class WarningDialog(QDialog):
    """Shows one prompt at a time.

    Signals:
        chosen: prompt id (str) and `PromptChoice`; closing the window is ACKNOWLEDGED.
    """

    chosen = Signal(str, object)

    def __init__(self, *, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._state: WarningState | None = None
        self._default: QPushButton | None = None
        self.setWindowTitle(tr(Text.WARNING_WINDOW))
        self.setWindowFlags(
            Qt.WindowType.Dialog
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowTitleHint
            | Qt.WindowType.WindowCloseButtonHint
        )
        self.setModal(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        content = QWidget()
        set_role(content, "scrolled")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(26, 24, 26, 20)
        self._column.setSpacing(8)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(content)
        self._content = content
        outer.addWidget(self._area, 1)
        footer = QFrame()
        set_role(footer, "footer")
        self._buttons = QHBoxLayout(footer)
        self._buttons.setContentsMargins(26, 14, 26, 14)
        self._buttons.setSpacing(10)
        outer.addWidget(footer)

    @property
    def prompt_id(self) -> str:
        """The prompt on view; empty when there is none."""
        return "" if self._state is None else self._state.prompt_id

    def render_state(self, state: WarningState) -> None:
        """Show a prompt, in place of the one before."""
        self._state = state
        self.setWindowIcon(shield(state.tone, self._theme))
        self.setAccessibleName(state.title)
        self.setAccessibleDescription(state.sentence)
        clear(self._column)
        self._column.addLayout(self._head(state))
        if state.excerpts:
            self._section(tr(Text.WARNING_WHERE))
            for excerpt in state.excerpts:
                self._column.addWidget(_excerpt_box(excerpt, self._theme))
            remark = " ".join(part for part in (state.more and f"{state.more}.", tr(Text.WARNING_LOCAL)) if part)
            self._column.addWidget(label(remark, "caption"))
        self._section(tr(Text.WARNING_WHY))
        for reason in state.reasons:
            self._column.addLayout(_reason_row(reason, self._theme))
        self._section(tr(Text.WARNING_TODO))
        self._column.addWidget(label(state.todo))
        if state.learn_more:
            self._column.addWidget(link(tr(Text.WARNING_LEARN_MORE), state.learn_more, self._theme))
        self._column.addStretch()
        self._render_buttons(state)
        self._fit()

    def open_asked_for(self) -> None:
        """Come to the front with the focus on the default button: the person asked for this."""
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, False)  # noqa: FBT003 - Qt takes it by position
        self.show()
        self.raise_()
        self.activateWindow()
        self._focus_default()

    def open_by_itself(self) -> None:
        """Be visible, and leave the focus where the person is typing."""
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, True)  # noqa: FBT003 - Qt takes it by position
        self.show()
        self._focus_default()

    def withdraw(self) -> None:
        """Go away without an answer."""
        self._forget()
        self.hide()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Qt: closing is an answer, too."""
        self._answer(PromptChoice.ACKNOWLEDGED)
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Qt: Escape closes, which keeps the original; QDialog would only hide."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def _head(self, state: WarningState) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        picture = QLabel()
        picture.setPixmap(shield_pixmap(state.tone, self._theme, 44, 2.0))
        picture.setFixedSize(44, 44)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(label(state.title, "title"))
        words.addWidget(label(state.sentence))
        words.addWidget(badge(state.label, state.label_tone), 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(words, 1)
        return row

    def _section(self, heading: str) -> None:
        self._column.addSpacing(10)
        self._column.addWidget(label(heading, "overline"))

    def _render_buttons(self, state: WarningState) -> None:
        clear(self._buttons)
        self._buttons.addStretch()
        for entry in state.buttons:
            made = button(entry.text, "primary" if entry.is_default else "")
            made.setAutoDefault(True)
            made.setDefault(entry.is_default)
            made.clicked.connect(lambda _=False, choice=entry.choice: self._press(choice))
            self._buttons.addWidget(made)
            if entry.is_default:
                self._default = made

    def _focus_default(self) -> None:
        if self._default is not None:
            self._default.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def _fit(self) -> None:
        """Be as high as the content needs, within the screen."""
        self.setFixedWidth(_WIDTH)
        self._content.setFixedWidth(_WIDTH)
        self._column.activate()
        needed = self._column.heightForWidth(_WIDTH) + self._buttons.sizeHint().height() + 2
        self.resize(_WIDTH, min(needed, round(self.screen().availableGeometry().height() * 0.85)))

    def _press(self, choice: PromptChoice) -> None:
        self._answer(choice)
        self.hide()

    def _answer(self, choice: PromptChoice) -> None:
        if self._state is not None:
            prompt_id = self._state.prompt_id
            self._forget()
            self.chosen.emit(prompt_id, choice)

    def _forget(self) -> None:
        """Drop what the warning was about. The buttons stay: they hold no content, and one may be in its click."""
        self._state = None
        for box in self._content.findChildren(QTextEdit):
            # At once: the widget itself is deleted only when the event loop comes round.
            box.clear()
        clear(self._column)


def _reason_row(reason: ReasonRow, theme: Theme) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(icon_label("dot", tokens(theme).muted, 14), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(reason.text), 1)
    if reason.aside:
        row.addWidget(label(reason.aside, "caption", wraps=False), 0, Qt.AlignmentFlag.AlignTop)
    return row


def _excerpt_box(excerpt: ExcerptView, theme: Theme) -> QTextEdit:
    """Return a read-only box. Content is inserted as characters with a format, never as markup."""
    box = QTextEdit()
    box.setReadOnly(True)
    box.setAcceptRichText(False)
    box.setTabChangesFocus(True)
    box.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    box.setAccessibleName(tr(Text.WARNING_WHERE))
    box.setUndoRedoEnabled(False)
    font = QFont(box.font())
    font.setFamilies(["JetBrains Mono", "DejaVu Sans Mono", "Liberation Mono", "monospace"])
    box.setFont(font)
    colors = tokens(theme)
    plain, found = QTextCharFormat(), QTextCharFormat()
    found.setBackground(QColor(colors.mark))
    found.setFontWeight(QFont.Weight.DemiBold)
    found.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    found.setUnderlineColor(QColor(colors.mark_line))
    cursor = QTextCursor(box.document())
    for piece in excerpt.pieces:
        style = QTextCharFormat(found if piece.entity else plain)
        if piece.entity:
            style.setToolTip(piece.entity)
        cursor.insertText(piece.text, style)
    box.document().setTextWidth(_WIDTH - 52 - 16)
    height = round(box.document().size().height()) + 16
    box.setFixedHeight(min(height, _EXCERPT_MAX_HEIGHT))
    box.moveCursor(QTextCursor.MoveOperation.Start)
    return box
