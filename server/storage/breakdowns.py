"""Daily counts, broken down by one thing at a time, never so far that a row is about a few people.

A row stands for at least `FEWEST_DEVICES` devices. Smaller ones are put together; if even together they are too few,
they are left out, and so is the whole breakdown of a team that has too few devices at all. Sums of two breakdowns may
differ by what was left out: of how many devices that is, nobody is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from server.storage.tables import DailyCountRow, Device

__all__ = ["FEWEST_DEVICES", "Breakdown", "CountedGroup", "break_down", "count_weeks"]

FEWEST_DEVICES: Final = 5
_MOST_ROWS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedGroup:
    """Gestures that have one thing in common.

    Attributes:
        name: what it is; "" for several small ones together.
    """

    name: str
    count: int
    devices: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """Groups, the largest first.

    Attributes:
        is_cut: whether something was left out, because it was about too few devices.
    """

    groups: tuple[CountedGroup, ...]
    is_cut: bool


def break_down(
    session: Session, column: InstrumentedAttribute[str], *, since: date, until: date, team: str | None = None
) -> Breakdown:
    """Count by one column of the daily counts.

    Args:
        session: any.
        column: of `DailyCountRow`: destination, label, channel or disposition.
        since: from this day on.
        until: before this day.
        team: of devices that are of it now.
    """
    of = _conditions(since, until, team)
    found = session.execute(
        select(column, func.sum(DailyCountRow.count), func.count(DailyCountRow.device_id.distinct()))
        .where(*of)
        .group_by(column)
        .order_by(func.sum(DailyCountRow.count).desc(), column)
    )
    rows = [CountedGroup(name=name, count=int(count), devices=devices) for name, count, devices in found]
    shown = [row for row in rows if row.devices >= FEWEST_DEVICES]
    cut, rest = shown[_MOST_ROWS:], [row for row in rows if row.devices < FEWEST_DEVICES]
    small = [row.name for row in (*cut, *rest)]
    if not small:
        return Breakdown(groups=tuple(shown), is_cut=False)
    together = session.scalar(select(func.count(DailyCountRow.device_id.distinct())).where(column.in_(small), *of)) or 0
    if together < FEWEST_DEVICES:
        return Breakdown(groups=tuple(shown), is_cut=True)
    others = CountedGroup(name="", count=sum(row.count for row in (*cut, *rest)), devices=together)
    return Breakdown(groups=(*shown[:_MOST_ROWS], others), is_cut=False)


def count_weeks(
    session: Session, *, first_monday: date, weeks: int, team: str | None = None
) -> Sequence[CountedGroup | None]:
    """Count by week, the oldest first; None for a week that too few devices have counts of.

    Args:
        session: any.
        first_monday: where the first week begins.
        weeks: so many.
        team: of devices that are of it now.
    """
    found: list[CountedGroup | None] = []
    for number in range(weeks):
        monday = first_monday + timedelta(weeks=number)
        count, devices = session.execute(
            select(
                func.coalesce(func.sum(DailyCountRow.count), 0), func.count(DailyCountRow.device_id.distinct())
            ).where(*_conditions(monday, monday + timedelta(weeks=1), team))
        ).one()
        is_shown = devices == 0 or devices >= FEWEST_DEVICES
        found.append(CountedGroup(name=monday.isoformat(), count=int(count), devices=devices) if is_shown else None)
    return found


def _conditions(since: date, until: date, team: str | None) -> list[ColumnElement[bool]]:
    found = [DailyCountRow.day >= since, DailyCountRow.day < until]
    if team is not None:
        found.append(DailyCountRow.device_id.in_(select(Device.id).where(Device.team == team)))
    return found
