"""The history in an encrypted SQLite file (SQLCipher), for one thread.

Rules kept here:

- Events and dispositions are only ever appended, and deleted by whole days when their time is over. Recording an event
  twice records it once, so that a batch whose outcome is unknown can be written again.
- A batch is one transaction: all of it is on the disk, or nothing.
- Every row is sealed by a link of the chain (`agent.history.links`), in the transaction that writes it.
- A file that was moved away is written to no longer.

How a page takes milliseconds at any size: `agent.history.schema`.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Self

from agent.core.events import Event, EventPage, EventQuery
from agent.core.history_chain import ChainProof
from agent.core.verdicts import Disposition
from agent.history.chain import LinkKind, chain_key
from agent.history.connection import Connection, translated_errors
from agent.history.entries import DispositionChange, Entry, Forgetting
from agent.history.errors import HistoryMovedError
from agent.history.links import Links
from agent.history.opening import open_history
from agent.history.paging import Numbered, Position, list_events
from agent.history.rows import EVENT_COLUMNS, Kind, event_key, from_us, parse_event, to_row, to_us
from agent.history.schema import DAY_US

__all__ = ["SqlCipherEventStore"]

_FIRST_US, _LAST_US = -(2**62), 2**62
_GREATEST_SEQUENCE = 2**63 - 1
_INSERT_EVENT = """
    INSERT INTO events (event_id, occurred_at_us, kind_id, reason, destination_name, destination_status, category,
                        entities, inspection, mode, disposition, rule_ids, policy_version)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING
"""
_FIND_EVENT = (
    "SELECT sequence FROM events WHERE occurred_at_us / 86400000000 = ? AND event_id = ?"  # as in events_by_id
)
_DAY_BEFORE = "SELECT MAX(day) FROM days WHERE day < ?"
_INSERT_DISPOSITION = "INSERT INTO dispositions (event_sequence, disposition, at_us) VALUES (?, ?, ?)"
_EVENT = f"SELECT {EVENT_COLUMNS} FROM events AS e JOIN kinds AS k USING (kind_id) WHERE e.sequence = ?"  # noqa: S608 - a constant
_NEWEST_OF_KIND = """
    SELECT occurred_at_us, sequence FROM events
    WHERE kind_id = ? AND occurred_at_us >= ? AND (occurred_at_us, sequence) < (?, ?)
    ORDER BY occurred_at_us DESC, sequence DESC LIMIT ?
"""


_IS_MATCH = """
    (?1 IS NULL OR k.channel = ?1) AND (?2 IS NULL OR k.label_name = ?2)
    AND (?3 IS NULL OR k.action = ?3) AND (?4 IS NULL OR k.destination_id = ?4)
"""
# CROSS JOIN keeps the order of the tables, which is the fast one.
_MATCHING_KINDS = f"SELECT k.kind_id FROM kinds AS k WHERE {_IS_MATCH}"  # noqa: S608 - constants only
_COUNT_ALL = f"SELECT SUM(k.events) FROM kinds AS k WHERE {_IS_MATCH}"  # noqa: S608 - as above
_COUNT_EVENTS = f"""
    SELECT COUNT(*) FROM kinds AS k CROSS JOIN events AS e ON e.kind_id = k.kind_id
    WHERE {_IS_MATCH} AND e.occurred_at_us >= ?5 AND e.occurred_at_us < ?6
"""  # noqa: S608 - as above
_COUNT_DAYS = f"""
    SELECT SUM(d.events) FROM days AS d CROSS JOIN kinds AS k USING (kind_id)
    WHERE d.day >= ?5 AND d.day < ?6 AND {_IS_MATCH}
"""  # noqa: S608 - as above
_INSERT_KIND = """
    INSERT INTO kinds (channel, label_rank, label_name, action, destination_id) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING
