"""One end of a conversation on asyncio streams: frames in, frames out, with deadlines and bounds.

Rules kept here: a peer that does not read is dropped, never waited for; a malformed frame ends the connection after one
error response; nothing that was received is logged.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable

from agent.core.errors import AgentError
from agent.ipc.codec import (
    INTERNAL_ERROR,
    INVALID_PARAMS,
    INVALID_REQUEST,
    METHOD_NOT_FOUND,
    REFUSED,
    ErrorBody,
    ErrorResponse,
    FrameDecoder,
    FrameError,
    Message,
    MessageError,
    Notification,
    Request,
    Response,
    encode_message,
    parse_message,
)
from agent.ipc.wire import ParamsError, WireModel

__all__ = ["Connection", "Handler", "MethodNotFoundError", "error_response", "respond"]

_log = logging.getLogger(__name__)

_READ_BYTES = 1 << 16
_BACKLOG_LIMIT_BYTES = 4 << 20
"""A peer that leaves so much unread is dropped."""

Handler = Callable[[Request], Awaitable[WireModel]]


class MethodNotFoundError(AgentError):
    """The peer asks for something that does not exist."""

    code = "ipc_method"


class Connection:
    """A connected stream socket.

    Args:
        reader: its receiving half.
        writer: its sending half.
        close_timeout_s: how long `close` waits for a peer that does not read.
    """

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, close_timeout_s: float = 1.0
    ) -> None:
        self._close_timeout_s = close_timeout_s
        self._reader = reader
        self._writer = writer
        self._decoder = FrameDecoder()

    def send(self, message: Message) -> None:
        """Queue a message. A connection that is closed, or whose peer does not read, is dropped instead.

        A response above the frame limit becomes an error response.

        Raises:
            FrameError: any other message is above the limit.
        """
        if self._writer.is_closing():
            return
        if self._writer.transport.get_write_buffer_size() > _BACKLOG_LIMIT_BYTES:
            _log.warning("an IPC peer does not read and is dropped")
            self._writer.transport.abort()
            return
        try:
            frame = encode_message(message)
        except FrameError as exc:
            if not isinstance(message, Response):
                raise
            frame = encode_message(error_response(message.id, exc))
        self._writer.write(frame)

    async def messages(self) -> AsyncGenerator[Message, None]:
        """Yield every message until the peer closes.

        Raises:
            FrameError: the stream cannot be cut into frames.
            MessageError: a frame holds no message.
            OSError: the connection broke.
        """
        while data := await self._reader.read(_READ_BYTES):
            for payload in self._decoder.feed(data):
                yield parse_message(payload)

    def notify(self, method: str, params: WireModel) -> None:
        """Queue a notification.

        Raises:
            FrameError: it is above the limit.
        """
        self.send(Notification(method=method, params=params.to_json()))

    async def close(self) -> None:
        """Send what is queued, as far as the peer reads it within a second, and close; idempotent."""
        self._writer.close()
        try:
            async with asyncio.timeout(self._close_timeout_s):
                # Shielded, because what is cancelled here is cancelled for every later call.
                await asyncio.shield(self._writer.wait_closed())
        except TimeoutError:
            self._writer.transport.abort()
        except OSError as exc:
            _log.debug("an IPC connection broke while it was closed: %s", type(exc).__name__)


async def respond(request: Request, handler: Handler) -> Response | ErrorResponse:
    """Run a handler and return what goes back."""
    try:
        result = await handler(request)
    except AgentError as exc:
        return error_response(request.id, exc)
    except Exception as exc:  # noqa: BLE001 - thread top of a request: a bug answers, it does not end the agent
        _log.error("request %d (%s) failed: %s", request.id, request.method, type(exc).__name__)
        error = ErrorBody(rpc_code=INTERNAL_ERROR, code="bug", title="Cordon could not carry this out")
        return ErrorResponse(id=request.id, error=error)
    return Response(id=request.id, result=result.to_json())


def error_response(request_id: int | None, exc: AgentError) -> ErrorResponse:
    """Return the wire form of an error."""
    match exc:
        case MessageError():
            rpc_code = exc.rpc_code
        case FrameError():
            rpc_code = INVALID_REQUEST
        case ParamsError():
            rpc_code = INVALID_PARAMS
        case MethodNotFoundError():
            rpc_code = METHOD_NOT_FOUND
        case _:
            rpc_code = REFUSED
    body = ErrorBody(rpc_code=rpc_code, code=exc.code, title=exc.title, detail=exc.detail, hint=exc.hint)
    return ErrorResponse(id=request_id, error=body)
