"""The audit log: a chain that shows what was altered or removed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from server.storage import audit
from server.storage.database import Database
from server.storage.errors import ConflictError
from server.storage.roles import COMMAND_LINE, Actor
from tests.server.repository.organization import NOW


def write(database: Database, count: int) -> None:
    """So many entries."""
    for number in range(count):
        with database.writing() as session:
            audit.record(session, NOW + timedelta(minutes=number), COMMAND_LINE, "test.done", f"thing-{number}")


def test_a_log_that_nobody_touched_is_whole(database: Database):
    write(database, 5)
    with database.reading() as session:
        state = audit.verify_log(session)
    assert (state.entries, state.broken_at) == (5, None)


def test_an_empty_log_is_whole(database: Database):
    with database.reading() as session:
        assert audit.verify_log(session) == audit.LogState(entries=0, digest=audit.FIRST)


@pytest.mark.parametrize(
    ("statement", "broken_at"),
    [
        ("UPDATE audit_entries SET actor = 'other' WHERE number = 3", 3),
        ("UPDATE audit_entries SET detail = 'x' WHERE number = 5", 5),
        ("DELETE FROM audit_entries WHERE number = 2", 2),
        ("DELETE FROM audit_entries WHERE number = 5", 5),
        ("DELETE FROM audit_entries", 1),
    ],
)
def test_what_was_altered_or_removed_is_found(database: Database, statement: str, broken_at: int):
    write(database, 5)
    with database.engine.begin() as connection:
        connection.execute(text(statement))
    with database.reading() as session:
        assert audit.verify_log(session).broken_at == broken_at


def test_a_chain_computed_anew_does_not_fit_what_was_noted(database: Database):
    write(database, 3)
    with database.reading() as session:
        noted = audit.verify_log(session)
        assert audit.verify_log(session, expected=(noted.entries, noted.digest)).broken_at is None
        with pytest.raises(ConflictError, match="differs"):
            audit.verify_log(session, expected=(2, noted.digest))
        with pytest.raises(ConflictError, match="missing"):
            audit.verify_log(session, expected=(4, noted.digest))


def test_entries_of_many_at_once_make_one_chain(database: Database):
    def add(number: int) -> None:
        with database.writing() as session:
            audit.record(session, NOW, Actor(name=f"a{number}", owner=""), "test.done", "thing")

    write(database, 1)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(add, range(24)))
    with database.reading() as session:
        assert (audit.verify_log(session).entries, audit.verify_log(session).broken_at) == (25, None)


def test_entries_are_found_by_who_what_and_when(database: Database):
    write(database, 4)
    with database.reading() as session:
        since = audit.AuditFilter(actor="command-line", action="test.done", since=NOW + timedelta(minutes=2))
        assert [entry.object for entry in audit.find_entries(session, since)] == ["thing-3", "thing-2"]
        until = audit.AuditFilter(until=NOW + timedelta(minutes=1))
        assert [entry.object for entry in audit.find_entries(session, until)] == ["thing-0"]
        assert audit.find_entries(session, audit.AuditFilter(actor="nobody")) == []
        assert [entry.number for entry in audit.find_entries(session, audit.AuditFilter(), before=3, limit=1)] == [2]
