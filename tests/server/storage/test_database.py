"""Opening databases: which addresses, what a transaction is, what a database that does not answer looks like."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from server.storage import people
from server.storage.database import Database, parse_database_url
from server.storage.errors import StorageError
from server.storage.migrating import migrate
from server.storage.roles import COMMAND_LINE
from server.storage.tables import Team
from tests.server.repository.organization import NOW


@pytest.mark.parametrize(
    "url", ["sqlite:////tmp/x.db", "postgresql://a@b/c", "postgres://a@b/c", "postgresql+psycopg://a@b/c"]
)
def test_known_kinds_of_addresses_are_read(url: str):
    assert parse_database_url(url).drivername in {"sqlite", "postgresql+psycopg"}


@pytest.mark.parametrize("url", ["mysql://a@b/c", "nonsense", ""])
def test_other_addresses_are_refused(url: str):
    with pytest.raises(StorageError):
        parse_database_url(url)


def test_an_error_undoes_the_whole_transaction(database: Database):
    def add_and_fail() -> None:
        with database.writing() as session:
            people.add_team(session, NOW, COMMAND_LINE, "berlin")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        add_and_fail()
    with database.reading() as session:
        assert session.get(Team, "berlin") is None


def test_what_was_written_is_read(database: Database):
    with database.writing() as session:
        people.add_team(session, NOW, COMMAND_LINE, "berlin")
    with database.reading() as session:
        assert session.get_one(Team, "berlin").created_at == NOW


def test_a_snapshot_sees_one_moment(database: Database):
    with database.snapshot() as before:
        assert before.execute(text("SELECT count(*) FROM teams")).scalar() == 0
        with database.writing() as session:
            people.add_team(session, NOW, COMMAND_LINE, "berlin")
        assert before.execute(text("SELECT count(*) FROM teams")).scalar() == 0


def test_a_database_that_does_not_answer_says_so_without_its_address(tmp_path: Path):
    database = Database(parse_database_url(f"postgresql://someone:hidden@/x?host={tmp_path}"))
    with pytest.raises(StorageError) as caught:
        database.check()
    database.close()
    assert "hidden" not in str(caught.value)


def test_one_that_answers_is_fine(database: Database):
    database.check()


def test_the_file_is_its_owner_s_only(tmp_path: Path):
    file = tmp_path / "server.db"
    file.touch(mode=0o644)
    opened = Database(parse_database_url(f"sqlite:///{file}"))
    migrate(opened)
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()}
    opened.close()
    assert set(modes.values()) == {0o600}
    assert "server.db" in modes


def test_whoever_waits_too_long_for_the_one_writer_is_told(tmp_path: Path):
    opened = Database(parse_database_url(f"sqlite:///{tmp_path / 'server.db'}"), writer_wait_s=0.01)
    try:
        with opened.writing(), ThreadPoolExecutor() as pool:
            refused = pool.submit(lambda: opened.writing().__enter__())
            with pytest.raises(StorageError, match="busy"):
                refused.result(10)
        with opened.writing():
            pass
    finally:
        opened.close()
