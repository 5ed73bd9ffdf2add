"""The prompt channel: a connected socket that the tray inherits from the agent that started it.

Rules kept here: only prompts that could be read are announced; one that could not, but names its id, is answered
NOT_SHOWN at once, so that the agent does not wait. The end of the stream means that the agent is gone. The descriptor
is not passed on to programs that the tray starts.
"""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalSocket

from agent.core.verdicts import Disposition
from agent.ipc.codec import Notification
from agent.ipc.messages import GuiShowParams
from agent.ipc.prompt_messages import AppNotice, Prompt, PromptAnswer, PromptAnswerResult, PromptChoice, PromptWithdraw
from agent.ipc.wire import Nothing, ParamsError
from gui.client.connection import JsonRpcConnection

__all__ = ["PromptChannel"]

_log = logging.getLogger(__name__)

_FLUSH_TIMEOUT_MS = 500


class PromptChannel(QObject):
    """Receives prompts and sends the person's answers.

    Signals:
        prompt_shown: a `Prompt` to show, or to replace the one with the same id.
        prompt_withdrawn: the id of a prompt (str) to take off the screen.
        window_requested: a `GuiWindow` to bring to the front.
        app_started: an `AppNotice`.
        closed: the agent is gone; at most once.
    """

    prompt_shown = Signal(object)
    prompt_withdrawn = Signal(str)
    window_requested = Signal(object)
    app_started = Signal(object)
    closed = Signal()

    def __init__(self, descriptor: int | None, parent: QObject | None = None) -> None:
        """Take over a connected socket; without one, or with one that is of no use, the channel is closed."""
        super().__init__(parent)
        self._connection: JsonRpcConnection | None = None
        if descriptor is None:
            return
        socket = QLocalSocket()
        # Qt takes any descriptor and would find out only when reading.
        if not _is_socket(descriptor) or not socket.setSocketDescriptor(descriptor):
            _log.info("the prompt channel is no open socket")
            return
        os.set_inheritable(descriptor, False)  # noqa: FBT003 - the standard library takes it by position
        self._connection = JsonRpcConnection(socket, self)
        self._connection.notified.connect(self._on_notified)
        self._connection.closed.connect(self.closed)

    @property
    def is_open(self) -> bool:
        """True while the agent that started this tray lives."""
        return self._connection is not None and self._connection.is_open

    def announce_ready(self) -> None:
        """Tell the agent that prompts can be shown from now on; until then it counts the tray as starting."""
        if self._connection is not None:
            self._connection.notify("tray.ready", Nothing())

    def answer(
        self,
        prompt_id: str,
        choice: PromptChoice,
        on_disposition: Callable[[Disposition], None] | None = None,
    ) -> None:
        """Send an answer. `on_disposition` is called once, later: with FAILED when there was no usable result."""

        def told(disposition: Disposition) -> None:
            if on_disposition is not None:
                on_disposition(disposition)

        def parsed(untrusted: dict[str, object]) -> None:
            try:
                told(PromptAnswerResult.parse(untrusted).disposition)
            except ParamsError as exc:
                _log.warning("an answer's result was not understood: %s", exc)
                told(Disposition.FAILED)

        if self._connection is None:
            told(Disposition.FAILED)
            return
        self._connection.request(
            "prompt.answer",
            PromptAnswer(prompt_id=prompt_id, choice=choice),
            on_result=parsed,
            on_failure=lambda _: told(Disposition.FAILED),
        )

    def close(self) -> None:
        """Hand over what was answered and close; idempotent."""
        if self._connection is not None:
            self._connection.flush(_FLUSH_TIMEOUT_MS)
            self._connection.close()

    def _on_notified(self, message: Notification) -> None:
        try:
            match message.method:
                case "prompt.show":
                    self.prompt_shown.emit(Prompt.parse(message.params))
                case "prompt.withdraw":
                    self.prompt_withdrawn.emit(PromptWithdraw.parse(message.params).prompt_id)
                case "window.show":
                    self.window_requested.emit(GuiShowParams.parse(message.params).window)
                case "app.started":
                    self.app_started.emit(AppNotice.parse(message.params))
                case _:
                    _log.info("an unknown notification was skipped")
        except ParamsError as exc:
            _log.warning("a notification was not understood: %s", exc)
            if message.method == "prompt.show":
                self._refuse(message.params.get("prompt_id"))

    def _refuse(self, untrusted_id: object) -> None:
        try:
            answer = PromptAnswer.parse({"prompt_id": untrusted_id, "choice": PromptChoice.NOT_SHOWN})
        except ParamsError:
            return
        self.answer(answer.prompt_id, answer.choice)


def _is_socket(descriptor: int) -> bool:
    try:
        return stat.S_ISSOCK(os.fstat(descriptor).st_mode)
    except OSError:
        return False
