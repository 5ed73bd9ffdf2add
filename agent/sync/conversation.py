"""What a device tells its server, and asks it: check-ins and requests for exceptions, each signed.

A check-in's number is on the disk before it is sent, so that none is used twice, not after a crash either. Where the
server knows a higher one all the same (this device's memory was lost), the next try begins much further up. A request
that the server did not accept is handed in again by whoever has it: its id makes that harmless.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import TypeAdapter, ValidationError

from agent.core.errors import AgentError
from agent.core.sync import SyncTrouble
from agent.fleet.check_in import CHECK_IN_LIMIT_BYTES, CHECK_IN_PATH, CheckIn, CheckInReply
from agent.fleet.exceptions import DEVICE_RETIRED, EXCEPTIONS_PATH, ExceptionRequest, ExceptionStatus
from agent.fleet.message import Message, parse_message
from agent.fleet.request_signature import sign_request
from agent.sync.enrolment import Enrolment
from agent.sync.memory import load_memory, save_memory
from agent.sync.order import DeviceReport
from agent.sync.transport import Answer, Sign, Transport, check_status
from agent.sync.transport_errors import HttpStatusError, TransportError

__all__ = ["Conversation", "SentCheckIn", "signer"]

_REPLY_LIMIT_BYTES: Final = 64 << 10
_LIST_LIMIT_BYTES: Final = 1 << 20
_JSON: Final = {"Content-Type": "application/json"}
_STATUSES = TypeAdapter(tuple[ExceptionStatus, ...])
_NEVER: Final = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY})
"""A request that got one of these will get it again, unless a person changes something."""
_SEQUENCE_LIMIT: Final = 1 << 52


def signer(key: Ed25519PrivateKey, key_id: str) -> Sign:
    """Return what signs requests with a device's key."""
    return partial(sign_request, key, key_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentCheckIn:
    """A check-in that the server has accepted; the body as it was sent."""

    body: bytes = field(repr=False)
    next_in_s: int


class _Problem(Message):
    code: str = ""


class Conversation:
    """With one server, as one device.

    Args:
        enrolment: which.
        transport: owned by the caller.
        sign: signs requests as this device.
        folder: where the device's memory is.
    """

    def __init__(self, enrolment: Enrolment, transport: Transport, sign: Sign, folder: Path) -> None:
        self._enrolment = enrolment
        self._transport = transport
        self._sign = sign
        self._folder = folder

    def check_in(self, report: DeviceReport, versions: dict[str, int], now: datetime) -> SentCheckIn:
        """Tell the server how this device is.

        Raises:
            TransportError: it did not accept that.
            OSError: the number cannot be kept, so that nothing was sent.
        """
        memory = load_memory(self._folder, self._enrolment.device_id, now)
        memory = memory.model_copy(update={"sequence": memory.sequence + 1})
        save_memory(self._folder, memory)
        body = CheckIn(
            sequence=memory.sequence,
            agent_version=report.agent_version,
            os=report.os,
            os_version=report.os_version,
            has_machine_service=report.has_machine_service,
            metadata_versions=versions,
            health=report.health,
            sessions=report.sessions,
        ).to_bytes()
        if len(body) > CHECK_IN_LIMIT_BYTES:
            raise TransportError(SyncTrouble.TOO_LARGE, f"A check-in of {len(body)} bytes.")
        try:
            answer = self._post(CHECK_IN_PATH, body)
        except HttpStatusError as exc:
            if exc.status == HTTPStatus.CONFLICT:
                higher = max(memory.sequence, min(2 * memory.sequence, _SEQUENCE_LIMIT))
                save_memory(self._folder, memory.model_copy(update={"sequence": higher}))
            raise
        try:
            reply = parse_message(CheckInReply, answer, _REPLY_LIMIT_BYTES)
        except AgentError as exc:
            raise TransportError(SyncTrouble.SERVER_FAILED, exc.detail) from exc
        return SentCheckIn(body=body, next_in_s=reply.next_in_s)

    def request_exception(self, request: ExceptionRequest) -> bool:
        """Hand a request in. False: the server will never accept it.

        Raises:
            TransportError: it did not accept it now.
        """
        answer = self._send(EXCEPTIONS_PATH, request.to_bytes())
        if answer.status in _NEVER or (answer.status == HTTPStatus.FORBIDDEN and _code(answer) == DEVICE_RETIRED):
            return False
        check_status(answer.status)
        return True

    def exceptions(self) -> tuple[ExceptionStatus, ...]:
        """Return what became of this device's requests.

        Raises:
            TransportError: the server does not tell.
        """
        answer = self._transport.request(
            "GET", f"{self._enrolment.server}{EXCEPTIONS_PATH}", limit_bytes=_LIST_LIMIT_BYTES, sign=self._sign
        )
        check_status(answer.status)
        try:
            return _STATUSES.validate_json(answer.body)
        except ValidationError:
            # From None: pydantic quotes what it was given.
            raise TransportError(SyncTrouble.SERVER_FAILED, "A list of exceptions cannot be read.") from None

    def _post(self, path: str, body: bytes) -> bytes:
        answer = self._send(path, body)
        check_status(answer.status)
        return answer.body

    def _send(self, path: str, body: bytes) -> Answer:
        return self._transport.request(
            "POST",
            f"{self._enrolment.server}{path}",
            limit_bytes=_REPLY_LIMIT_BYTES,
            body=body,
            headers=_JSON,
            sign=self._sign,
        )


def _code(answer: Answer) -> str:
    """Which problem the server names (RFC 9457); empty where it names none."""
    try:
        return _Problem.model_validate_json(answer.body).code
    except ValidationError:
        return ""
