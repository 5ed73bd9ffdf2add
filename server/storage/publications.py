"""Publications that were handed in: kept in parts until the signer has decided, never opened here."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from server.storage import audit
from server.storage.errors import ConflictError, NotFoundError
from server.storage.roles import SIGNER, Actor
from server.storage.tables import Publication, PublicationPart, PublicationState

__all__ = [
    "MOST_PENDING",
    "PART_BYTES",
    "Decision",
    "begin",
    "content_of",
    "decide",
    "find_publications",
    "get_publication",
    "next_pending",
    "submit",
]

PART_BYTES: Final = 1 << 20
MOST_PENDING: Final = 20
"""Waiting for the signer; more are refused, so that a signer that stands still fills no disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What became of a publication.

    Attributes:
        receipt: of a published one.
        error_title, error_detail: of a refused one.
    """

    state: PublicationState
    receipt: Mapping[str, Any] | None = None
    error_title: str = ""
    error_detail: str = ""


def submit(session: Session, now: datetime, actor: Actor, parts: Iterable[bytes]) -> Publication:
    """Keep a publication for the signer.

    Raises:
        ConflictError: too many wait already.
    """
    waiting = session.scalar(
        select(func.count()).select_from(Publication).where(Publication.state == PublicationState.PENDING.value)
    )
    if (waiting or 0) >= MOST_PENDING:
        raise ConflictError("Too many publications wait already", hint="Is the signer running?")
    row = Publication(
        id=secrets.token_hex(16),
        state=PublicationState.PENDING.value,
        submitted_at=now,
        submitted_by=actor.name,
        size_bytes=0,
        sha256="",
    )
    session.add(row)
    session.flush()
    digest, size = hashlib.sha256(), 0
    for number, part in enumerate(parts):
        digest.update(part)
        size += len(part)
        session.add(PublicationPart(publication_id=row.id, number=number, content=part))
        session.flush()
        session.expunge_all()  # a part is in memory once
    row = session.get_one(Publication, row.id)
    row.size_bytes, row.sha256 = size, digest.hexdigest()
    session.flush()
    audit.record(session, now, actor, "publication.submit", row.id, f"sha256 {row.sha256}")
    return row


def get_publication(session: Session, publication_id: str) -> Publication:
    """Return one.

    Raises:
        NotFoundError: there is none.
    """
    row = session.get(Publication, publication_id)
    if row is None:
        raise NotFoundError("There is no such publication")
    return row


def find_publications(session: Session, *, limit: int = 100, before: datetime | None = None) -> Sequence[Publication]:
    """Return publications, the newest first."""
    query = select(Publication).order_by(Publication.submitted_at.desc(), Publication.id).limit(limit)
    return session.scalars(query if before is None else query.where(Publication.submitted_at < before)).all()


def next_pending(session: Session) -> Publication | None:
    """Return the one that waits longest."""
    query = select(Publication).where(Publication.state == PublicationState.PENDING.value)
    return session.scalars(query.order_by(Publication.submitted_at, Publication.id).limit(1)).first()


def content_of(session: Session, publication_id: str) -> Iterator[bytes]:
    """Return its bytes, part by part."""
    query = select(PublicationPart.content).where(PublicationPart.publication_id == publication_id)
    yield from session.scalars(query.order_by(PublicationPart.number).execution_options(yield_per=1))


def begin(session: Session, publication_id: str, receipt: Mapping[str, Any]) -> None:
    """Keep that one was verified and that publishing it begins; `receipt` is what will be said of it.

    Raises:
        NotFoundError: there is none.
        ConflictError: it was decided before.
    """
    row = session.get(Publication, publication_id, with_for_update=True)
    if row is None:
        raise NotFoundError("There is no such publication")
    if row.state != PublicationState.PENDING.value:
        raise ConflictError("The publication was decided already", detail=row.state)
    row.receipt = dict(receipt)
    session.flush()


def decide(session: Session, now: datetime, publication_id: str, decision: Decision) -> None:
    """Keep what became of one, and no longer its bytes.

    Raises:
        NotFoundError: there is none.
        ConflictError: it was decided before.
    """
    row = get_publication(session, publication_id)
    if row.state != PublicationState.PENDING.value:
        raise ConflictError("The publication was decided already", detail=row.state)
    row.state, row.decided_at = decision.state.value, now
    row.error_title, row.error_detail = decision.error_title[:500], decision.error_detail[:4000]
    row.receipt = dict(decision.receipt) if decision.receipt is not None else None
    session.execute(delete(PublicationPart).where(PublicationPart.publication_id == publication_id))
    session.flush()
    action = "publication.publish" if decision.state is PublicationState.PUBLISHED else "publication.refuse"
    audit.record(session, now, SIGNER, action, publication_id, _summary(decision))


def _summary(decision: Decision) -> str:
    if decision.receipt is None:
        return decision.error_title
    signers = ", ".join(str(name) for name in decision.receipt.get("signers", ()))
    versions = ", ".join(f"{role} {version}" for role, version in decision.receipt.get("versions", {}).items())
    return f"{versions}; signed by {signers}"
