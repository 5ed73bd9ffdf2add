"""A history file in memory that misbehaves on request."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from agent.core.events import Event, EventQuery
from agent.core.history_chain import ChainLink, ChainProof
from agent.history.entries import DispositionChange, Entry, Forgetting
from agent.history.errors import HistoryUnavailableError
from agent.history.memory import MemoryEventStore
from agent.history.paging import EventSource, Numbered, Position

__all__ = ["FakeHistoryFile"]

_STALL_LIMIT_S = 10.0


class FakeHistoryFile:
    """Implements `agent.history.recorder.HistoryFile`.

    Args:
        room: entries it can hold; a batch that does not fit is refused whole.

    Attributes:
        failure: raised by every write while it is set.
        read_failure: raised by every read while it is set.
        poison: id of an event that cannot be written, for no reason anybody thought of.
        is_closed: whether it was closed.
        batches: sizes of the batches that were written.
    """

    def __init__(self, *, room: int = 10**6) -> None:
        self.failure: Exception | None = None
        self.read_failure: Exception | None = None
        self.poison: str | None = None
        self.is_closed = False
        self.batches: list[int] = []
        self._room = room
        self._store = MemoryEventStore()
        self._may_go_on = threading.Event()
        self._may_go_on.set()
        self._is_stalled = threading.Event()

    def stall(self) -> None:
        """Let the next write hang until `go_on`."""
        self._is_stalled.clear()
        self._may_go_on.clear()

    def wait_until_stalled(self) -> bool:
        """Whether a write hangs; waits for it."""
        return self._is_stalled.wait(_STALL_LIMIT_S)

    def go_on(self) -> None:
        """End a stall."""
        self._may_go_on.set()

    def proof(self, numbers: Sequence[int]) -> ChainProof:
        """A link for each event, with its number in each byte."""
        if self.read_failure is not None:
            raise self.read_failure
        links = {number: _link(number) for number in range(1, self.last_sequence + 1)}
        earlier = tuple(links[number] for number in numbers if number in links)
        return ChainProof(head=links.get(self.last_sequence), earlier=earlier)

    @property
    def last_sequence(self) -> int:
        """The greatest number given so far."""
        return self._store.last_sequence

    def record_all(self, entries: Sequence[Entry]) -> None:
        """Append entries, or raise what was asked for."""
        if not self._may_go_on.is_set():
            self._is_stalled.set()
            self._may_go_on.wait(_STALL_LIMIT_S)
        if self.failure is not None:
            raise self.failure
        if any(isinstance(entry, Event) and entry.event_id == self.poison for entry in entries):
            raise RuntimeError("poison")
        if sum(self.batches) + len(entries) > self._room:
            raise HistoryUnavailableError("The disk is full")
        self.batches.append(len(entries))
        for entry in entries:
            if isinstance(entry, DispositionChange):
                self._store.record_disposition(entry.event_id, entry.disposition, entry.at)
            elif isinstance(entry, Forgetting):
                self._store.forget_before(entry.before)
            else:
                self._store.record(entry)

    def close(self) -> None:
        """Remember that it was closed."""
        self.is_closed = True

    def position_of(self, sequence: int) -> Position | None:
        """Where the event of this number is."""
        return self._readable().position_of(sequence)

    def newest(self, query: EventQuery, before: Position | None, limit: int) -> Sequence[Numbered]:
        """The newest matching events."""
        return self._readable().newest(query, before, limit)

    def count(self, query: EventQuery) -> int:
        """How many events match."""
        return self._readable().count(query)

    def _readable(self) -> EventSource:
        if self.read_failure is not None:
            raise self.read_failure
        return self._store


def _link(number: int) -> ChainLink:
    return ChainLink(number=number, mac=bytes([number % 256]) * 32)
