"""Devices: how one comes to be known, what it says of itself, what administrators change of it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from agent.fleet.check_in import CheckIn, HealthState, HistoryHead
from agent.fleet.check_in import Session as SessionReport
from agent.fleet.enrolment import EnrolmentRequest
from server.storage import audit
from server.storage.errors import ConflictError, DeniedError, NotFoundError
from server.storage.people import require_team
from server.storage.roles import Actor
from server.storage.tables import DEVICE_ITSELF, DailyCountRow, Device, DeviceAccount, DeviceSession, OpenIssue
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
    "record_check_in",
    "sessions_of",
]

_MOST_SESSIONS: Final = 100
"""Kept of one device; the oldest go first."""


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


def record_check_in(session: Session, now: datetime, device_id: str, said: CheckIn) -> None:
    """Keep what a device says of itself.

    Raises:
        ConflictError: it has said this, or something later, before.
        NotFoundError: there is no such device.
    """
    counted = session.execute(
        update(Device)
        .where(Device.id == device_id, Device.sequence < said.sequence)
        .values(
            sequence=said.sequence,
            last_seen_at=now,
            agent_version=said.agent_version,
            os=said.os,
            os_version=said.os_version,
            has_machine_service=said.has_machine_service,
            metadata_versions=said.metadata_versions,
        )
        .returning(Device.id),
        execution_options={"synchronize_session": False},
    ).first()
    if counted is None:
        if find_key(session, device_id) is None:
            raise NotFoundError("There is no such device")
        raise ConflictError("This check-in was received before", hint="Count on from a higher number.")
    known = {
        row.session_id: row
        for row in session.execute(
            select(
                DeviceSession.session_id, DeviceSession.digest, DeviceSession.head_sequence, DeviceSession.head_mac
            ).where(DeviceSession.device_id == device_id)
        )
    }
    had = {
        row.session_id
        for row in session.execute(select(OpenIssue.session_id).where(OpenIssue.device_id == device_id).distinct())
    }
    if said.health or DEVICE_ITSELF in had:
        _write_issues(session, device_id, DEVICE_ITSELF, said.health)
    for report in said.sessions:
        before = known.get(report.session_id)
        digest = _digest(report)
        if before is None or before.digest != digest:
            _write_session(session, now, device_id, report, digest, is_new=before is None)
            if report.health or report.session_id in had:
                _write_issues(session, device_id, report.session_id, report.health)
        else:
            _touch(session, device_id, report.session_id, {"seen_at": now})
        if report.history_head is not None:
            last = (before.head_sequence, before.head_mac) if before is not None else (None, None)
            _write_head(session, now, device_id, report.session_id, report.history_head, last)
        if report.counts:
            _write_counts(session, device_id, report)
    if len(known) + len(said.sessions) > _MOST_SESSIONS:
        _forget_old_sessions(session, device_id)


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
        device.revision += 1
        audit.record(session, now, actor, "device.team", device_id, f"team {team or '-'}")
    if is_retired is not None and is_retired != device.is_retired:
        device.is_retired = is_retired
        device.revision += 1
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


def _digest(report: SessionReport) -> str:
    return hashlib.sha256(report.model_dump_json(exclude={"history_head", "counts"}).encode()).hexdigest()


def _touch(session: Session, device_id: str, session_id: str, values: dict[str, object]) -> None:
    session.execute(
        update(DeviceSession)
        .where(DeviceSession.device_id == device_id, DeviceSession.session_id == session_id)
        .values(**values),
        execution_options={"synchronize_session": False},
    )


def _write_session(
    session: Session, now: datetime, device_id: str, report: SessionReport, digest: str, *, is_new: bool
) -> None:
    values: dict[str, object] = {
        "agent_version": report.agent_version,
        "policy_version": "+".join(layer.version for layer in report.layers),
        "layers": [layer.model_dump(mode="json") for layer in report.layers],
        "channels": [channel.model_dump(mode="json") for channel in report.channels],
        "seen_at": now,
        "digest": digest,
    }
    if is_new:
        session.execute(insert(DeviceSession).values(device_id=device_id, session_id=report.session_id, **values))
    else:
        _touch(session, device_id, report.session_id, values)


def _write_issues(session: Session, device_id: str, session_id: str, health: Sequence[HealthState]) -> None:
    session.execute(
        delete(OpenIssue).where(OpenIssue.device_id == device_id, OpenIssue.session_id == session_id),
        execution_options={"synchronize_session": False},
    )
    issues = {issue.code: issue.since for issue in health}
    if issues:
        session.execute(
            insert(OpenIssue),
            [
                {"device_id": device_id, "session_id": session_id, "code": code, "since": since}
                for code, since in issues.items()
            ],
        )


def _write_head(
    session: Session,
    now: datetime,
    device_id: str,
    session_id: str,
    head: HistoryHead,
    last: tuple[int | None, str | None],
) -> None:
    sequence, mac = last
    trouble = None
    if sequence is not None and head.sequence < sequence:
        trouble = "went_back"
    elif sequence == head.sequence and mac != head.mac:
        trouble = "differs"
    if trouble is None:
        if sequence != head.sequence:
            _touch(session, device_id, session_id, {"head_sequence": head.sequence, "head_mac": head.mac})
        return
    # What was deposited first stands: against it every later one is held.
    flagged = session.execute(
        update(DeviceSession)
        .where(
            DeviceSession.device_id == device_id,
            DeviceSession.session_id == session_id,
            DeviceSession.head_trouble.is_(None),
        )
        .values(head_trouble=trouble, head_trouble_at=now)
        .returning(DeviceSession.session_id)
    ).first()
    if flagged is not None:
        audit.record(session, now, Actor(name="check-in", owner=""), f"history.{trouble}", device_id)


def _write_counts(session: Session, device_id: str, report: SessionReport) -> None:
    counts: dict[tuple[object, ...], int] = {}
    for count in report.counts or ():
        key = (count.day, count.destination_id, count.label, count.channel.value, count.disposition.value)
        counts[key] = counts.get(key, 0) + count.count
    session.execute(
        delete(DailyCountRow).where(
            DailyCountRow.device_id == device_id,
            DailyCountRow.session_id == report.session_id,
            DailyCountRow.day.in_({key[0] for key in counts}),
        ),
        execution_options={"synchronize_session": False},
    )
    names = ("day", "destination_id", "label", "channel", "disposition")
    session.execute(
        insert(DailyCountRow),
        [
            {
                "device_id": device_id,
                "session_id": report.session_id,
                "count": count,
                **dict(zip(names, key, strict=True)),
            }
            for key, count in counts.items()
        ],
    )


def _forget_old_sessions(session: Session, device_id: str) -> None:
    kept = (
        select(DeviceSession.session_id)
        .where(DeviceSession.device_id == device_id)
        .order_by(DeviceSession.seen_at.desc())
        .limit(_MOST_SESSIONS)
    )
    ids = session.scalars(kept).all()
    for table in (DeviceSession, OpenIssue):
        session.execute(
            delete(table).where(table.device_id == device_id, table.session_id.not_in([*ids, DEVICE_ITSELF])),
            execution_options={"synchronize_session": False},
        )
