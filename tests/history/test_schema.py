"""Migrations run once each, whole or not at all; the counts follow the events."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from agent.history.connection import Connection, connect
from agent.history.schema import DAY_US, MIGRATIONS, SCHEMA_VERSION
from agent.history.store import SqlCipherEventStore
from agent.system.sealed_file import migrate
from tests.history.samples import KEY, START, event


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    path = tmp_path / "new.db"
    path.touch()
    with closing(connect(path, KEY, "rw", wal=False)) as connection:
        yield connection


def tables(connection: Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_an_empty_file_gets_every_table_and_the_present_version(connection: Connection):
    migrate(connection, MIGRATIONS, 0)
    assert {"events", "dispositions", "kinds", "days"} <= tables(connection)
    assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)


def test_a_file_of_the_present_version_is_left_alone(connection: Connection):
    migrate(connection, MIGRATIONS, SCHEMA_VERSION)
    assert tables(connection) == set()


def test_a_migration_that_fails_leaves_nothing_behind(connection: Connection):
    connection.execute("CREATE TABLE dispositions (in_the_way)")
    with pytest.raises(dbapi2.OperationalError, match="already exists"):
        migrate(connection, MIGRATIONS, 0)
    assert tables(connection) == {"dispositions"}
    assert connection.execute("PRAGMA user_version").fetchone() == (0,)


def test_counts_are_kept_by_day_and_kind(tmp_path: Path):
    path = tmp_path / "history.db"
    with closing(SqlCipherEventStore.open(path, KEY)) as store:
        store.record_all([event(number) for number in range(3)])
        store.record(event(3, occurred_at=START + timedelta(days=1)))
        store.record(event(4, destination_id="claude"))
        store.record(event(4, destination_id="claude"))
    with closing(connect(path, KEY, "rw")) as connection:
        kinds = connection.execute("SELECT destination_id, events FROM kinds ORDER BY destination_id").fetchall()
        days = connection.execute("SELECT day, SUM(events) FROM days GROUP BY day").fetchall()
    assert kinds == [("chatgpt", 4), ("claude", 1)]
    first_day = int(START.timestamp()) * 1_000_000 // DAY_US
    assert days == [(first_day, 4), (first_day + 1, 1)]
