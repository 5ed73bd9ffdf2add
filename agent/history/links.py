"""The chain in the file: a link for every row that is appended, and receipts for what retention deletes.

Rules kept here:

- Links are numbered without a gap, in the order in which rows were appended.
- Links at the beginning whose rows are all forgotten are deleted; a receipt keeps the number and HMAC of the last of
  them, with which the next one goes on. Links further on whose rows are forgotten keep the digest of the row.
- All of it happens in the transaction of the caller.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent.core.history_chain import ChainLink, ChainProof
from agent.history.chain import ORIGIN, LinkKind, digest_of, sealed
from agent.history.connection import Connection

__all__ = ["Links", "row_of"]

# The first value is the day; all are part of the digest. 86400000000 is `schema.DAY_US`.
_ROWS = {
    LinkKind.EVENT: """
        SELECT e.occurred_at_us / 86400000000, e.sequence, hex(e.event_id), e.occurred_at_us, k.channel, k.label_rank,
               k.label_name, k.action, k.destination_id, e.reason, e.destination_name, e.destination_status,
               e.category, e.entities, e.inspection, e.mode, e.disposition, e.rule_ids, e.policy_version
        FROM events AS e JOIN kinds AS k USING (kind_id) WHERE e.sequence = ?
    """,
    LinkKind.DISPOSITION: """
        SELECT e.occurred_at_us / 86400000000, d.sequence, d.event_sequence, d.disposition, d.at_us
        FROM dispositions AS d JOIN events AS e ON e.sequence = d.event_sequence WHERE d.sequence = ?
    """,
    LinkKind.RECEIPT: """
        SELECT first_day, sequence, events, dispositions, link, hex(mac) FROM receipts WHERE sequence = ?
    """,
}
_INSERT = "INSERT INTO links (link, kind, row, day, mac) VALUES (?, ?, ?, ?, ?)"
_HEAD = "SELECT link, mac FROM links ORDER BY link DESC LIMIT 1"
_LINK = "SELECT link, mac FROM links WHERE link = ?"
_FIRST_TO_STAY = "SELECT link FROM links WHERE kind <> 3 AND day >= ? ORDER BY link LIMIT 1"
_RELEASED = "SELECT link, kind, row FROM links WHERE kind <> 3 AND day < ? AND digest IS NULL"
_LAST_RECEIPT = "SELECT events, dispositions, link, mac FROM receipts ORDER BY sequence DESC LIMIT 1"
_COUNT_EVENTS = "SELECT COALESCE(SUM(events), 0) FROM days WHERE day < ?"
_COUNT_DISPOSITIONS = """
    SELECT COUNT(*) FROM dispositions WHERE event_sequence IN
        (SELECT sequence FROM events WHERE occurred_at_us / 86400000000 < ?)
"""
_INSERT_RECEIPT = "INSERT INTO receipts (first_day, events, dispositions, link, mac) VALUES (?, ?, ?, ?, ?)"
_PRUNE = (
    "DELETE FROM receipts WHERE sequence IN (SELECT row FROM links WHERE kind = 3 AND link <= ?)",
    "DELETE FROM links WHERE link <= ?",
)
_UNCHAINED = (
    ("SELECT sequence FROM events ORDER BY sequence", LinkKind.EVENT),
    ("SELECT sequence FROM dispositions ORDER BY sequence", LinkKind.DISPOSITION),
)


def row_of(connection: Connection, kind: LinkKind, row: int) -> tuple[int, bytes] | None:
    """The day and the digest of a row; None when it is not there."""
    values = connection.execute(_ROWS[kind], (row,)).fetchone()
    return None if values is None else (int(values[0]), digest_of(kind, values))


class Links:
    """Appends to the chain.

    Args:
        connection: to the file.
        key: from `chain.chain_key`.
    """

    def __init__(self, connection: Connection, key: bytes) -> None:
        self._connection = connection
        self._key = key
        self._head: ChainLink | None = None

    def is_missing(self) -> bool:
        """Whether the file is from before there were chains."""
        return bool(self._connection.execute("SELECT COUNT(*) FROM unchained").fetchone()[0])

    def make(self) -> None:
        """Chain what is there."""
        for query, kind in _UNCHAINED:
            for (row,) in self._connection.execute(query).fetchall():
                self.append(kind, row)
        self._connection.execute("DELETE FROM unchained")

    def append(self, kind: LinkKind, row: int) -> None:
        """Seal a row that was just written."""
        found = row_of(self._connection, kind, row)
        if found is None:
            raise LookupError("no such row")
        day, digest = found
        head = self._head or self._stored_head() or ChainLink(number=0, mac=ORIGIN)
        number = head.number + 1
        mac = sealed(self._key, number, kind, day, digest, head.mac)
        self._connection.execute(_INSERT, (number, kind, row, day, mac))
        self._head = ChainLink(number=number, mac=mac)

    def forget(self, first_day: int, delete: Sequence[str]) -> None:
        """Delete the rows of the days before one, and leave a receipt; nothing happens where there are none.

        Args:
            first_day: the first that stays.
            delete: statements that delete the rows, each with `first_day` for its value.
        """
        (events,) = self._connection.execute(_COUNT_EVENTS, (first_day,)).fetchone()
        if not events:
            return
        (dispositions,) = self._connection.execute(_COUNT_DISPOSITIONS, (first_day,)).fetchone()
        before = self._connection.execute(_LAST_RECEIPT).fetchone() or (0, 0, 0, ORIGIN)
        pruned = self._prune(first_day) or ChainLink(number=before[2], mac=before[3])
        for link, kind, row in self._connection.execute(_RELEASED, (first_day,)).fetchall():
            found = row_of(self._connection, LinkKind(kind), row)
            if found is not None:
                self._connection.execute("UPDATE links SET digest = ? WHERE link = ?", (found[1], link))
        for statement in delete:
            self._connection.execute(statement, (first_day,))
        receipt = (first_day, before[0] + events, before[1] + dispositions, pruned.number, pruned.mac)
        self.append(LinkKind.RECEIPT, self._connection.execute(_INSERT_RECEIPT, receipt).lastrowid)

    def proof(self, numbers: Sequence[int]) -> ChainProof:
        """The newest link, and those of these numbers that are there."""
        return ChainProof(head=self._stored_head(), earlier=tuple(self._stored(numbers)))

    def rolled_back(self) -> None:
        """The transaction of the caller has failed."""
        self._head = None

    def _prune(self, first_day: int) -> ChainLink | None:
        """Delete the links before the first whose row stays, and return the last of them."""
        head = self._head = self._head or self._stored_head()  # which may be deleted here
        staying = self._connection.execute(_FIRST_TO_STAY, (first_day,)).fetchone()
        last = staying[0] - 1 if staying else head.number if head is not None else 0
        found = self._connection.execute(_LINK, (last,)).fetchone()
        if found is None:
            return None
        for statement in _PRUNE:
            self._connection.execute(statement, (last,))
        return ChainLink(number=found[0], mac=found[1])

    def _stored_head(self) -> ChainLink | None:
        found = self._connection.execute(_HEAD).fetchone()
        return None if found is None else ChainLink(number=found[0], mac=found[1])

    def _stored(self, numbers: Sequence[int]) -> Iterator[ChainLink]:
        for number in sorted(set(numbers)):
            found = self._connection.execute(_LINK, (number,)).fetchone()
            if found is not None:
                yield ChainLink(number=found[0], mac=found[1])
