"""Checks the chain of a history: every link from the first that is kept to the newest, against the rows as they are.

Rules kept here:

- Reads only, and of one moment: what is recorded meanwhile is not seen.
- A link that is wrong is told once; the check goes on behind it as if it were right, so that one change is one finding.
- A row may be gone only if a receipt says that its day was forgotten.

What this cannot show: newest rows that were cut off together with their links, a file put back from a backup, and a
chain that was made anew with the key. Links that somebody else was told of show those (`expected`).
"""

from __future__ import annotations

import enum
import hmac
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from agent.core.history_chain import ChainLink
from agent.history.chain import ORIGIN, LinkKind, chain_key, sealed
from agent.history.connection import Connection, connect, translated_errors
from agent.history.errors import HistoryError, HistoryTooNewError
from agent.history.links import row_of
from agent.history.schema import SCHEMA_VERSION

__all__ = ["ChainReport", "ChainTrouble", "TroubleKind", "UnchainedError", "verify_history"]

_EVERY = 1000
_MOST_TOLD = 100
_LINKS = "SELECT link, kind, row, day, digest, mac FROM links ORDER BY link"
_RECEIPT = "SELECT events, link, mac FROM receipts ORDER BY sequence DESC LIMIT 1"
_FORGOTTEN = "SELECT MAX(first_day) FROM receipts"
_ROWS = (("events", LinkKind.EVENT), ("dispositions", LinkKind.DISPOSITION), ("receipts", LinkKind.RECEIPT))


class UnchainedError(HistoryError):
    """The file is from before there were chains."""

    code = "history_unchained"


class TroubleKind(enum.StrEnum):
    """What can be wrong."""

    ALTERED = "altered"
    """A row or its link is not as it was written."""
    REMOVED = "removed"
    """A row is gone, and no receipt tells of it."""
    GAP = "gap"
    """Links are missing."""
    ADDED = "added"
    """Rows have no link: something else than Cordon wrote them."""
    UNLIKE_TOLD = "unlike_told"
    """A link is not the one that was told before, or not there any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainTrouble:
    """Something is wrong.

    Attributes:
        kind: what.
        link: number of the link; None where it is about rows without one.
        count: how many, of the same kind side by side.
    """

    kind: TroubleKind
    link: int | None = None
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """How a history stands.

    Attributes:
        links: that were checked.
        events: that are there, each with its link.
        forgotten: events that were ever deleted when their time was over.
        head: the newest link; None while nothing was recorded.
        troubles: the first hundred of them, in order.
        is_compared: whether the link that was told before is still kept, so that it could be compared; None where none
            was given.
    """

    links: int
    events: int
    forgotten: int
    head: ChainLink | None
    troubles: tuple[ChainTrouble, ...]
    is_compared: bool | None = None


def verify_history(
    path: Path,
    key: bytes,
    *,
    expected: ChainLink | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> ChainReport:
    """Check the history in a file, also while the agent writes it.

    Args:
        path: of the file.
        key: of the file.
        expected: a link that was told to somebody before.
        progress: called now and then with how many links are checked, and of how many.

    Raises:
        HistoryError: the file cannot be read.
        UnchainedError: a version of Cordon before this one has written it, and none since.
    """
    with closing(connect(path, key, "ro")) as connection, translated_errors(), _one_moment(connection):
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > SCHEMA_VERSION:
            raise HistoryTooNewError(
                "The history was written by a later version of Cordon", hint="Install the later version again."
            )
        if version < SCHEMA_VERSION or connection.execute("SELECT COUNT(*) FROM unchained").fetchone() != (0,):
            raise UnchainedError(
                "The history is from before it was chained",
                hint="Start Cordon once (`cordon run`): it chains what is there.",
            )
        return _Check(connection, chain_key(key), expected, progress).report()


class _Link(NamedTuple):
    number: int
    kind: int
    row: int
    day: int
    digest: bytes | None
    mac: bytes


class _Check:
    """One walk along the chain."""

    def __init__(
        self,
        connection: Connection,
        key: bytes,
        expected: ChainLink | None,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self._connection = connection
        self._key = key
        self._expected = expected
        self._progress = progress
        self._troubles: list[ChainTrouble] = []
        self._rows = dict.fromkeys(LinkKind, 0)
        self._last_row = dict.fromkeys(LinkKind, 0)

    def report(self) -> ChainReport:
        """Walk it."""
        receipt = self._connection.execute(_RECEIPT).fetchone() or (0, 0, ORIGIN)
        anchor = head = ChainLink(number=receipt[1], mac=receipt[2])
        self._first_day: int | None
        (self._first_day,) = self._connection.execute(_FORGOTTEN).fetchone()
        (total,) = self._connection.execute("SELECT COUNT(*) FROM links").fetchone()
        is_compared = self._compare(anchor)
        checked = 0
        for link in map(_Link._make, self._connection.execute(_LINKS)):
            self._check(link, head)
            head = ChainLink(number=link.number, mac=link.mac)
            is_compared |= self._compare(head)
            checked += 1
            if self._progress is not None and checked % _EVERY == 0:
                self._progress(checked, total)
        self._count_rows()
        if self._expected is not None and self._expected.number > head.number:
            self._tell(TroubleKind.UNLIKE_TOLD, self._expected.number)
            is_compared = True
        return ChainReport(
            links=checked,
            events=self._rows[LinkKind.EVENT],
            forgotten=receipt[0],
            head=head if head.number else None,
            troubles=tuple(self._troubles),
            is_compared=None if self._expected is None else is_compared,
        )

    def _check(self, link: _Link, before: ChainLink) -> None:
        if link.number != before.number + 1:
            self._tell(TroubleKind.GAP, link.number)
            return
        try:
            kind = LinkKind(link.kind)
        except ValueError:
            self._tell(TroubleKind.ALTERED, link.number)
            return
        found = row_of(self._connection, kind, link.row)
        if found is not None and link.row > self._last_row[kind]:  # each row once
            self._rows[kind] += 1
            self._last_row[kind] = link.row
        elif found is None and link.digest is not None and self._may_be_gone(link.day):
            found = link.day, link.digest
        else:
            self._tell(TroubleKind.REMOVED if found is None else TroubleKind.ALTERED, link.number)
            return
        day, digest = found
        expected = sealed(self._key, link.number, kind, day, digest, before.mac)
        if day != link.day or not hmac.compare_digest(expected, link.mac):
            self._tell(TroubleKind.ALTERED, link.number)

    def _may_be_gone(self, day: int) -> bool:
        return self._first_day is not None and day < self._first_day

    def _compare(self, link: ChainLink) -> bool:
        if self._expected is None or link.number != self._expected.number or not link.number:
            return False
        if not hmac.compare_digest(link.mac, self._expected.mac):
            self._tell(TroubleKind.UNLIKE_TOLD, link.number)
        return True

    def _count_rows(self) -> None:
        for table, kind in _ROWS:
            (count,) = self._connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone()  # noqa: S608 - constants
            if count > self._rows[kind]:
                self._tell(TroubleKind.ADDED, None, count - self._rows[kind])

    def _tell(self, kind: TroubleKind, link: int | None, count: int = 1) -> None:
        if len(self._troubles) < _MOST_TOLD:
            self._troubles.append(ChainTrouble(kind=kind, link=link, count=count))


@contextmanager
def _one_moment(connection: Connection) -> Iterator[None]:
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
