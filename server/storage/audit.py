"""The audit log: append-only, each entry with the digest of the one before.

Entries are added one at a time (whoever adds one holds the row of the head until its transaction ends), so that numbers
have no gaps. A removed or altered entry is found by `verify_log`. Whoever can write to the database could compute the
whole chain anew: a head that was noted elsewhere finds that, too, and exports carry it (docs/server.md).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.storage.errors import ConflictError
from server.storage.roles import Actor
from server.storage.tables import AuditEntry, AuditHead

__all__ = ["FIRST", "AuditFilter", "LogState", "find_entries", "head", "record", "verify_log"]

FIRST: Final = "0" * 64
"""What stands before the first entry."""

_BATCH: Final = 2000
_DETAIL_CHARACTERS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class LogState:
    """What checking the log has shown.

    Attributes:
        entries: how many there are.
        digest: of the newest.
        broken_at: number of the first entry that is not what was written, or missing; None for none.
    """

    entries: int
    digest: str
    broken_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which entries. None for any."""

    actor: str | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None


def record(session: Session, now: datetime, actor: Actor, action: str, thing: str, detail: str = "") -> None:
    """Add an entry.

    Args:
        session: that writes.
        now: the time.
        actor: who.
        action: what was done, as `token.create`.
        thing: to what: an id or a name that is no person's.
        detail: more; never content, an account, a user or a secret.
    """
    # This takes the row for us until the transaction ends.
    result = session.execute(update(AuditHead).where(AuditHead.id == 1).values(id=1).returning(AuditHead.number))
    if result.first() is None:
        session.add(AuditHead(id=1, number=0, digest=FIRST))
        session.flush()
    number, previous = session.execute(select(AuditHead.number, AuditHead.digest)).one()
    entry = AuditEntry(
        number=number + 1,
        at=now.astimezone(UTC),
        actor=actor.name,
        action=action,
        object=thing[:100],
        detail=detail[:_DETAIL_CHARACTERS],
        previous=previous,
        digest="",
    )
    entry.digest = _digest(entry)
    session.add(entry)
    session.execute(update(AuditHead).where(AuditHead.id == 1).values(number=entry.number, digest=entry.digest))
    session.flush()


def head(session: Session) -> LogState:
    """Return the newest entry's number and digest."""
    row = session.execute(select(AuditHead.number, AuditHead.digest)).first()
    return LogState(entries=row[0], digest=row[1]) if row is not None else LogState(entries=0, digest=FIRST)


def find_entries(
    session: Session, wanted: AuditFilter, *, before: int | None = None, limit: int = 100
) -> Sequence[AuditEntry]:
    """Return entries, the newest first.

    Args:
        session: any.
        wanted: which.
        before: with a smaller number than this, for the next page.
        limit: at most so many.
    """
    query = select(AuditEntry).order_by(AuditEntry.number.desc()).limit(limit)
    if before is not None:
        query = query.where(AuditEntry.number < before)
    if wanted.actor is not None:
        query = query.where(AuditEntry.actor == wanted.actor)
    if wanted.action is not None:
        query = query.where(AuditEntry.action == wanted.action)
    if wanted.since is not None:
        query = query.where(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(AuditEntry.at < wanted.until)
    return session.scalars(query).all()


def verify_log(session: Session, *, expected: tuple[int, str] | None = None) -> LogState:
    """Compute the chain anew.

    Args:
        session: any.
        expected: number and digest of an entry that were noted elsewhere.

    Raises:
        ConflictError: the log is whole in itself, and not the one that was noted.
    """
    noted = head(session)
    number, previous = 0, FIRST
    while True:
        entries = session.scalars(
            select(AuditEntry).where(AuditEntry.number > number).order_by(AuditEntry.number).limit(_BATCH)
        ).all()
        if not entries:
            break
        for entry in entries:
            if entry.number != number + 1 or entry.previous != previous or entry.digest != _digest(entry):
                return LogState(entries=noted.entries, digest=noted.digest, broken_at=number + 1)
            number, previous = entry.number, entry.digest
            if expected is not None and expected[0] == number and expected[1] != previous:
                raise ConflictError("The audit log is not the one that was noted", detail=f"Entry {number} differs.")
        session.expunge_all()
    if (number, previous) != (noted.entries, noted.digest):
        return LogState(entries=noted.entries, digest=noted.digest, broken_at=number + 1)
    if expected is not None and expected[0] > number:
        raise ConflictError("The audit log is not the one that was noted", detail=f"Entry {expected[0]} is missing.")
    return LogState(entries=number, digest=previous)


def _digest(entry: AuditEntry) -> str:
    said = [
        entry.number,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor,
        entry.action,
        entry.object,
        entry.detail,
        entry.previous,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
