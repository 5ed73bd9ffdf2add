"""Devices: how one comes to be known, what it says of itself, what administrators change of it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from agent.fleet.enrolment import EnrolmentRequest
from server.storage import audit
from server.storage.errors import ConflictError, DeniedError, NotFoundError
from server.storage.people import require_team, touch_device
from server.storage.roles import Actor
from server.storage.tables import Device, DeviceAccount, DeviceSession, OpenIssue
from server.storage.tokens import use_token

__all__ = [
    "DeviceFilter",
    "DeviceKey",
    "Unset",
    "accounts_of",
    "change_device",
    "enrol",
    "find_devices",
    "find_key",
    "get_device",
    "issues_of",
    "sessions_of",
]


class Unset:
    """In place of a value that is not to be changed, where None means something."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceKey:
    """What verifying a request of a device needs."""

    device_id: str
    public_key: str
    is_retired: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFilter:
    """Which devices. None for any.

    Attributes:
        id_prefix: that their ids begin with, in lower case.
        policy_version: that a session of theirs enforces.
        issue: code of a health issue that is open there.
        not_seen_since: neither checked in nor enrolled since.
    """

    id_prefix: str | None = None
    team: str | None = None
    agent_version: str | None = None
    policy_version: str | None = None
    issue: str | None = None
    token_id: str | None = None
    is_retired: bool | None = None
    not_seen_since: datetime | None = None
    has_history_trouble: bool | None = None


def enrol(session: Session, now: datetime, untrusted: EnrolmentRequest) -> Device:
    """Make a device known. The request's signature was verified with the key that is in it.

    Raises:
        DeniedError: the token is not good, or not for this team.
        NotFoundError: there is no such team.
        ConflictError: a device has this key already.
    """
    token = use_token(session, now, untrusted.secret.get_secret_value())
    team = untrusted.team if untrusted.team is not None else token.team
    if team != token.team and not token.allows_any_team:
        raise DeniedError("The enrolment token is for another team")
    if team is not None and team != token.team:
        require_team(session, team)
    if session.scalar(select(Device.id).where(Device.public_key == untrusted.public_key)) is not None:
        raise ConflictError("A device has this key already", hint="Enrolling makes a new key; try again.")
    device = Device(
        id=secrets.token_hex(16),
        public_key=untrusted.public_key,
        team=team,
        os=untrusted.os,
        os_version=untrusted.os_version,
        agent_version=untrusted.agent_version,
        token_id=token.id,
        enrolled_at=now,
    )
    session.add(device)
    session.flush()
    audit.record(
        session, now, Actor(name=f"token {token.id}", owner=""), "device.enrol", device.id, f"team {team or '-'}"
    )
    return device


def find_key(session: Session, device_id: str) -> DeviceKey | None:
    """Return what verifies a device's requests; None where there is no such device."""
    row = session.execute(select(Device.public_key, Device.is_retired).where(Device.id == device_id)).first()
    return DeviceKey(device_id=device_id, public_key=row[0], is_retired=row[1]) if row is not None else None


def find_devices(session: Session, wanted: DeviceFilter, *, after: str = "", limit: int = 100) -> Sequence[Device]:
    """Return devices by id."""
    query = select(Device).where(Device.id > after).order_by(Device.id).limit(limit)
    for column, value in (
        (Device.team, wanted.team),
        (Device.agent_version, wanted.agent_version),
        (Device.token_id, wanted.token_id),
        (Device.is_retired, wanted.is_retired),
    ):
        if value is not None:
            query = query.where(column == value)
    if wanted.id_prefix is not None:
        query = query.where(Device.id.startswith(wanted.id_prefix, autoescape=True))
    if wanted.not_seen_since is not None:
        query = query.where(func.coalesce(Device.last_seen_at, Device.enrolled_at) < wanted.not_seen_since)
    if wanted.policy_version is not None:
        enforcing = select(DeviceSession.device_id).where(DeviceSession.policy_version == wanted.policy_version)
        query = query.where(Device.id.in_(enforcing))
    if wanted.issue is not None:
        query = query.where(Device.id.in_(select(OpenIssue.device_id).where(OpenIssue.code == wanted.issue)))
    if wanted.has_history_trouble is not None:
        troubled = select(DeviceSession.device_id).where(DeviceSession.head_trouble.is_not(None))
        query = query.where(Device.id.in_(troubled) if wanted.has_history_trouble else Device.id.not_in(troubled))
    return session.scalars(query).all()


def get_device(session: Session, device_id: str) -> Device:
    """Return a device.

    Raises:
        NotFoundError: there is no such device.
    """
    device = session.get(Device, device_id)
    if device is None:
        raise NotFoundError("There is no such device", detail=device_id)
    return device


def sessions_of(session: Session, device_id: str) -> Sequence[DeviceSession]:
    """Return what the agents of a device have said last, the newest first."""
    query = select(DeviceSession).where(DeviceSession.device_id == device_id)
    return session.scalars(query.order_by(DeviceSession.seen_at.desc(), DeviceSession.session_id)).all()


def issues_of(session: Session, device_id: str) -> Sequence[OpenIssue]:
    """Return the health issues that are open on a device."""
    query = select(OpenIssue).where(OpenIssue.device_id == device_id)
    return session.scalars(query.order_by(OpenIssue.session_id, OpenIssue.code)).all()


def accounts_of(session: Session, device_id: str) -> Sequence[DeviceAccount]:
    """Return who works with which account of a device."""
    query = select(DeviceAccount).where(DeviceAccount.device_id == device_id)
    return session.scalars(query.order_by(DeviceAccount.account)).all()


def change_device(
    session: Session,
    now: datetime,
    actor: Actor,
    device_id: str,
    *,
    team: str | type[Unset] | None = Unset,
    is_retired: bool | None = None,
    acknowledges_history: bool = False,
) -> Device:
    """Change a device.

    Args:
        session: that writes.
        now: the time.
        actor: who does it.
        device_id: which.
        team: its new team; None for none.
        is_retired: take it out of service, or back into it.
        acknowledges_history: somebody has looked into the troubles with its histories.

    Raises:
        NotFoundError: there is no such device or team.
    """
    device = get_device(session, device_id)
    if not isinstance(team, type) and team != device.team:
        if team is not None:
            require_team(session, team)
        device.team = team
        touch_device(session, device_id)
        audit.record(session, now, actor, "device.team", device_id, f"team {team or '-'}")
    if is_retired is not None and is_retired != device.is_retired:
        device.is_retired = is_retired
        touch_device(session, device_id)
        audit.record(session, now, actor, "device.retire" if is_retired else "device.restore", device_id)
    if acknowledges_history:
        cleared = session.execute(
            update(DeviceSession)
            .where(DeviceSession.device_id == device_id, DeviceSession.head_trouble.is_not(None))
            .values(head_trouble=None, head_trouble_at=None)
            .returning(DeviceSession.session_id)
        ).all()
        if cleared:
            audit.record(session, now, actor, "device.history_seen", device_id, f"{len(cleared)} sessions")
    session.flush()
    return device
