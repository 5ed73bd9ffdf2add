"""Publications that wait for the signer."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from server.storage import audit, publications
from server.storage.database import Database
from server.storage.errors import ConflictError, NotFoundError
from server.storage.publications import Decision
from server.storage.roles import COMMAND_LINE
from server.storage.tables import PublicationPart, PublicationState
from tests.server.repository.organization import NOW

PARTS = [b"a" * publications.PART_BYTES, b"b" * 10]
PUBLISHED = Decision(
    state=PublicationState.PUBLISHED, receipt={"signers": ["ada", "bo"], "versions": {"targets": 2}, "author": "ada"}
)


def submit(database: Database, minutes: int = 0) -> str:
    """Hand one in."""
    with database.writing() as session:
        return publications.submit(session, NOW + timedelta(minutes=minutes), COMMAND_LINE, iter(PARTS)).id


def test_it_is_kept_whole(database: Database):
    one = submit(database)
    with database.reading() as session:
        row = publications.get_publication(session, one)
        assert b"".join(publications.content_of(session, one)) == b"".join(PARTS)
    assert (row.state, row.size_bytes) == ("pending", publications.PART_BYTES + 10)
    assert row.sha256 == hashlib.sha256(b"".join(PARTS)).hexdigest()


def test_the_oldest_is_next(database: Database):
    newer = submit(database, 1)
    older = submit(database)
    with database.writing() as session:
        assert [row.id for row in publications.find_publications(session)] == [newer, older]
        first = publications.next_pending(session)
        assert first is not None
        assert first.id == older
        publications.decide(session, NOW, older, PUBLISHED)
        second = publications.next_pending(session)
        assert second is not None
        assert second.id == newer


def test_once_decided_its_bytes_go_and_the_log_names_signers(database: Database):
    one = submit(database)
    with database.writing() as session:
        publications.decide(session, NOW, one, PUBLISHED)
        assert session.scalar(select(func.count()).select_from(PublicationPart)) == 0
        (entry,) = audit.find_entries(session, audit.AuditFilter(action="publication.publish"))
        assert entry.detail == "targets 2; signed by ada, bo"
        with pytest.raises(ConflictError):
            publications.decide(session, NOW, one, PUBLISHED)


def test_a_refusal_says_why(database: Database):
    one = submit(database)
    with database.writing() as session:
        refusal = Decision(state=PublicationState.REFUSED, error_title="Too few signatures", error_detail="One of two.")
        publications.decide(session, NOW, one, refusal)
        row = publications.get_publication(session, one)
    assert (row.state, row.error_title, row.receipt) == ("refused", "Too few signatures", None)


def test_not_too_many_wait(database: Database):
    with database.writing() as session:
        for _ in range(publications.MOST_PENDING):
            publications.submit(session, NOW, COMMAND_LINE, [b"x"])
        with pytest.raises(ConflictError):
            publications.submit(session, NOW, COMMAND_LINE, [b"x"])
        with pytest.raises(NotFoundError):
            publications.get_publication(session, "0" * 32)


def test_what_will_be_said_of_one_is_kept_when_it_is_begun(database: Database):
    one = submit(database)
    with database.writing() as session:
        publications.begin(session, one, {"author": "ada"})
        publications.begin(session, one, {"author": "bo"})  # begun again, after a crash
    with database.writing() as session:
        pending = publications.next_pending(session)
        assert pending is not None
        assert (pending.id, pending.receipt) == (one, {"author": "bo"})
        publications.decide(session, NOW, one, Decision(state=PublicationState.REFUSED, error_title="no"))
        assert publications.get_publication(session, one).receipt is None
        with pytest.raises(ConflictError):
            publications.begin(session, one, {})
        with pytest.raises(NotFoundError):
            publications.begin(session, "0" * 32, {})
