"""What devices say of themselves, kept: the statement that runs most often by far, so it is written for speed.

A check-in that brings nothing new is three statements, built once: what was known, that the device was seen, that its
session was. Everything else is written only when its digest differs from the one before.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from agent.fleet.check_in import CheckIn, HealthState, HistoryHead
from agent.fleet.check_in import Session as SessionReport
from server.storage import audit
from server.storage.errors import ConflictError, NotFoundError
from server.storage.roles import Actor
from server.storage.tables import DEVICE_ITSELF, Base, DailyCountRow, Device, DeviceSession, OpenIssue

__all__ = ["record_check_in"]

_MOST_SESSIONS: Final = 100
"""Kept of one device; the oldest go first."""
_COUNTS_LATE: Final = timedelta(days=40)
"""A device makes up for a month."""
_COUNTS_EARLY: Final = timedelta(days=1)
_COUNTS_KEPT: Final = timedelta(days=400)
_MOST_KINDS_A_DAY: Final = 2000
"""Of one device, over all its sessions."""

_devices: Final = Base.metadata.tables[Device.__tablename__]
_sessions: Final = Base.metadata.tables[DeviceSession.__tablename__]

_KNOWN: Final = (
    select(
        _devices.c.health_digest,
        _sessions.c.session_id,
        _sessions.c.digest,
        _sessions.c.head_sequence,
        _sessions.c.head_mac,
        _sessions.c.head_trouble,
    )
    .select_from(_devices.outerjoin(_sessions, _sessions.c.device_id == _devices.c.id))
    .where(_devices.c.id == bindparam("device"))
)
_SEEN: Final = (
    _devices.update()
    .where(_devices.c.id == bindparam("device"), _devices.c.sequence < bindparam("said_sequence"))
    .values(
        sequence=bindparam("said_sequence"),
        last_seen_at=bindparam("now"),
        agent_version=bindparam("said_agent_version"),
        os=bindparam("said_os"),
        os_version=bindparam("said_os_version"),
        has_machine_service=bindparam("said_machine_service"),
        metadata_versions=bindparam("said_versions"),
        health_digest=bindparam("said_health"),
    )
)
_SESSION_SEEN: Final = (
    _sessions.update()
    .where(_sessions.c.device_id == bindparam("device"), _sessions.c.session_id == bindparam("session"))
    .values(seen_at=bindparam("now"), head_sequence=bindparam("sequence"), head_mac=bindparam("mac"))
)


def record_check_in(session: Session, now: datetime, device_id: str, said: CheckIn) -> None:
    """Keep what a device says of itself.

    Raises:
        ConflictError: it has said this, or something later, before.
        NotFoundError: there is no such device.
    """
    connection = session.connection()
    rows = connection.execute(_KNOWN, {"device": device_id}).all()
    if not rows:
        raise NotFoundError("There is no such device")
    health_digest = _digest_of_health(said.health)
    seen = {
        "device": device_id,
        "now": now,
        "said_sequence": said.sequence,
        "said_agent_version": said.agent_version,
        "said_os": said.os,
        "said_os_version": said.os_version,
        "said_machine_service": said.has_machine_service,
        "said_versions": said.metadata_versions,
        "said_health": health_digest,
    }
    if connection.execute(_SEEN, seen).rowcount != 1:
        raise ConflictError("This check-in was received before", hint="Count on from a higher number.")
    if rows[0].health_digest != health_digest:
        _write_issues(session, device_id, DEVICE_ITSELF, said.health)
    known = {row.session_id: row for row in rows if row.session_id is not None}
    for report in said.sessions:
        _keep_session(session, now, device_id, report, known.get(report.session_id))
    if len(known) + len(said.sessions) > _MOST_SESSIONS:
        _forget_old_sessions(session, device_id)


def _keep_session(
    session: Session,
    now: datetime,
    device_id: str,
    report: SessionReport,
    before: Row[Any, Any, Any, Any, Any, Any] | None,
) -> None:
    digest = _digest(report)
    if before is None or before.digest != digest:
        _write_session(session, now, device_id, report, digest, is_new=before is None)
        _write_issues(session, device_id, report.session_id, report.health)
    sequence, mac = (before.head_sequence, before.head_mac) if before is not None else (None, None)
    if report.history_head is not None:
        trouble = _trouble(report.history_head, report.history_earlier, sequence, mac)
        if trouble is None:
            sequence, mac = report.history_head.sequence, report.history_head.mac
        elif before is not None and before.head_trouble is None:
            _flag(session, now, device_id, report.session_id, trouble)
    values = {"device": device_id, "session": report.session_id, "now": now, "sequence": sequence, "mac": mac}
    session.connection().execute(_SESSION_SEEN, values)
    if report.counts:
        _write_counts(session, device_id, report, now.astimezone(UTC).date())


def _digest(report: SessionReport) -> str:
    return hashlib.sha256(
        report.model_dump_json(exclude={"history_head", "history_earlier", "counts"}).encode()
    ).hexdigest()


def _digest_of_health(health: Sequence[HealthState]) -> str:
    """Of an empty one, nothing: that is how devices begin."""
    if not health:
        return ""
    return hashlib.sha256("".join(issue.model_dump_json() for issue in health).encode()).hexdigest()


def _trouble(head: HistoryHead, earlier: Sequence[HistoryHead], sequence: int | None, mac: str | None) -> str | None:
    """What is wrong with a chain, by the link that was deposited; one that is not told again proves nothing."""
    if sequence is None:
        return None
    if head.sequence < sequence:
        return "went_back"
    return "differs" if any(each.sequence == sequence and each.mac != mac for each in (head, *earlier)) else None


def _flag(session: Session, now: datetime, device_id: str, session_id: str, trouble: str) -> None:
    """What was deposited first stands: against it every later one is held."""
    session.execute(
        update(DeviceSession)
        .where(DeviceSession.device_id == device_id, DeviceSession.session_id == session_id)
        .values(head_trouble=trouble, head_trouble_at=now),
        execution_options={"synchronize_session": False},
    )
    audit.record(session, now, Actor(name="check-in", owner=""), f"history.{trouble}", device_id)


def _write_session(
    session: Session, now: datetime, device_id: str, report: SessionReport, digest: str, *, is_new: bool
) -> None:
    values: dict[str, Any] = {
        "agent_version": report.agent_version,
        "policy_version": "+".join(layer.version for layer in report.layers),
        "layers": [layer.model_dump(mode="json") for layer in report.layers],
        "channels": [channel.model_dump(mode="json") for channel in report.channels],
        "seen_at": now,
        "digest": digest,
    }
    if is_new:
        session.execute(insert(DeviceSession).values(device_id=device_id, session_id=report.session_id, **values))
        return
    session.execute(
        update(DeviceSession)
        .where(DeviceSession.device_id == device_id, DeviceSession.session_id == report.session_id)
        .values(**values),
        execution_options={"synchronize_session": False},
    )


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


def _write_counts(session: Session, device_id: str, report: SessionReport, today: date) -> None:
    """Keep counts of recent days, so many kinds a day, and for a year; what is older or too much is left out."""
    session.execute(
        delete(DailyCountRow).where(DailyCountRow.device_id == device_id, DailyCountRow.day < today - _COUNTS_KEPT),
        execution_options={"synchronize_session": False},
    )
    others = _kinds_of_other_sessions(session, device_id, report, today)
    counts: dict[tuple[object, ...], int] = {}
    for count in report.counts or ():
        if not today - _COUNTS_LATE <= count.day <= today + _COUNTS_EARLY:
            continue
        others[count.day] += 1
        if others[count.day] > _MOST_KINDS_A_DAY:
            continue
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
    if not counts:
        return
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


def _kinds_of_other_sessions(
    session: Session, device_id: str, report: SessionReport, today: date
) -> defaultdict[date, int]:
    rows = session.execute(
        select(DailyCountRow.day, func.count())
        .where(
            DailyCountRow.device_id == device_id,
            DailyCountRow.session_id != report.session_id,
            DailyCountRow.day >= today - _COUNTS_LATE,
        )
        .group_by(DailyCountRow.day)
    )
    return defaultdict(int, {row[0]: row[1] for row in rows})


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
