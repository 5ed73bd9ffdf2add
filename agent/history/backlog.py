"""Entries that wait to be written: bounded, in their order, and shown together with what is written already.

Rules kept here: an entry waits, is being written, or is gone; the first two together never exceed the limit. Where
there is no more room the oldest waiting entry makes it, so that what is being written is never given up half-way.
Not for several threads by itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace

from agent.core.events import EventPage, EventQuery
from agent.history.entries import DispositionChange, Entry, Forgetting
from agent.history.memory import MemoryEventStore
from agent.history.paging import EventSource, list_events

__all__ = ["Backlog", "list_with_waiting"]


class Backlog:
    """What waits.

    Args:
        limit: entries that may wait or be written at once, at least 1.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._waiting: deque[Entry] = deque()
        self._writing: tuple[Entry, ...] = ()

    def __len__(self) -> int:
        return len(self._waiting) + len(self._writing)

    def append(self, entry: Entry) -> int:
        """Let an entry wait, and return how many were given up for it."""
        self._waiting.append(entry)
        if len(self) <= self._limit:
            return 0
        self._waiting.popleft()
        return 1

    def take(self, count: int) -> tuple[Entry, ...]:
        """Begin to write the oldest entries, at most `count`; end with `written` or `put_back`."""
        self._writing = tuple(self._waiting.popleft() for _ in range(min(count, len(self._waiting))))
        return self._writing

    def written(self) -> None:
        """What was taken is on the disk."""
        self._writing = ()

    def put_back(self) -> None:
        """What was taken waits again, in its place."""
        self._waiting.extendleft(reversed(self._writing))
        self._writing = ()

    def clear(self) -> int:
        """Give everything up, and return how many entries that were."""
        count = len(self)
        self._waiting.clear()
        self._writing = ()
        return count

    def waiting(self) -> tuple[Entry, ...]:
        """What waits, oldest first."""
        return tuple(self._waiting)


def list_with_waiting(
    entries: Sequence[Entry], source: EventSource | None, query: EventQuery, *, last_sequence: int
) -> EventPage:
    """Return one page of a source with waiting entries added as if they were written.

    Args:
        entries: what waits, oldest first.
        source: what is written; None when it cannot be reached.
        query: which page.
        last_sequence: the greatest number given to a written event.
    """
    memory = MemoryEventStore(first_sequence=last_sequence + 1)
    changed = {}
    for entry in entries:
        if isinstance(entry, DispositionChange):
            changed[entry.event_id] = entry.disposition
        elif isinstance(entry, Forgetting):
            memory.forget_before(entry.before)  # what is written is shown until it is gone
        else:
            memory.record(entry)
    page = list_events((memory,) if source is None else (memory, source), query)
    latest = (replace(each, disposition=changed.get(each.event_id, each.disposition)) for each in page.events)
    return replace(page, events=tuple(latest))
