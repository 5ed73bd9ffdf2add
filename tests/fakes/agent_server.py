"""An agent as the tray sees it: a real Unix socket that speaks `agent.ipc`, and misbehaves on request."""

from __future__ import annotations

import contextlib
import enum
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from agent.ipc.codec import (
    PROTOCOL_VERSION,
    REFUSED,
    ErrorBody,
    ErrorResponse,
    FrameDecoder,
    Notification,
    Request,
    Response,
    encode_message,
    parse_message,
)
from agent.ipc.messages import (
    EventModel,
    HelloResult,
    HistoryListParams,
    HistoryListResult,
    Notify,
    PolicyResult,
    StatusResult,
)
from agent.ipc.wire import WireModel

__all__ = ["FakeAgent", "Manner"]

_TIMEOUT_S = 5.0


class Manner(enum.Enum):
    """How the fake behaves."""

    GOOD = enum.auto()
    SILENT = enum.auto()
    """Accepts, and never answers."""
    CLOSES = enum.auto()
    """Closes at the first message."""
    BAD_FRAME = enum.auto()
    """Answers with a header that announces too much."""
    NO_JSON = enum.auto()
    """Answers with a frame of no JSON, then closes."""
    OTHER_VERSION = enum.auto()
    """Says hello with another protocol version."""
    REFUSES = enum.auto()
    """Answers hello with an error."""
    BAD_STATUS = enum.auto()
    """Says hello, then sends a status without fields."""


class FakeAgent:
    """Use as a context manager; `path` is its public socket."""

    def __init__(self, path: Path, status: StatusResult, *, manner: Manner = Manner.GOOD) -> None:
        self.path = path
        self.status = status
        self.manner = manner
        self.events: list[EventModel] = []
        self.policy: PolicyResult | None = None
        self.answers: dict[str, WireModel] = {}
        """Of methods that it does not have otherwise."""
        self.requests: list[Request] = []
        self.fails_history = False
        self._lock = threading.Lock()
        self._connections: list[socket.socket] = []
        self._subscribed: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._listener = socket.socket(socket.AF_UNIX)

    def __enter__(self) -> Self:
        self.path.unlink(missing_ok=True)
        self._listener.bind(str(self.path))
        self._listener.listen()
        self._spawn(self._accept)
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.drop()
        for thread in self._threads:
            thread.join(_TIMEOUT_S)
        # Like an agent that was killed: the socket file stays.

    def drop(self) -> None:
        """Close every connection."""
        with self._lock:
            connections, self._connections, self._subscribed = self._connections, [], []
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def tell(self, *, status: StatusResult | None = None, event: EventModel | None = None) -> None:
        """Notify every subscriber."""
        frame = encode_message(Notification(method="notify", params=Notify(status=status, event=event).to_json()))
        self.send_raw(frame)

    def send_raw(self, data: bytes) -> None:
        """Send these bytes to every subscriber."""
        with self._lock:
            for connection in self._subscribed:
                connection.sendall(data)

    def asked(self, method: str) -> list[Request]:
        """Return the requests with that method, so far."""
        with self._lock:
            return [each for each in self.requests if each.method == method]

    def _spawn(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, name="fake-agent", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self._connections.append(connection)
            self._spawn(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        decoder = FrameDecoder()
        with connection:
            try:
                while data := connection.recv(65536):
                    for payload in decoder.feed(data):
                        message = parse_message(payload)
                        if isinstance(message, Request) and not self._take(connection, message):
                            return
            except OSError:
                return

    def _take(self, connection: socket.socket, request: Request) -> bool:
        """Answer; False closes the connection."""
        with self._lock:
            self.requests.append(request)
        match self.manner:
            case Manner.SILENT:
                return True
            case Manner.CLOSES:
                return False
            case Manner.BAD_FRAME:
                connection.sendall(b"\xff\xff\xff\xff")
                return True
            case Manner.NO_JSON:
                connection.sendall(b"\x00\x00\x00\x03{{{")
                return False
            case Manner.REFUSES:
                error = ErrorBody(rpc_code=REFUSED, code="ipc_version", title="Another version")
                connection.sendall(encode_message(ErrorResponse(id=request.id, error=error)))
                return True
            case _:
                connection.sendall(encode_message(self._answer(connection, request)))
                return True

    def _answer(self, connection: socket.socket, request: Request) -> Response | ErrorResponse:
        if (answer := self.answers.get(request.method)) is not None:
            return Response(id=request.id, result=answer.to_json())
        match request.method:
            case "hello":
                protocol = PROTOCOL_VERSION + (self.manner is Manner.OTHER_VERSION)
                hello = HelloResult(protocol=protocol, agent_version="0.1.0", instance_id="fake", pid=1)
                return Response(id=request.id, result=hello.to_json())
            case "notify.subscribe":
                with self._lock:
                    self._subscribed.append(connection)
                result = {} if self.manner is Manner.BAD_STATUS else self.status.to_json()
                return Response(id=request.id, result=result)
            case "history.list" if not self.fails_history:
                return Response(id=request.id, result=self._page(HistoryListParams.parse(request.params)).to_json())
            case "policy.get" if self.policy is not None:
                return Response(id=request.id, result=self.policy.to_json())
            case "status.get":
                return Response(id=request.id, result=self.status.to_json())
            case "agent.stop" | "gui.show":
                return Response(id=request.id, result={})
            case _:
                error = ErrorBody(rpc_code=REFUSED, code="history_unavailable", title="History cannot be read")
                return ErrorResponse(id=request.id, error=error)

    def _page(self, params: HistoryListParams) -> HistoryListResult:
        fitting = [
            each
            for each in self.events
            if (params.since is None or each.occurred_at >= params.since)
            and params.label in (None, each.label.name)
            and params.action in (None, each.action)
        ]
        start = params.cursor or 0
        end = start + params.limit
        cursor = end if end < len(fitting) else None
        return HistoryListResult(events=tuple(fitting[start:end]), next_cursor=cursor, total=len(fitting))
