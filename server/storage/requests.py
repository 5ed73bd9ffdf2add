"""Exceptions: asked for by a device, decided by another person, granted for a time, taken back.

What a grant may loosen is the policy's to say (`ExceptionLimits`); whoever decides here cannot go beyond it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agent.fleet.exceptions import ExceptionRequest, ExceptionState
from server.persons import is_same_person
from server.storage import audit
from server.storage.assignments import require_fitting
from server.storage.errors import (
    ConflictError,
    DeniedError,
    DeviceRetiredError,
    NotFoundError,
    RuleBrokenError,
    TooManyWaitingError,
)
from server.storage.people import touch_device
from server.storage.roles import SIGNER, Actor
from server.storage.tables import Device, DeviceAccount, ExceptionRow, User

__all__ = [
    "MOST_GRANTS",
    "ExceptionLimits",
    "approve",
    "ask",
    "expire_due",
    "find_requests",
    "get_request",
    "refuse",
    "requester_of",
    "requests_of",
    "revoke",
]

MOST_GRANTS: Final = 200
"""In force on one device: an assignment holds no more."""
_MOST_PENDING: Final = 50
"""Of one device, so that none fills the list of those who decide."""


class ExceptionLimits(Protocol):
    """What the published policies let the server grant."""

    def is_within(self, request: ExceptionRow, *, team: str | None, user: str | None) -> bool:
        """Whether the policies that hold its rules allow it all: rules, label, action and days.

        Raises:
            RuleBrokenError: no policy has such a rule or label.
            StorageError: the policies cannot be read now.
        """


def ask(session: Session, now: datetime, device_id: str, asked: ExceptionRequest) -> ExceptionRow:
    """Keep a request. Asking twice with one id is asking once.

    Raises:
        NotFoundError: there is no such device.
        ConflictError: the id is another request's.
        DeviceRetiredError: the device is out of service.
        TooManyWaitingError: too many of its requests wait for an answer.
    """
    device = session.get(Device, device_id)
    if device is None:
        raise NotFoundError("There is no such device")
    known = session.get(ExceptionRow, asked.request_id)
    if known is not None:
        if known.device_id != device_id or _said(known) != _said_by(asked):
            raise ConflictError("Another request has this id")
        return known
    if device.is_retired:
        raise DeviceRetiredError("The device is out of service")
    pending = session.scalar(
        select(func.count())
        .select_from(ExceptionRow)
        .where(ExceptionRow.device_id == device_id, ExceptionRow.state == ExceptionState.PENDING.value)
    )
    if (pending or 0) >= _MOST_PENDING:
        raise TooManyWaitingError("Too many requests of this device wait for an answer")
    row = ExceptionRow(
        id=asked.request_id,
        device_id=device_id,
        account=asked.account,
        rule_ids=list(asked.rule_ids),
        destination_id=asked.destination_id,
        label=asked.label,
        down_to=asked.down_to.value,
        days=asked.days,
        reason=asked.reason.value,
        state=ExceptionState.PENDING.value,
        requested_at=now,
    )
    session.add(row)
    session.flush()
    audit.record(session, now, Actor(name=f"device {device_id}", owner=""), "exception.ask", row.id)
    return row


def requests_of(session: Session, device_id: str, *, limit: int = 100) -> Sequence[ExceptionRow]:
    """Return a device's requests, the newest first."""
    query = select(ExceptionRow).where(ExceptionRow.device_id == device_id)
    return session.scalars(query.order_by(ExceptionRow.requested_at.desc(), ExceptionRow.id).limit(limit)).all()


def find_requests(
    session: Session, *, state: ExceptionState | None = None, after: str = "", limit: int = 100
) -> Sequence[ExceptionRow]:
    """Return requests by id."""
    query = select(ExceptionRow).where(ExceptionRow.id > after).order_by(ExceptionRow.id).limit(limit)
    return session.scalars(query if state is None else query.where(ExceptionRow.state == state.value)).all()


def get_request(session: Session, request_id: str) -> ExceptionRow:
    """Return a request.

    Raises:
        NotFoundError: there is none.
    """
    row = session.get(ExceptionRow, request_id)
    if row is None:
        raise NotFoundError("There is no such request")
    return row


def requester_of(session: Session, row: ExceptionRow) -> str | None:
    """Return the user who asked; None where nobody is assigned to the account."""
    return session.scalar(
        select(DeviceAccount.user).where(DeviceAccount.device_id == row.device_id, DeviceAccount.account == row.account)
    )


