"""The fleet as a whole, in numbers; no row here is about one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agent.fleet.exceptions import ExceptionState
from server.storage.tables import (
    DailyCountRow,
    Device,
    DeviceSession,
    ExceptionRow,
    OpenIssue,
    Publication,
    PublicationState,
)

__all__ = ["SILENT_AFTER", "CountedDay", "FleetSummary", "count_days", "summarize"]

SILENT_AFTER: Final = timedelta(days=7)
"""A device that has not been heard of for longer counts as silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetSummary:
    """How the fleet is.

    Attributes:
        devices: in service.
        silent: of these, not heard of for a week.
        waiting: of these, whose newest assignment is not published yet.
        by_agent_version, by_team: devices in service; a team of None is "".
        by_policy_version: sessions, by the versions of the layers that they enforce; "" for none.
        by_issue: devices with an open issue, by its code.
        history_troubles: sessions whose history's chain went back or differs.
    """

    devices: int
    retired: int
    silent: int
    waiting: int
    by_agent_version: Mapping[str, int]
    by_team: Mapping[str, int]
    by_policy_version: Mapping[str, int]
    by_issue: Mapping[str, int]
    history_troubles: int
    exceptions_pending: int
    publications_pending: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedDay:
    """Gestures of one kind on one day, of all devices together."""

    day: date
    destination_id: str
    label: str
    channel: str
    disposition: str
    count: int
    devices: int


def summarize(session: Session, now: datetime) -> FleetSummary:
    """Return how the fleet is."""
    in_service = Device.is_retired.is_(False)
    heard_at = func.coalesce(Device.last_seen_at, Device.enrolled_at)

    def count(*where: object) -> int:
        return session.scalar(select(func.count()).select_from(Device).where(*where)) or 0  # type: ignore[arg-type] # conditions

    def by(column: object) -> dict[str, int]:
        rows = session.execute(select(column, func.count()).select_from(Device).where(in_service).group_by(column))  # type: ignore[call-overload] # a column
        return {value or "": number for value, number in rows}

    sessions = session.execute(
        select(DeviceSession.policy_version, func.count())
        .join(Device, Device.id == DeviceSession.device_id)
        .where(in_service)
        .group_by(DeviceSession.policy_version)
    ).all()
    issues = session.execute(
        select(OpenIssue.code, func.count(OpenIssue.device_id.distinct()))
        .join(Device, Device.id == OpenIssue.device_id)
        .where(in_service)
        .group_by(OpenIssue.code)
    ).all()
    return FleetSummary(
        devices=count(in_service),
        retired=count(Device.is_retired.is_(True)),
        silent=count(in_service, heard_at < now - SILENT_AFTER),
        waiting=count(Device.revision > Device.published_revision),
        by_agent_version=by(Device.agent_version),
        by_team=by(Device.team),
        by_policy_version=dict(sessions),
        by_issue=dict(issues),
        history_troubles=session.scalar(
            select(func.count()).select_from(DeviceSession).where(DeviceSession.head_trouble.is_not(None))
        )
        or 0,
        exceptions_pending=session.scalar(
            select(func.count()).select_from(ExceptionRow).where(ExceptionRow.state == ExceptionState.PENDING.value)
        )
        or 0,
        publications_pending=session.scalar(
            select(func.count()).select_from(Publication).where(Publication.state == PublicationState.PENDING.value)
        )
        or 0,
    )


def count_days(
    session: Session, *, since: date, until: date, team: str | None = None, limit: int = 1000
) -> Sequence[CountedDay]:
    """Return what was counted from one day until before another, all devices together."""
    columns = (
        DailyCountRow.day,
        DailyCountRow.destination_id,
        DailyCountRow.label,
        DailyCountRow.channel,
        DailyCountRow.disposition,
    )
    query = (
        select(*columns, func.sum(DailyCountRow.count), func.count(DailyCountRow.device_id.distinct()))
        .where(DailyCountRow.day >= since, DailyCountRow.day < until)
        .group_by(*columns)
        .order_by(*columns)
        .limit(limit)
    )
    if team is not None:
        query = query.join(Device, Device.id == DailyCountRow.device_id).where(Device.team == team)
    return [
        CountedDay(
            day=row[0],
            destination_id=row[1],
            label=row[2],
            channel=row[3],
            disposition=row[4],
            count=int(row[5]),
            devices=row[6],
        )
        for row in session.execute(query)
    ]
