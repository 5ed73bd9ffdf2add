"""Brings prompts to the person and answers back.

Rules kept here:

- WARN, and REDACT where the redacted text is on offer, is told by a native notification with buttons, or by a toast
  where there is no notification service; the dialog opens when the person asks for it. Anything else that is stricter
  opens the dialog at once, without taking the focus.
- Every prompt that was taken in is answered once, or withdrawn by the agent, or expires there. Quitting answers
  NOT_SHOWN: nobody confirmed anything, and the record must not say so.
- When the agent is gone nobody waits for an answer, so everything is taken off the screen.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from agent.core.verdicts import Disposition
from agent.ipc.prompt_messages import Prompt, PromptChoice
from gui.viewmodels.open_prompts import OpenPrompts
from gui.viewmodels.protection import Tone
from gui.viewmodels.warning import notice, opens_dialog, redacted_notice, warning_state
from gui.views.notifier import NoticeAnswer, Notifier
from gui.views.toast import ToastStack
from gui.views.warning_dialog import WarningDialog

__all__ = ["Answers", "PromptPresenter"]

_log = logging.getLogger(__name__)

_EXPIRY_GRACE_MS = 250


class Answers(Protocol):
    """Where answers go; the prompt channel is one."""

    def answer(
        self, prompt_id: str, choice: PromptChoice, on_disposition: Callable[[Disposition], None] | None = None
    ) -> None:
        """Send an answer; `on_disposition` is called once, later."""


class PromptPresenter(QObject):
    """Owns the warning dialog; uses the notifier and the toasts.

    Signals:
        changed: the prompts that wait are others.
    """

    changed = Signal()

    def __init__(
        self,
        *,
        answers: Answers,
        notifier: Notifier,
        toasts: ToastStack,
        dialog: WarningDialog,
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._answers = answers
        self._notifier = notifier
        self._toasts = toasts
        self._clock = clock
        self._open = OpenPrompts()
        self._expiry = QTimer(self)
        self._expiry.setSingleShot(True)
        self._expiry.timeout.connect(self._drop_expired)
        notifier.answered.connect(self._on_notice_answer)
        notifier.failed.connect(self._on_notice_failed)
        toasts.details_wanted.connect(self.open_details)
        toasts.redacted_wanted.connect(lambda prompt_id: self._answer(prompt_id, PromptChoice.REDACTED))
        toasts.dismissed.connect(lambda prompt_id: self._answer(prompt_id, PromptChoice.ACKNOWLEDGED))
        self._dialog = dialog
        dialog.chosen.connect(self._answer)

    @property
    def waiting(self) -> tuple[Prompt, ...]:
        """The prompts that wait for an answer, oldest first."""
        return self._open.prompts

    def use_dialog(self, dialog: WarningDialog) -> None:
        """Take another dialog, which looks different; the old one is closed and its prompt kept."""
        old, self._dialog = self._dialog, dialog
        prompt_id, was_visible = old.prompt_id, old.isVisible()
        old.withdraw()
        old.deleteLater()
        dialog.chosen.connect(self._answer)
        if was_visible and (prompt := self._open.get(prompt_id)) is not None:
            dialog.render_state(warning_state(prompt))
            dialog.open_by_itself()

    def show(self, prompt: Prompt) -> None:
        """Bring a prompt to the person, or its new form in place of the old one."""
        self._open, pushed_out = self._open.with_prompt(prompt)
        for each in pushed_out:
            _log.warning("too many prompts wait; the oldest one is answered as not shown")
            self._take_off(each.prompt_id)
            self._answers.answer(each.prompt_id, PromptChoice.NOT_SHOWN)
        try:
            self._bring(prompt)
        except Exception as exc:  # noqa: BLE001 - whatever is wrong with showing it, the agent must not wait for it
            # The type only: an error's text may quote what was to be shown.
            _log.error("a prompt could not be shown: %s", type(exc).__name__)
            self._open = self._open.without(prompt.prompt_id)
            self._take_off(prompt.prompt_id)
            self._answers.answer(prompt.prompt_id, PromptChoice.NOT_SHOWN)
        self._after_change()

    def withdraw(self, prompt_id: str) -> None:
        """Take a prompt off the screen; nobody wants its answer. Unknown ids are ignored."""
        self._open = self._open.without(prompt_id)
        self._take_off(prompt_id)
        self._after_change()

    def open_details(self, prompt_id: str) -> None:
        """Open the dialog of a prompt that waits, because the person asked for it."""
        prompt = self._open.get(prompt_id)
        if prompt is None:
            return
        self._notifier.withdraw(prompt_id)
        self._toasts.withdraw(prompt_id)
        self._dialog.render_state(warning_state(prompt))
        self._dialog.open_asked_for()

    def forget_all(self) -> None:
        """The agent is gone: take everything off the screen."""
        for prompt in self._open.prompts:
            self._take_off(prompt.prompt_id)
        self._open = OpenPrompts()
        self._after_change()

    def answer_all(self) -> None:
        """The tray quits: tell the agent that nobody will answer what still waits."""
        for prompt in self._open.prompts:
            self._answers.answer(prompt.prompt_id, PromptChoice.NOT_SHOWN)
        self.forget_all()

    def _bring(self, prompt: Prompt) -> None:
        is_in_dialog = self._dialog.isVisible() and self._dialog.prompt_id == prompt.prompt_id
        if is_in_dialog:
            self._dialog.render_state(warning_state(prompt))
        elif opens_dialog(prompt) and not self._dialog.isVisible():
            self._dialog.render_state(warning_state(prompt))
            self._dialog.open_by_itself()
        elif self._notifier.is_available:
            self._toasts.withdraw(prompt.prompt_id)
            self._notifier.show(prompt.prompt_id, notice(prompt))
        else:
            self._notifier.withdraw(prompt.prompt_id)
            self._toasts.ask(prompt.prompt_id, notice(prompt), warning_state(prompt).tone)
            self._notifier.look_again()

    def _on_notice_failed(self, prompt_id: str) -> None:
        prompt = self._open.get(prompt_id)
        if prompt is not None and self._dialog.prompt_id != prompt_id:
            self._toasts.ask(prompt_id, notice(prompt), warning_state(prompt).tone)
            self._notifier.look_again()

    def _on_notice_answer(self, prompt_id: str, answer: NoticeAnswer) -> None:
        match answer:
            case NoticeAnswer.DETAILS:
                self.open_details(prompt_id)
            case NoticeAnswer.REDACTED:
                self._answer(prompt_id, PromptChoice.REDACTED)
            case NoticeAnswer.DISMISSED:
                # Opening the details takes the notification away, too; the dialog answers then.
                if self._dialog.prompt_id != prompt_id:
                    self._answer(prompt_id, PromptChoice.ACKNOWLEDGED)

    def _answer(self, prompt_id: str, choice: PromptChoice) -> None:
        if self._open.get(prompt_id) is None:
            return
        self._open = self._open.without(prompt_id)
        self._take_off(prompt_id)
        on_disposition = self._tell_redacted if choice is PromptChoice.REDACTED else None
        self._answers.answer(prompt_id, choice, on_disposition)
        self._after_change()

    def _tell_redacted(self, disposition: Disposition) -> None:
        is_done = disposition is Disposition.REDACTED
        self._toasts.tell(redacted_notice(is_done=is_done), Tone.GOOD if is_done else Tone.BAD)

    def _take_off(self, prompt_id: str) -> None:
        self._notifier.withdraw(prompt_id)
        self._toasts.withdraw(prompt_id)
        if self._dialog.prompt_id == prompt_id:
            self._dialog.withdraw()

    def _drop_expired(self) -> None:
        for prompt in self._open.expired(self._clock()):
            self._open = self._open.without(prompt.prompt_id)
            self._take_off(prompt.prompt_id)
        self._after_change()

    def _after_change(self) -> None:
        expiry_at = self._open.next_expiry_at()
        if expiry_at is None:
            self._expiry.stop()
        else:
            left_ms = round((expiry_at - self._clock()).total_seconds() * 1000) + _EXPIRY_GRACE_MS
            # A QTimer takes no more than an int; a prompt that waits for weeks is looked at again tomorrow.
            self._expiry.start(max(0, min(left_ms, 24 * 3600 * 1000)))
        self.changed.emit()
