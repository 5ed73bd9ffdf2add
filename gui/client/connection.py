"""One JSON-RPC connection over a local socket, for both conversations with the agent.

Rules kept here: every request ends, in a result or a failure, within its deadline; a closed connection fails all that
are open. Broken framing closes the connection. A whole frame that is no message, and a call that nobody expects, are
counted in the log and skipped: what the other side sends never raises into the event loop. Nothing received is logged.

Not here: connecting again (`agent_client`), and what the messages mean.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalSocket

from agent.core.errors import AgentError
from agent.ipc.codec import (
    ErrorResponse,
    FrameDecoder,
    FrameError,
    MessageError,
    Notification,
    Request,
    Response,
    encode_message,
    parse_message,
)
from agent.ipc.wire import WireModel

__all__ = ["REQUEST_TIMEOUT_MS", "JsonRpcConnection", "RequestError"]

_log = logging.getLogger(__name__)

REQUEST_TIMEOUT_MS = 5_000

OnResult = Callable[[dict[str, object]], None]
OnFailure = Callable[["RequestError"], None]


class RequestError(AgentError):
    """A request got no result: no answer in time, a closed connection, or the agent's own error.

    Attributes:
        answer_code: the code of the agent's error; empty when there was no answer.
    """

    code = "gui_request"

    def __init__(self, title: str, *, answer_code: str = "", detail: str = "", hint: str = "") -> None:
        super().__init__(title, detail=detail, hint=hint)
        self.answer_code = answer_code


@dataclass(frozen=True, slots=True, kw_only=True)
class _Waiting:
    on_result: OnResult
    on_failure: OnFailure
    timer: QTimer


class JsonRpcConnection(QObject):
    """Frames, ids and deadlines on top of a `QLocalSocket`, which it owns.

    Signals:
        notified: a `Notification` of the other side.
        requested: a `Request` of the other side; answer it with `respond`.
        closed: the socket is closed, whoever did it; emitted once for each time it was open.
    """

    notified = Signal(object)
    requested = Signal(object)
    closed = Signal()

    def __init__(self, socket: QLocalSocket, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._socket = socket
        socket.setParent(self)
        self._decoder = FrameDecoder()
        self._waiting: dict[int, _Waiting] = {}
        self._last_id = 0
        socket.readyRead.connect(self._read)
        socket.disconnected.connect(self._on_disconnected)

    @property
    def is_open(self) -> bool:
        """True while messages can be sent."""
        return self._socket.state() == QLocalSocket.LocalSocketState.ConnectedState

    def request(
        self,
        method: str,
        params: WireModel,
        *,
        on_result: OnResult,
        on_failure: OnFailure,
        timeout_ms: int = REQUEST_TIMEOUT_MS,
    ) -> None:
        """Ask; exactly one of the two callbacks is called, from the event loop, never from inside this call."""
        self._last_id += 1
        identifier = self._last_id
        timer = QTimer(self)
        timer.setSingleShot(True)
        self._waiting[identifier] = _Waiting(on_result=on_result, on_failure=on_failure, timer=timer)
        is_sent = self.is_open and self._write(Request(id=identifier, method=method, params=params.to_json()))
        why = "Cordon's agent did not answer in time" if is_sent else "There is no connection to Cordon's agent"
        timer.timeout.connect(lambda: self._fail(identifier, RequestError(why)))
        timer.start(timeout_ms if is_sent else 0)

    def notify(self, method: str, params: WireModel) -> None:
        """Tell; lost when the connection is closed."""
        if self.is_open:
            self._write(Notification(method=method, params=params.to_json()))

    def respond(self, request: Request, result: WireModel) -> None:
        """Answer a request of the other side; lost when the connection is closed."""
        if self.is_open:
            self._write(Response(id=request.id, result=result.to_json()))

    def flush(self, timeout_ms: int) -> None:
        """Hand what was written to the system, waiting at most `timeout_ms`."""
        while self.is_open and self._socket.bytesToWrite() and self._socket.waitForBytesWritten(timeout_ms):
            pass

    def close(self) -> None:
        """Close; open requests fail. Nothing happens when it is closed already."""
        self._socket.abort()

    def _write(self, message: Request | Notification | Response) -> bool:
        try:
            frame = encode_message(message)
        except FrameError:
            _log.exception("an outgoing message is too large")
            return False
        return self._socket.write(frame) == len(frame)

    def _read(self) -> None:
        data = bytes(self._socket.readAll().data())
        try:
            for payload in self._decoder.feed(data):
                self._dispatch(payload)
        except FrameError as exc:
            _log.warning("connection closed: %s", exc.title)
            self._socket.abort()

    def _dispatch(self, payload: bytes) -> None:
        try:
            message = parse_message(payload)
        except MessageError as exc:
            _log.info("a message was skipped: %s", exc.title)
            return
        match message:
            case Notification():
                self.notified.emit(message)
            case Request():
                self.requested.emit(message)
            case Response():
                if waiting := self._taken(message.id):
                    waiting.on_result(message.result)
            case ErrorResponse(id=None):
                _log.info("the other side could not read a message")
            case ErrorResponse(id=int(identifier), error=error):
                self._fail(
                    identifier, RequestError(error.title, answer_code=error.code, detail=error.detail, hint=error.hint)
                )

    def _fail(self, identifier: int, error: RequestError) -> None:
        if waiting := self._taken(identifier):
            waiting.on_failure(error)

    def _taken(self, identifier: int) -> _Waiting | None:
        waiting = self._waiting.pop(identifier, None)
        if waiting is not None:
            waiting.timer.stop()
            waiting.timer.deleteLater()
        return waiting

    def _on_disconnected(self) -> None:
        # A new connection on this socket starts with a clean stream.
        self._decoder = FrameDecoder()
        for identifier in list(self._waiting):
            self._fail(identifier, RequestError("The connection to Cordon's agent closed"))
        self.closed.emit()
