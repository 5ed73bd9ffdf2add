"""Frames and JSON-RPC 2.0 messages; pure, shared by the agent, the command line and the tray.

A frame is a 4-byte big-endian length and that many bytes of UTF-8 JSON, one message each (no batches). A frame above
`FRAME_LIMIT_BYTES` is refused from its header, before anything is buffered. Errors never quote what was received.

Reference: JSON-RPC 2.0 specification, sections 4 (request), 5 (response), 5.1 (error codes).
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from agent.core.errors import AgentError

__all__ = [
    "FRAME_LIMIT_BYTES",
    "INTERNAL_ERROR",
    "INVALID_PARAMS",
    "INVALID_REQUEST",
    "METHOD_NOT_FOUND",
    "PARSE_ERROR",
    "PROTOCOL_VERSION",
    "REFUSED",
    "ErrorBody",
    "ErrorResponse",
    "FrameDecoder",
    "FrameError",
    "Message",
    "MessageError",
    "Notification",
    "Request",
    "Response",
    "encode_message",
    "parse_message",
]

PROTOCOL_VERSION = 2
"""Both ends must speak exactly this; every change of a message raises it."""

FRAME_LIMIT_BYTES = 1 << 20

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
INTERNAL_ERROR = -32603
REFUSED = -32000
"""Server error of ours: the request was understood and refused; `data.code` says why."""

_HEADER = struct.Struct(">I")
_MEMBERS = {"jsonrpc", "id", "method", "params", "result", "error"}

Json = dict[str, Any]


class FrameError(AgentError):
    """The byte stream cannot be cut into frames; the connection is of no use any more."""

    code = "ipc_frame"


class MessageError(AgentError):
    """A frame is no JSON-RPC message.

    Attributes:
        rpc_code: PARSE_ERROR or INVALID_REQUEST.
    """

    code = "ipc_message"

    def __init__(self, title: str, *, rpc_code: int) -> None:
        super().__init__(title)
        self.rpc_code = rpc_code


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Wants a response with the same id."""

    id: int
    method: str
    params: Json = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """Wants no response."""

    method: str
    params: Json = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A request's success."""

    id: int
    result: Json = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorBody:
    """What went wrong: a JSON-RPC number, and an `AgentError` in safe words.

    Attributes:
        rpc_code: JSON-RPC error code.
        code: stable identifier of the error.
    """

    rpc_code: int
    code: str
    title: str
    detail: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorResponse:
    """A request's failure; `id` is None when the request could not be read."""

    id: int | None
    error: ErrorBody


Message = Request | Notification | Response | ErrorResponse


def encode_message(message: Message) -> bytes:
    """Return the message as one frame.

    Raises:
        FrameError: the message is above the limit.
    """
    body: Json = {"jsonrpc": "2.0"}
    match message:
        case Request():
            body |= {"id": message.id, "method": message.method, "params": message.params}
        case Notification():
            body |= {"method": message.method, "params": message.params}
        case Response():
            body |= {"id": message.id, "result": message.result}
        case ErrorResponse():
            error = message.error
            data = {"code": error.code, "detail": error.detail, "hint": error.hint}
            body |= {"id": message.id, "error": {"code": error.rpc_code, "message": error.title, "data": data}}
    # "replace": half a surrogate pair is in no UTF-8, and an error about it would carry the text.
    payload = json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "replace")
    if len(payload) > FRAME_LIMIT_BYTES:
        raise FrameError("An IPC message is too large", detail=f"{len(payload)} bytes, limit {FRAME_LIMIT_BYTES}.")
    return _HEADER.pack(len(payload)) + payload


class FrameDecoder:
    """Cuts a byte stream into frames. Holds at most one frame and one read."""

    def __init__(self, limit_bytes: int = FRAME_LIMIT_BYTES) -> None:
        self._buffer = bytearray()
        self._limit_bytes = limit_bytes

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Take what was read and yield every complete frame's payload.

        Raises:
            FrameError: a header announces an empty frame or one above the limit.
        """
        self._buffer += data
        while len(self._buffer) >= _HEADER.size:
            (length,) = _HEADER.unpack_from(self._buffer)
            if not 0 < length <= self._limit_bytes:
                raise FrameError(
                    "An IPC frame has a length that is not allowed", detail=f"{length}, limit {self._limit_bytes}."
                )
            end = _HEADER.size + length
            if len(self._buffer) < end:
                return
            payload = bytes(self._buffer[_HEADER.size : end])
            del self._buffer[:end]
            yield payload


def parse_message(untrusted_payload: bytes) -> Message:
    """Return the message in a frame.

    Raises:
        MessageError: it is not JSON (PARSE_ERROR) or no JSON-RPC 2.0 message (INVALID_REQUEST).
    """
    try:
        body = json.loads(untrusted_payload.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        # Deliberately without a cause: a JSON error quotes the document.
        raise MessageError("An IPC message is not JSON", rpc_code=PARSE_ERROR) from None
    if not isinstance(body, dict) or body.get("jsonrpc") != "2.0" or not body.keys() <= _MEMBERS:
        raise _no_message()
    identifier = body.get("id")
    if identifier is not None and type(identifier) is not int:
        raise _no_message()
    if "method" in body:
        return _parse_call(body, identifier)
    if "result" in body and "error" not in body and identifier is not None and isinstance(body["result"], dict):
        return Response(id=identifier, result=body["result"])
    if "error" in body and "result" not in body:
        return ErrorResponse(id=identifier, error=_parse_error_body(body["error"]))
    raise _no_message()


def _parse_call(body: Json, identifier: int | None) -> Request | Notification:
    method, params = body["method"], body.get("params", {})
    if not isinstance(method, str) or not isinstance(params, dict) or "result" in body or "error" in body:
        raise _no_message()
    if "id" not in body:
        return Notification(method=method, params=params)
    if identifier is None:
        raise _no_message()
    return Request(id=identifier, method=method, params=params)


def _parse_error_body(body: object) -> ErrorBody:
    data = body.get("data", {}) if isinstance(body, dict) else None
    if not isinstance(body, dict) or not isinstance(data, dict) or type(body.get("code")) is not int:
        raise _no_message()
    texts = [body.get("message"), *(data.get(key, "") for key in ("code", "detail", "hint"))]
    if not all(isinstance(text, str) for text in texts):
        raise _no_message()
    title, code, detail, hint = texts
    return ErrorBody(rpc_code=body["code"], code=code, title=title, detail=detail, hint=hint)


def _refuse_constant(_name: str) -> object:
    # NaN and the infinities are Python's, not JSON's (RFC 8259, section 6).
    raise ValueError


def _no_message() -> MessageError:
    return MessageError("An IPC message does not follow JSON-RPC 2.0", rpc_code=INVALID_REQUEST)
