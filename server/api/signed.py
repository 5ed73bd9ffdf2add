"""Requests of devices: read whole, verified, then served in one go in a worker thread.

A device has no password and no bearer token: what it sends is signed with a key that never leaves it
(`agent.fleet.request_signature`), so nothing that a proxy or a log of requests sees can be used again for long.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from agent.fleet.enrolment import EnrolmentRequest
from agent.fleet.message import Message
from agent.fleet.request_signature import RequestSignatureError, parse_signature, verify_request
from server.api.context import ServerContext
from server.api.device_keys import parse_public_key
from server.api.errors import UnknownDeviceError

__all__ = [
    "SIGNATURE_SCHEME",
    "SignedRequest",
    "message_body",
    "message_response",
    "serve_signed",
    "verify_device",
    "verify_enrolment",
]

SIGNATURE_SCHEME: Final = "DeviceSignature"
"""Name in the OpenAPI document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRequest:
    """A request that is to be verified.

    Attributes:
        target: path and query, as received.
        body: whole.
    """

    method: str
    target: str
    headers: Any
    body: bytes


def message_body(kind: type[Message]) -> dict[str, Any]:
    """Return how OpenAPI documents a signed body: it is read as bytes, since the signature is over them."""
    schema = {"$ref": f"#/components/schemas/{kind.__name__}"}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def message_response(message: Message, status: int = 200) -> Response:
    """Return a message as an answer."""
    return Response(message.to_bytes(), status, media_type="application/json")


async def serve_signed(request: Request, serve: Callable[[SignedRequest], Response]) -> Response:
    """Read a request and serve it in a worker thread: signatures and the database take time."""
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    query: bytes = request.scope["query_string"]
    target = raw.partition(b"?")[0] + (b"?" + query if query else b"")
    signed = SignedRequest(
        method=request.method,
        target=target.decode("latin-1"),
        headers=request.headers,
        body=await request.body(),
    )
    return await run_in_threadpool(serve, signed)


def verify_device(context: ServerContext, untrusted: SignedRequest) -> str:
    """Return the id of the device that has signed a request.

    Raises:
        RequestSignatureError: it is not signed, or not by this device, or not now.
        UnknownDeviceError: there is no such device.
        TooManyRequestsError: it asks too often.
    """
    claimed = parse_signature(untrusted.headers)
    key = context.device_key(claimed.untrusted_key_id)
    if key is None:
        raise UnknownDeviceError("The device is not known here", hint="Enrol it.")
    device_id = verify_request(
        key, claimed, method=untrusted.method, target=untrusted.target, body=untrusted.body, now=context.clock()
    )
    context.device_limit.take(device_id)
    return device_id


def verify_enrolment(context: ServerContext, untrusted: SignedRequest, message: EnrolmentRequest) -> None:
    """See to it that whoever enrols has the key that they bring.

    Raises:
        RequestSignatureError: they have not.
    """
    claimed = parse_signature(untrusted.headers)
    if claimed.untrusted_key_id != message.public_key:
        raise RequestSignatureError("The request is signed with another key than it brings")
    try:
        key = parse_public_key(message.public_key)
    except ValueError as exc:
        raise RequestSignatureError("The public key is none") from exc
    verify_request(
        key, claimed, method=untrusted.method, target=untrusted.target, body=untrusted.body, now=context.clock()
    )