def approve(
    session: Session,
    now: datetime,
    actor: Actor,
    request_id: str,
    limits: ExceptionLimits,
    *,
    days: int | None = None,
) -> ExceptionRow:
    """Grant what is asked for, where policies let the server grant it; otherwise the request needs somebody offline.

    Args:
        session: that writes.
        now: the time.
        actor: who approves; another person than who asked.
        request_id: which.
        limits: what policies allow.
        days: for fewer days than were asked for.

    Raises:
        NotFoundError: there is no such request.
        ConflictError: it was decided already, or the device has too many grants.
        DeniedError: who asks is who approves.
        RuleBrokenError: as for `ExceptionLimits.is_within`, or more days than were asked for, or the device's
            assignment would be too large.
    """
    row = _locked(session, request_id)
    if row.state not in {ExceptionState.PENDING.value, ExceptionState.NEEDS_OFFLINE_APPROVER.value}:
        raise ConflictError("The request was decided already", detail=row.state)
    user = requester_of(session, row)
    if any(is_same_person(actor.owner, name) for name in (user, row.account) if name is not None):
        raise DeniedError("Nobody approves their own request", hint="Ask another approver.")
    if days is not None and days > row.days:
        raise RuleBrokenError("More days than were asked for cannot be granted")
    device = session.get(Device, row.device_id, with_for_update=True)  # its grants are counted below
    if device is None or device.is_retired:
        raise ConflictError("The device is out of service")
    asked_days, row.days = row.days, days or row.days
    team = device.team
    if user is not None and (found := session.get(User, user)) is not None and found.team is not None:
        team = found.team
    if not limits.is_within(row, team=team, user=user):
        row.state, row.days = ExceptionState.NEEDS_OFFLINE_APPROVER.value, asked_days
        session.flush()
        audit.record(session, now, actor, "exception.needs_offline", row.id)
        return row
    held = session.scalar(
        select(func.count())
        .select_from(ExceptionRow)
        .where(ExceptionRow.device_id == row.device_id, ExceptionRow.state == ExceptionState.GRANTED.value)
    )
    if (held or 0) >= MOST_GRANTS:
        raise ConflictError(f"A device has at most {MOST_GRANTS} exceptions", hint="Revoke some first.")
    row.state = ExceptionState.GRANTED.value
    row.decided_at, row.decided_by = now, actor.name
    row.granted_at, row.expires_at = now, now + timedelta(days=row.days)
    touch_device(session, row.device_id)
    session.flush()
    require_fitting(session, now, [row.device_id])
    audit.record(session, now, actor, "exception.approve", row.id, f"{row.days} days, device {row.device_id}")
    return row


def refuse(session: Session, now: datetime, actor: Actor, request_id: str) -> ExceptionRow:
    """Say no.

    Raises:
        NotFoundError: there is no such request.
        ConflictError: it was decided already.
    """
    row = _locked(session, request_id)
    if row.state not in {ExceptionState.PENDING.value, ExceptionState.NEEDS_OFFLINE_APPROVER.value}:
        raise ConflictError("The request was decided already", detail=row.state)
    row.state, row.decided_at, row.decided_by = ExceptionState.REFUSED.value, now, actor.name
    session.flush()
    audit.record(session, now, actor, "exception.refuse", row.id)
    return row


def revoke(session: Session, now: datetime, actor: Actor, request_id: str) -> ExceptionRow:
    """Take a grant back before it expires.

    Raises:
        NotFoundError: there is no such request.
        ConflictError: it is not granted.
    """
    row = _locked(session, request_id)
    if row.state != ExceptionState.GRANTED.value:
        raise ConflictError("The exception is not granted", detail=row.state)
    row.state = ExceptionState.REVOKED.value
    touch_device(session, row.device_id)
    session.flush()
    audit.record(session, now, actor, "exception.revoke", row.id)
    return row


def expire_due(session: Session, now: datetime, *, limit: int = 1000) -> int:
    """Take away grants whose time is over. Returns how many; devices end them by themselves, too."""
    due = session.scalars(
        select(ExceptionRow)
        .where(ExceptionRow.state == ExceptionState.GRANTED.value, ExceptionRow.expires_at <= now)
        .limit(limit)
        .with_for_update()  # of a grant that is revoked meanwhile, that stays on record
    ).all()
    for row in due:
        row.state = ExceptionState.EXPIRED.value
        touch_device(session, row.device_id)
        session.flush()
        audit.record(session, now, SIGNER, "exception.expire", row.id)
    return len(due)


def _locked(session: Session, request_id: str) -> ExceptionRow:
    """Two who decide at once do it one after the other (SQLite has one writer anyway)."""
    row = session.get(ExceptionRow, request_id, with_for_update=True)
    if row is None:
        raise NotFoundError("There is no such request")
    return row


def _said(row: ExceptionRow) -> tuple[object, ...]:
    return (row.account, tuple(row.rule_ids), row.destination_id, row.label, row.down_to, row.reason)


def _said_by(asked: ExceptionRequest) -> tuple[object, ...]:
    return (
        asked.account,
        asked.rule_ids,
        asked.destination_id,
        asked.label,
        asked.down_to.value,
        asked.reason.value,
    )
