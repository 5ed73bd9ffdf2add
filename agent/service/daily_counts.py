"""How many gestures of each kind there were on a day: all that a device reports of them, and only where policy says so.

Rules kept here:

- Whole days (UTC) only, none twice unless the server did not confirm it, and none from before policy turned this on;
  days on which it was off are not made up for.
- No single gesture and no time of day is in it. What there are too many kinds of waits for the next check-in.
- A history that cannot be read now is read at the next check-in; nothing is reported instead.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from agent.core.events import Event, EventQuery
from agent.core.ports import EventStore
from agent.fleet.check_in import DailyCount
from agent.system.state_file import StateFile

__all__ = ["DailyCounts", "count_day"]

_DAY: Final = timedelta(days=1)
_SETTLING: Final = timedelta(minutes=10)
"""A question may be answered after midnight."""
_MOST_DAYS: Final = 31
_MOST_KINDS: Final = 500
"""In one check-in, however many days: some 80 KB."""
_PAGE: Final = 1000
_COUNTED_THROUGH: Final = "counted_through"


def count_day(day: date, events: Iterable[Event]) -> Iterator[DailyCount]:
    """Return what there was on a day, the most frequent first."""
    kinds = Counter((each.destination_id, each.label.name, each.channel, each.disposition) for each in events)
    for (destination_id, label, channel, disposition), count in kinds.most_common():
        yield DailyCount(
            day=day,
            destination_id=destination_id,
            label=label,
            channel=channel,
            disposition=disposition,
            count=count,
        )


class DailyCounts:
    """Knows which days were counted. Its calls read the disk: not for the event loop, and one at a time.

    Args:
        store: the history.
        file: where it is remembered which days the server has.
    """

    def __init__(self, store: EventStore, file: StateFile) -> None:
        self._store = store
        self._file = file

    def pending(self, now: datetime, *, is_on: bool) -> tuple[DailyCount, ...] | None:
        """Return the counts of the days that the server does not have; None where policy does not want any.

        Raises:
            StateFileError: which days they are cannot be remembered.
        """
        if not is_on:
            if self._counted_through() is not None:
                self._file.save({})
            return None
        last = (now.astimezone(UTC) - _SETTLING).date() - _DAY
        counted = self._counted_through()
        if counted is None or counted > last + 2 * _DAY:  # it was off until now, or the clock was ahead
            # Of the day on which it is turned on a part is from before, and that part is nobody's.
            today = now.astimezone(UTC).date()
            self._file.save({_COUNTED_THROUGH: today.isoformat()})
            return ()
        found: list[DailyCount] = []
        day = max(counted, last - _MOST_DAYS * _DAY) + _DAY
        while day <= last:
            events = self._events_of(day)
            if events is None:
                break
            counts = (*count_day(day, events),)
            if found and len(found) + len(counts) > _MOST_KINDS:
                break
            found += counts[:_MOST_KINDS]
            day += _DAY
        return tuple(found)

    def confirmed(self, through: date) -> None:
        """The server has the counts up to this day.

        Raises:
            StateFileError: this cannot be remembered; they are sent again, and count once.
        """
        counted = self._counted_through()
        if counted is not None and through > counted:
            self._file.save({_COUNTED_THROUGH: through.isoformat()})

    def _counted_through(self) -> date | None:
        try:
            return date.fromisoformat((self._file.load() or {})[_COUNTED_THROUGH])
        except (KeyError, TypeError, ValueError):
            return None

    def _events_of(self, day: date) -> list[Event] | None:
        """None where not all of them can be read."""
        since = datetime.combine(day, time(), UTC)
        events: list[Event] = []
        cursor: int | None = None
        while True:
            page = self._store.list(EventQuery(since=since, until=since + _DAY, limit=_PAGE, cursor=cursor))
            if not page.is_complete:
                return None
            events += page.events
            cursor = page.next_cursor
            if cursor is None:
                return events
