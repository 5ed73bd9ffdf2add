"""Tells the person of an AI tool that was started and is not approved: natively, or by a toast where that fails.

Nobody waits for an answer, so none is sent. Whoever wants details is shown the list of tools.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from agent.ipc.prompt_messages import AppNotice
from gui.viewmodels.apps_view import app_notice
from gui.viewmodels.protection import Tone
from gui.viewmodels.warning import Notice
from gui.views.notifier import NoticeAnswer, Notifier
from gui.views.toast import ToastStack

__all__ = ["AppNotices"]

_KEY = "app "
_LIMIT = 8


class AppNotices(QObject):
    """Shares the notifier and the toasts with the warnings; its keys begin with `_KEY`.

    Signals:
        details_wanted: the person asked for more.
    """

    details_wanted = Signal()

    def __init__(self, *, notifier: Notifier, toasts: ToastStack, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notifier = notifier
        self._toasts = toasts
        self._shown: dict[str, Notice] = {}
        notifier.answered.connect(self._on_answer)
        notifier.failed.connect(self._on_failed)
        toasts.details_wanted.connect(self._on_details)
        toasts.dismissed.connect(self._forget)

    def show(self, started: AppNotice) -> None:
        """Bring it to the person; the oldest goes where there are too many."""
        key, notice = _KEY + started.destination_id, app_notice(started)
        while len(self._shown) >= _LIMIT:
            self._notifier.withdraw(next(iter(self._shown)))
            self._forget(next(iter(self._shown)))
        self._shown[key] = notice
        if self._notifier.is_available:
            self._notifier.show(key, notice)
        else:
            self._toasts.ask(key, notice, Tone.CAUTION)

    def _on_answer(self, key: str, answer: NoticeAnswer) -> None:
        if answer is NoticeAnswer.DETAILS:
            self._on_details(key)
        else:
            self._forget(key)

    def _on_failed(self, key: str) -> None:
        if (notice := self._shown.get(key)) is not None:
            self._toasts.ask(key, notice, Tone.CAUTION)

    def _on_details(self, key: str) -> None:
        if self._forget(key):
            self.details_wanted.emit()

    def _forget(self, key: str) -> bool:
        return self._shown.pop(key, None) is not None