"""
# The events of a day are found by events_by_id, which begins with it; what counts them goes with them.
_FORGET = (
    """
    DELETE FROM dispositions WHERE event_sequence IN
        (SELECT sequence FROM events WHERE occurred_at_us / 86400000000 < ?1)
    """,
    "DELETE FROM events WHERE occurred_at_us / 86400000000 < ?1",
    """
    UPDATE kinds SET events = events -
        (SELECT SUM(d.events) FROM days AS d WHERE d.kind_id = kinds.kind_id AND d.day < ?1)
    WHERE kind_id IN (SELECT kind_id FROM days WHERE day < ?1)
    """,
    "DELETE FROM days WHERE day < ?1",
)
_FIND_KIND = """
    SELECT kind_id FROM kinds
    WHERE channel = ? AND label_rank = ? AND label_name = ? AND action = ? AND destination_id = ?
"""


class SqlCipherEventStore:
    """An `EventStore` in one file. Made by `open`."""

    def __init__(self, connection: Connection, path: Path, links: Links) -> None:
        self._connection = connection
        self._links = links
        self._path = path
        self._identity = _identity(path)
        self._kind_ids: dict[Kind, int] = {}

    @classmethod
    def open(cls, path: Path, key: bytes) -> Self:
        """Open the history in a file, or start one where there is none.

        Raises:
            HistoryCorruptError: the file is damaged, or `key` is not its key; it was left as it is.
            HistoryTooNewError: a later version wrote it; it was left as it is.
            HistoryUnavailableError: it cannot be reached or written.
        """
        connection = open_history(path, key)
        store = cls(connection, path, Links(connection, chain_key(key)))
        try:
            with translated_errors():
                if store._links.is_missing():
                    with store._transaction():
                        store._links.make()
        except BaseException:
            connection.close()
            raise
        return store

    @property
    def last_sequence(self) -> int:
        """The greatest number ever given to an event here; 0 when there was none.

        Raises:
            HistoryError: the file cannot be read.
        """
        with translated_errors():
            row = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'events'").fetchone()
        return int(row[0]) if row else 0

    def record(self, event: Event) -> None:
        """Append one event; one with a known id is ignored.

        Raises:
            HistoryError: it was not written.
        """
        self.record_all((event,))

    def record_disposition(self, event_id: str, disposition: Disposition, at: datetime) -> None:
        """Append what became of an event later; unknown ids are ignored.

        Raises:
            HistoryError: it was not written.
        """
        self.record_all((DispositionChange(event_id=event_id, disposition=disposition, at=at),))

    def record_all(self, entries: Sequence[Entry]) -> None:
        """Append entries in their order; all of them are on the disk afterwards, or none.

        Raises:
            HistoryError: they were not written, or it is unknown whether; writing them again does no harm.
        """
        if _identity(self._path) != self._identity:
            raise HistoryMovedError("The history file was moved or deleted while Cordon ran")
        with translated_errors(), self._transaction():
            for entry in entries:
                if isinstance(entry, Event):
                    self._insert(LinkKind.EVENT, _INSERT_EVENT, to_row(entry, self._kind_id(Kind.of(entry))))
                elif isinstance(entry, Forgetting):
                    self._links.forget(to_us(entry.before) // DAY_US, _FORGET)
                elif (sequence := self._find_event(entry.event_id)) is not None:
                    change = (sequence, entry.disposition, to_us(entry.at))
                    self._insert(LinkKind.DISPOSITION, _INSERT_DISPOSITION, change)

    def forget_before(self, at: datetime) -> None:
        """Delete the events of all days (UTC) that had ended by then, with what became of them.

        Raises:
            HistoryError: nothing was deleted.
        """
        self.record_all((Forgetting(before=at),))

    def list(self, query: EventQuery) -> EventPage:
        """One page of events, newest first.

        Raises:
            HistoryError: the file cannot be read.
        """
        return list_events((self,), query)

    def proof(self, numbers: Sequence[int] = ()) -> ChainProof:
        """The newest link of the chain, and those of these numbers that are there.

        Raises:
            HistoryError: the file cannot be read.
        """
        with translated_errors():
            return self._links.proof(numbers)

    def close(self) -> None:
        """Write everything into the one file and close it; idempotent.

        Raises:
            HistoryError: closing failed; what was recorded is on the disk all the same.
        """
        with translated_errors():
            self._connection.close()

    def position_of(self, sequence: int) -> Position | None:
        """Where the event of this number is, or None when it is not here.

        Raises:
            HistoryError: the file cannot be read.
        """
        if not 0 < sequence <= _GREATEST_SEQUENCE:  # a cursor comes from outside
            return None
        with translated_errors():
            row = self._connection.execute(
                "SELECT occurred_at_us FROM events WHERE sequence = ?", (sequence,)
            ).fetchone()
        return Position(from_us(row[0]), sequence) if row else None

    def newest(self, query: EventQuery, before: Position | None, limit: int) -> Sequence[Numbered]:
        """At most `limit` matching events before a place (None: from the newest on), newest first.

        Raises:
            HistoryError: the file cannot be read.
        """
        start = _FIRST_US if query.since is None else to_us(query.since)
        end = (_LAST_US if query.until is None else to_us(query.until), 0)
        if before is not None:
            end = min(end, (to_us(before.occurred_at), before.sequence))
        with translated_errors():
            cursors = [
                self._connection.execute(_NEWEST_OF_KIND, (kind_id, start, *end, limit))
                for (kind_id,) in self._connection.execute(_MATCHING_KINDS, _filters(query)).fetchall()
            ]
            try:
                places = list(islice(heapq.merge(*cursors, reverse=True), limit))
            finally:
                for cursor in cursors:  # an unfinished one would keep its snapshot, and the log from shrinking
                    cursor.close()
            rows = [self._connection.execute(_EVENT, (sequence,)).fetchone() for _, sequence in places]
        return [
            Numbered(Position(from_us(at_us), sequence), parse_event(row))
            for (at_us, sequence), row in zip(places, rows, strict=True)
        ]

    def count(self, query: EventQuery) -> int:
        """How many events match, over all pages.

        Raises:
            HistoryError: the file cannot be read.
        """
        with translated_errors():
            if query.since is None and query.until is None:
                return self._value(_COUNT_ALL, *_filters(query)) or 0
            start = _FIRST_US if query.since is None else to_us(query.since)
            end = _LAST_US if query.until is None else to_us(query.until)
            first_day, end_day = -(-start // DAY_US), end // DAY_US
            if first_day >= end_day:  # no whole day in between
                return self._value(_COUNT_EVENTS, *_filters(query), start, end) or 0
            parts = (
                (_COUNT_EVENTS, start, first_day * DAY_US),
                (_COUNT_DAYS, first_day, end_day),
                (_COUNT_EVENTS, end_day * DAY_US, end),
            )
            return sum(self._value(statement, *_filters(query), *span) or 0 for statement, *span in parts)

    def _insert(self, kind: LinkKind, statement: str, values: tuple[object, ...]) -> None:
        """Append a row with its link; an event that is there already gets neither."""
        cursor = self._connection.execute(statement, values)
        if cursor.rowcount:
            self._links.append(kind, cursor.lastrowid)

    def _value(self, statement: str, *values: object) -> int | None:
        """The only value of the only row; None when there is no row, or NULL in it."""
        row = self._connection.execute(statement, values).fetchone()
        return None if row is None else row[0]

    def _find_event(self, event_id: str) -> int | None:
        """The number of an event; what is asked for is nearly always of the newest day."""
        if (key := event_key(event_id)) is None:
            return None
        day: int | None = _LAST_US
        while (day := self._value(_DAY_BEFORE, day)) is not None:
            if (sequence := self._value(_FIND_EVENT, day, key)) is not None:
                return sequence
        return None

    def _kind_id(self, kind: Kind) -> int:
        if (kind_id := self._kind_ids.get(kind)) is None:
            self._connection.execute(_INSERT_KIND, kind)
            (kind_id,) = self._connection.execute(_FIND_KIND, kind).fetchone()
            self._kind_ids[kind] = kind_id
        return int(kind_id)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            self._kind_ids.clear()  # some may have been made in this transaction
            self._links.rolled_back()
            if self._connection.in_transaction:  # SQLite rolls back by itself after some errors
                self._connection.execute("ROLLBACK")
            raise


def _filters(query: EventQuery) -> tuple[str | None, ...]:
    return query.channel, query.label, query.action, query.destination_id


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file lies at a path, or None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
