"""A history in memory: what still waits for the disk, and every test that needs no disk.

Keeps the same rules as the file, held to the same contract tests; not bounded and not for several threads by itself.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from agent.core.events import Event, EventPage, EventQuery
from agent.core.history_chain import ChainProof
from agent.core.verdicts import Disposition
from agent.history.paging import Numbered, Position, is_match, list_events

__all__ = ["MemoryEventStore"]


class MemoryEventStore:
    """An `EventStore` whose content ends with it.

    Args:
        first_sequence: number of the first event.
    """

    def __init__(self, *, first_sequence: int = 1) -> None:
        self._next_sequence = first_sequence
        self._events: dict[int, Event] = {}
        self._sequences: dict[str, int] = {}

    @property
    def last_sequence(self) -> int:
        """The greatest number ever given to an event here."""
        return self._next_sequence - 1

    def record(self, event: Event) -> None:
        """Append one event; one with a known id is ignored."""
        if event.event_id in self._sequences:
            return
        self._events[self._next_sequence] = event
        self._sequences[event.event_id] = self._next_sequence
        self._next_sequence += 1

    def record_disposition(self, event_id: str, disposition: Disposition, at: datetime) -> None:  # noqa: ARG002 - shown nowhere
        """Append what became of an event later; unknown ids are ignored."""
        if (sequence := self._sequences.get(event_id)) is not None:
            self._events[sequence] = replace(self._events[sequence], disposition=disposition)

    def forget_before(self, at: datetime) -> None:
        """Delete the events of all days (UTC) that had ended by then."""
        first_day = at.astimezone(UTC).date()
        days = {number: event.occurred_at.astimezone(UTC).date() for number, event in self._events.items()}
        for sequence in (number for number, day in days.items() if day < first_day):
            del self._sequences[self._events.pop(sequence).event_id]

    def list(self, query: EventQuery) -> EventPage:
        """One page of events, newest first."""
        return list_events((self,), query)

    def proof(self, numbers: Sequence[int] = ()) -> ChainProof:  # noqa: ARG002 - as the port has it
        """Nothing: what ends with the process is sealed by nothing."""
        return ChainProof()

    def close(self) -> None:
        """Nothing is waiting."""

    def position_of(self, sequence: int) -> Position | None:
        """Where the event of this number is, or None when it is not here."""
        event = self._events.get(sequence)
        return None if event is None else Position(event.occurred_at, sequence)

    def newest(self, query: EventQuery, before: Position | None, limit: int) -> Sequence[Numbered]:
        """At most `limit` matching events before a place (None: from the newest on), newest first."""
        numbered = (Numbered(Position(event.occurred_at, sequence), event) for sequence, event in self._events.items())
        matching = (
            each for each in numbered if is_match(each.event, query) and (before is None or each.position < before)
        )
        return heapq.nlargest(limit, matching, key=lambda each: each.position)

    def count(self, query: EventQuery) -> int:
        """How many events match, over all pages."""
        return sum(is_match(event, query) for event in self._events.values())
