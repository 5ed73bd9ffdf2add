"""Pages over one or more sources of events, newest first; pure.

Rules kept here:

- Events are ordered by instant; of one instant, the one recorded later comes first. Sequence numbers grow in the order
  of recording and say which one that is.
- A cursor is the sequence number of the last event of a page; the next page holds what comes after it in that order, so
  events that arrive in between neither repeat nor hide any.
- A cursor nobody knows any more gives an empty page: what retention has deleted, everything older left with it.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple, Protocol

from agent.core.events import Event, EventPage, EventQuery

__all__ = ["EventSource", "Numbered", "Position", "is_match", "list_events"]


class Position(NamedTuple):
    """A place in the order; a greater one is newer."""

    occurred_at: datetime
    sequence: int


class Numbered(NamedTuple):
    """An event and its place."""

    position: Position
    event: Event


class EventSource(Protocol):
    """Something that holds events."""

    def position_of(self, sequence: int) -> Position | None:
        """Where the event of this number is, or None when it is not here."""

    def newest(self, query: EventQuery, before: Position | None, limit: int) -> Sequence[Numbered]:
        """At most `limit` matching events before a place (None: from the newest on), newest first."""

    def count(self, query: EventQuery) -> int:
        """How many events match, over all pages."""


def list_events(sources: Sequence[EventSource], query: EventQuery) -> EventPage:
    """Return one page over all sources."""
    total = sum(source.count(query) for source in sources)
    before = None
    if query.cursor is not None:
        known = (source.position_of(query.cursor) for source in sources)
        before = next((position for position in known if position is not None), None)
        if before is None:
            return EventPage(events=(), next_cursor=None, total=total)
    # One more than asked for tells whether there is another page.
    wanted = query.limit + 1
    merged = heapq.merge(*(source.newest(query, before, wanted) for source in sources), reverse=True, key=_place)
    found = list(islice(merged, wanted))
    page = found[: query.limit]
    return EventPage(
        events=tuple(each.event for each in page),
        next_cursor=page[-1].position.sequence if len(found) > len(page) else None,
        total=total,
    )


def is_match(event: Event, query: EventQuery) -> bool:
    """Whether a query asks for an event; looks at neither cursor nor limit."""
    return (
        (query.since is None or event.occurred_at >= query.since)
        and (query.until is None or event.occurred_at < query.until)
        and query.channel in (None, event.channel)
        and query.label in (None, event.label.name)
        and query.action in (None, event.action)
        and query.destination_id in (None, event.destination_id)
    )


def _place(numbered: Numbered) -> Position:
    return numbered.position
