"""A blocking client of the public socket, for the command line. Every wait has a deadline."""

from __future__ import annotations

import itertools
import socket
import time
from collections.abc import Collection
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from agent import __version__
from agent.core.errors import AgentError, EnvironmentProblemError
from agent.ipc.codec import (
    PROTOCOL_VERSION,
    ErrorResponse,
    FrameDecoder,
    Message,
    Request,
    Response,
    encode_message,
    parse_message,
)
from agent.ipc.hello import HelloParams, HelloResult
from agent.ipc.peer import verify_peer
from agent.ipc.wire import Nothing, WireModel

__all__ = ["AgentClient", "AgentNotRunningError", "AgentSilentError", "RemoteError"]

_READ_BYTES = 1 << 16

R = TypeVar("R", bound=WireModel)


class AgentNotRunningError(EnvironmentProblemError):
    """Nobody listens."""

    code = "agent_not_running"


class AgentSilentError(EnvironmentProblemError):
    """The agent listens and does not answer in time, or hung up."""

    code = "agent_silent"


class RemoteError(AgentError):
    """The agent refused; `remote_code` is the code of the agent's error."""

    code = "agent_refused"

    def __init__(self, code: str, title: str, *, detail: str, hint: str) -> None:
        super().__init__(title, detail=detail, hint=hint)
        self.remote_code = code


class AgentClient:
    """A connection to a running agent. Use as a context manager.

    Args:
        path: the public socket.
        timeout_s: deadline of each call.
        uids: whom to believe at the other end; left out, this user and root.

    Raises:
        AgentNotRunningError: nobody listens there.
        AgentSilentError: no answer in time.
        PeerRefusedError: the listener belongs to somebody else.
        RemoteError: the agent speaks another version, or takes no more clients.
        FrameError, MessageError, ParamsError: the listener is no agent.
    """

    def __init__(self, path: Path, *, timeout_s: float = 5.0, uids: Collection[int] | None = None) -> None:
        self._timeout_s = timeout_s
        self._ids = itertools.count(1)
        self._decoder = FrameDecoder()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(timeout_s)
        try:
            self._connect(path)
            verify_peer(self._socket, uids)
            params = HelloParams(protocol=PROTOCOL_VERSION, client="cli", client_version=__version__)
            self.agent = self.call("hello", params, HelloResult)
        except BaseException:
            self._socket.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Hang up; idempotent."""
        self._socket.close()

    def call(self, method: str, params: WireModel, result_type: type[R], *, timeout_s: float | None = None) -> R:
        """Ask and return the typed answer.

        Args:
            method: what is asked.
            params: of the method.
            result_type: of the answer.
            timeout_s: deadline of this call, where it is another one.

        Raises:
            AgentSilentError: no answer in time.
            RemoteError: the agent refused.
            FrameError: the question is too large.
            FrameError, MessageError, ParamsError: the answer is not what was promised.
        """
        request = Request(id=next(self._ids), method=method, params=params.to_json())
        message = self._exchange(request, self._timeout_s if timeout_s is None else timeout_s)
        if isinstance(message, ErrorResponse):
            error = message.error
            raise RemoteError(error.code, error.title, detail=error.detail, hint=error.hint)
        return result_type.parse(message.result)

    def stop_agent(self) -> None:
        """Ask the agent to end; returns when it has agreed."""
        self.call("agent.stop", Nothing(), Nothing)

    def _connect(self, path: Path) -> None:
        try:
            self._socket.connect(str(path))
        except (FileNotFoundError, ConnectionRefusedError) as exc:
            raise AgentNotRunningError("Cordon is not running", hint="Start it with `cordon run`.") from exc
        except (BlockingIOError, TimeoutError) as exc:
            # Its queue of connections is full (connect(2), EAGAIN): it lives and takes none.
            raise _silent() from exc
        except OSError as exc:
            # A path that is too long for a socket has no `strerror`.
            raise AgentNotRunningError(
                "Cordon's socket cannot be opened", detail=f"{exc.strerror or exc}.", hint="Run `cordon doctor`."
            ) from exc

    def _exchange(self, request: Request, timeout_s: float) -> Response | ErrorResponse:
        frame = encode_message(request)
        deadline = time.monotonic() + timeout_s
        try:
            self._socket.settimeout(max(timeout_s, 0.001))  # zero would not wait at all
            self._socket.sendall(frame)
            while (remaining_s := deadline - time.monotonic()) > 0:
                self._socket.settimeout(remaining_s)
                data = self._socket.recv(_READ_BYTES)
                if not data:
                    break
                for payload in self._decoder.feed(data):
                    message: Message = parse_message(payload)
                    if isinstance(message, Response | ErrorResponse) and message.id in {request.id, None}:
                        return message
        except OSError as exc:
            raise _silent() from exc
        raise _silent()


def _silent() -> AgentSilentError:
    return AgentSilentError("The agent does not answer", hint="Look at `cordon status`, or restart Cordon.")
