"""Cordon's own notifications, for desktops without a notification service and for short confirmations.

Rules kept here: a toast never takes the focus; the newest is at the bottom right, older ones above it, `TOAST_LIMIT` at
most; one that is only told leaves by itself, one that asks stays `ASK_MS` and waits while the pointer is on it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCursor, QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.viewmodels.protection import Tone
from gui.viewmodels.warning import Notice
from gui.viewmodels.wording import Text, tr
from gui.views.icons import icon, shield_pixmap
from gui.views.pieces import button, label, set_role
from gui.views.theme import Theme, tokens

__all__ = ["ASK_MS", "TELL_MS", "TOAST_LIMIT", "Toast", "ToastStack"]

TOAST_LIMIT = 4
TELL_MS = 6_000
ASK_MS = 30_000
_WIDTH = 392
_MARGIN = 16
_GAP = 8


class Toast(QWidget):
    """One toast.

    Signals:
        details_wanted, redacted_wanted, dismissed: the person pressed it.
        left: it is off the screen; emitted once, whatever the cause.
    """

    details_wanted = Signal()
    redacted_wanted = Signal()
    dismissed = Signal()
    left = Signal()

    def __init__(self, notice: Notice, tone: Tone, *, theme: Theme, asks: bool, stays_ms: int) -> None:
        super().__init__()
        self.setWindowFlags(
            Qt.WindowType.Tool
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus
            # Window managers list even notification windows in the task bar, and some focus them.
            | Qt.WindowType.X11BypassWindowManagerHint
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_X11NetWmWindowTypeNotification)
        self.setWindowTitle(tr(Text.APP_NAME))
        self.setAccessibleName(notice.title)
        self.setAccessibleDescription(notice.text)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(stays_ms)
        self._timer.timeout.connect(self.leave)

        # Opaque and square: without a compositor, as on bare X11, rounded corners and shadows turn black.
        frame = QFrame()
        set_role(frame, "toast", tone)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)

        row = QHBoxLayout(frame)
        row.setContentsMargins(16, 16, 12, 16)
        row.setSpacing(14)
        picture = QLabel()
        picture.setPixmap(shield_pixmap(tone, theme, 30, 2.0))
        picture.setFixedSize(30, 30)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(label(notice.title, "strong"))
        words.addWidget(label(notice.text))
        if asks:
            words.addSpacing(6)
            words.addLayout(self._buttons(notice))
        row.addLayout(words, 1)
        close = button("", "quiet")
        close.setIcon(icon("cross", tokens(theme).muted))
        close.setFixedSize(26, 26)
        close.setStyleSheet("padding: 0; min-height: 0")
        close.setAccessibleName(tr(Text.BUTTON_DISMISS if asks else Text.CLOSE))
        close.clicked.connect(self._dismiss)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.setFixedWidth(_WIDTH)
        self.setFixedHeight(self.heightForWidth(_WIDTH))

    def appear(self) -> None:
        """Show, and begin to count."""
        self.show()
        self._timer.start()

    def leave(self) -> None:
        """Go away without an answer; idempotent."""
        self._timer.stop()
        if not self.isHidden():
            self.hide()
            self.left.emit()

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Qt: wait while the pointer is here."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Qt: count from the beginning again."""
        if not self.isHidden():
            self._timer.start()
        super().leaveEvent(event)

    def _buttons(self, notice: Notice) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        if notice.has_redacted:
            redacted = button(tr(Text.BUTTON_REDACTED_SHORT), "primary")
            redacted.clicked.connect(self._take_redacted)
            row.addWidget(redacted)
        details = button(tr(Text.BUTTON_DETAILS))
        details.clicked.connect(self._open_details)
        row.addWidget(details)
        row.addStretch()
        return row

    def _take_redacted(self) -> None:
        self.leave()
        self.redacted_wanted.emit()

    def _open_details(self) -> None:
        self.leave()
        self.details_wanted.emit()

    def _dismiss(self) -> None:
        self.leave()
        self.dismissed.emit()


class ToastStack(QObject):
    """The toasts on the screen.

    Signals:
        details_wanted, redacted_wanted, dismissed: with the toast's key (str).
    """

    details_wanted = Signal(str)
    redacted_wanted = Signal(str)
    dismissed = Signal(str)

    def __init__(self, *, theme: Callable[[], Theme], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._toasts: dict[str, Toast] = {}
        self._told = 0

    def ask(self, key: str, notice: Notice, tone: Tone) -> None:
        """Show a toast with buttons; one with the same key is replaced."""
        self.withdraw(key)
        toast = Toast(notice, tone, theme=self._theme(), asks=True, stays_ms=ASK_MS)
        toast.details_wanted.connect(lambda: self.details_wanted.emit(key))
        toast.redacted_wanted.connect(lambda: self.redacted_wanted.emit(key))
        toast.dismissed.connect(lambda: self.dismissed.emit(key))
        self._place(key, toast)

    def tell(self, notice: Notice, tone: Tone) -> None:
        """Show a toast that wants nothing."""
        self._told += 1
        self._place(f"told {self._told}", Toast(notice, tone, theme=self._theme(), asks=False, stays_ms=TELL_MS))

    def withdraw(self, key: str) -> None:
        """Take a toast off the screen without an answer; unknown keys are ignored."""
        if key in self._toasts:
            self._toasts[key].leave()

    def clear(self) -> None:
        """Take all off the screen."""
        for toast in list(self._toasts.values()):
            toast.leave()

    @property
    def visible(self) -> tuple[Toast, ...]:
        """The toasts on the screen, oldest first."""
        return tuple(self._toasts.values())

    def _place(self, key: str, toast: Toast) -> None:
        while len(self._toasts) >= TOAST_LIMIT:
            next(iter(self._toasts.values())).leave()
        self._toasts[key] = toast
        toast.left.connect(lambda: self._forget(key))
        self._arrange()
        toast.appear()

    def _forget(self, key: str) -> None:
        if (toast := self._toasts.pop(key, None)) is not None:
            toast.deleteLater()
        self._arrange()

    def _arrange(self) -> None:
        """Stack them above the bottom right corner of the screen that has the pointer."""
        screen = QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
        area = screen.availableGeometry()
        bottom = area.bottom() - _MARGIN
        for toast in reversed(self._toasts.values()):
            toast.move(QPoint(area.right() - _MARGIN - toast.width(), bottom - toast.height()))
            bottom -= toast.height() + _GAP
