"""A history in a list, which can fail and notes on which thread it is asked."""

from __future__ import annotations

import threading
from builtins import list as list_of
from collections.abc import Sequence
from datetime import datetime

from agent.core import Disposition, Event, EventPage, EventQuery
from agent.core.history_chain import ChainLink, ChainProof

__all__ = ["FakeEventStore"]


class FakeEventStore:
    """Implements `EventStore`; pages hold everything, newest first.

    Attributes:
        failure: raised by every call from now on.
        events: in the order of recording.
        dispositions: event id, disposition and instant, in the order of recording.
        forgotten: instants up to which all was to be deleted.
        queries: what was asked for.
        asked_on: names of the threads that asked.
        links: of its chain, by number.
    """

    def __init__(self) -> None:
        self.failure: Exception | None = None
        self.events: list_of[Event] = []
        self.dispositions: list_of[tuple[str, Disposition, datetime]] = []
        self.forgotten: list_of[datetime] = []
        self.queries: list_of[EventQuery] = []
        self.asked_on: list_of[str] = []
        self.links: dict[int, bytes] = {}

    def record(self, event: Event) -> None:
        """Append one event."""
        self._fail()
        self.events.append(event)

    def record_disposition(self, event_id: str, disposition: Disposition, at: datetime) -> None:
        """Append what became of an event later."""
        self._fail()
        self.dispositions.append((event_id, disposition, at))

    def forget_before(self, at: datetime) -> None:
        """Note it."""
        self._fail()
        self.forgotten.append(at)

    def list(self, query: EventQuery) -> EventPage:
        """All events, newest first."""
        self._fail()
        self.queries.append(query)
        self.asked_on.append(threading.current_thread().name)
        return EventPage(events=tuple(reversed(self.events)), next_cursor=None, total=len(self.events))

    def proof(self, numbers: Sequence[int] = ()) -> ChainProof:
        """What `links` say."""
        self._fail()
        head = max(self.links, default=None)
        found = tuple(ChainLink(number=number, mac=self.links[number]) for number in numbers if number in self.links)
        return ChainProof(head=None if head is None else ChainLink(number=head, mac=self.links[head]), earlier=found)

    def close(self) -> None:
        """Nothing is waiting."""

    def _fail(self) -> None:
        if self.failure is not None:
            raise self.failure
