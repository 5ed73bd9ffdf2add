"""What devices ask: enrol, check in, ask for exceptions. Everything is signed."""

from __future__ import annotations

from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from pydantic import TypeAdapter

from agent.fleet.check_in import CHECK_IN_LIMIT_BYTES, CHECK_IN_PATH, CheckIn, CheckInReply
from agent.fleet.enrolment import ENROLMENT_PATH, EnrolmentReply, EnrolmentRequest
from agent.fleet.exceptions import (
    EXCEPTION_REQUEST_LIMIT_BYTES,
    EXCEPTIONS_PATH,
    ExceptionRequest,
    ExceptionState,
    ExceptionStatus,
)
from agent.fleet.message import parse_message
from server.api.boundary import BODY_LIMIT_BYTES
from server.api.context import Context, ServerContext
from server.api.problems import responses
from server.api.rate_limits import address_key
from server.api.signed import (
    SIGNATURE_SCHEME,
    SignedRequest,
    message_body,
    message_response,
    serve_signed,
    verify_device,
    verify_enrolment,
)
from server.storage import requests
from server.storage.check_ins import record_check_in
from server.storage.devices import enrol
from server.storage.errors import DeniedError
from server.storage.tables import ExceptionRow

__all__ = ["router"]

router: Final = APIRouter(tags=["devices"])
_SIGNED: Final[dict[str, Any]] = {"security": [{SIGNATURE_SCHEME: []}]}
_STATUSES: Final = TypeAdapter(list[ExceptionStatus])


@router.post(
    ENROLMENT_PATH,
    status_code=201,
    response_model=EnrolmentReply,
    responses=responses(401, 403, 404, 409),
    openapi_extra={**_SIGNED, **message_body(EnrolmentRequest)},
    summary="Become a device that the server knows",
)
async def enrol_device(request: Request, context: Context) -> Response:
    """A token's secret and a new public key, signed with that key. The id of the device comes back."""
    context.enrolment_limit.take(address_key(request.client.host if request.client is not None else ""))
    return await serve_signed(request, lambda signed: _enrol(context, signed))


@router.post(
    CHECK_IN_PATH,
    response_model=CheckInReply,
    responses=responses(401, 409),
    openapi_extra={**_SIGNED, **message_body(CheckIn)},
    summary="Say how the device is",
)
async def check_in(request: Request, context: Context) -> Response:
    """Versions, health and what policy lets it count. `sequence` is higher than in any check-in before."""
    return await serve_signed(request, lambda signed: _check_in(context, signed))


@router.post(
    EXCEPTIONS_PATH,
    status_code=201,
    response_model=ExceptionStatus,
    responses=responses(401, 403, 409),
    openapi_extra={**_SIGNED, **message_body(ExceptionRequest)},
    summary="Ask for an exception",
)
async def ask_for_exception(request: Request, context: Context) -> Response:
    """Asking twice with one `request_id` is asking once."""
    return await serve_signed(request, lambda signed: _ask(context, signed))


@router.get(
    EXCEPTIONS_PATH,
    response_model=list[ExceptionStatus],
    responses=responses(401),
    openapi_extra=_SIGNED,
    summary="This device's exceptions",
)
async def list_exceptions(request: Request, context: Context) -> Response:
    """The newest hundred, and what became of them."""
    return await serve_signed(request, lambda signed: _list(context, signed))


def _enrol(context: ServerContext, signed: SignedRequest) -> Response:
    message = parse_message(EnrolmentRequest, signed.body, BODY_LIMIT_BYTES)
    verify_enrolment(context, signed, message)
    try:
        with context.database.writing() as session:
            device = enrol(session, context.clock(), message)
    except DeniedError:
        context.metrics.count("enrolment_refused")
        raise
    context.metrics.count("enrolled")
    return message_response(EnrolmentReply(device_id=device.id), 201)


def _check_in(context: ServerContext, signed: SignedRequest) -> Response:
    device_id = verify_device(context, signed)
    said = parse_message(CheckIn, signed.body, CHECK_IN_LIMIT_BYTES)
    now = context.clock()
    with context.database.writing() as session:
        record_check_in(session, now, device_id, said)
    context.metrics.count("checked_in")
    return message_response(CheckInReply(server_at=now, next_in_s=context.settings.check_in_s))


def _ask(context: ServerContext, signed: SignedRequest) -> Response:
    device_id = verify_device(context, signed)
    asked = parse_message(ExceptionRequest, signed.body, EXCEPTION_REQUEST_LIMIT_BYTES)
    with context.database.writing() as session:
        return message_response(_status(requests.ask(session, context.clock(), device_id, asked)), 201)


def _list(context: ServerContext, signed: SignedRequest) -> Response:
    device_id = verify_device(context, signed)
    with context.database.reading() as session:
        found = [_status(row) for row in requests.requests_of(session, device_id)]
    return JSONResponse(_STATUSES.dump_python(found, mode="json"))


def _status(row: ExceptionRow) -> ExceptionStatus:
    return ExceptionStatus(
        request_id=row.id,
        rule_ids=tuple(row.rule_ids),
        destination_id=row.destination_id,
        state=ExceptionState(row.state),
        requested_at=row.requested_at,
        decided_at=row.decided_at,
        expires_at=row.expires_at,
    )
