"""An encrypted file is started whole, migrated step by step, or refused. Damage of every kind: tests/history."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from agent.core.errors import EnvironmentProblemError
from agent.system.sealed_connection import FileErrors, connect
from agent.system.sealed_file import migrate, open_sealed_file

KEY, OTHER_KEY = bytes(range(32)), bytes(32)
FIRST = ("CREATE TABLE one (x)", "INSERT INTO one VALUES ('canary')")
SECOND = ("ALTER TABLE one ADD COLUMN y", "UPDATE one SET y = 2")


class CorruptError(EnvironmentProblemError):
    """For the test."""


class TooNewError(EnvironmentProblemError):
    """For the test."""


class UnavailableError(EnvironmentProblemError):
    """For the test."""


ERRORS = FileErrors(
    subject="test", corrupt=CorruptError, too_new=TooNewError, unavailable=UnavailableError, damage_hint="Start anew."
)


def rows(path: Path, *migrations: Sequence[str]) -> list[tuple[object, ...]]:
    """What the table holds once the file has been opened."""
    with closing(open_sealed_file(path, KEY, migrations, errors=ERRORS)) as connection:
        found: list[tuple[object, ...]] = connection.execute("SELECT * FROM one").fetchall()
    return found


def test_a_new_file_has_its_tables_and_is_encrypted_and_private(tmp_path: Path):
    path = tmp_path / "deeper" / "test.db"
    assert rows(path, FIRST) == [("canary",)]
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert b"canary" not in path.read_bytes()
    assert [each.name for each in path.parent.iterdir()] == ["test.db"]


def test_a_file_is_brought_forward_once(tmp_path: Path):
    path = tmp_path / "test.db"
    rows(path, FIRST)
    assert rows(path, FIRST, SECOND) == [("canary", 2)]
    assert rows(path, FIRST, SECOND) == [("canary", 2)]


def test_a_later_file_is_refused(tmp_path: Path):
    path = tmp_path / "test.db"
    rows(path, FIRST, SECOND)
    before = path.read_bytes()
    with pytest.raises(TooNewError, match="test was written by a later version"):
        rows(path, FIRST)
    assert path.read_bytes() == before


def test_a_step_that_fails_leaves_the_file_at_the_step_before(tmp_path: Path):
    path = tmp_path / "test.db"
    rows(path, FIRST)
    with pytest.raises(UnavailableError):
        rows(path, FIRST, ("CREATE TABLE two (x)", "not SQL"))
    assert rows(path, FIRST, SECOND) == [("canary", 2)]


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\0" + bytes(4080), bytes(range(256)) * 32])
def test_damage_is_refused_with_the_next_step(tmp_path: Path, content: bytes):
    path = tmp_path / "test.db"
    path.write_bytes(content)
    with pytest.raises(CorruptError) as caught:
        rows(path, FIRST)
    assert caught.value.hint == "Start anew."
    assert path.read_bytes() == content


def test_another_key_is_refused(tmp_path: Path):
    path = tmp_path / "test.db"
    rows(path, FIRST)
    with pytest.raises(CorruptError, match="key is another one"):
        open_sealed_file(path, OTHER_KEY, (FIRST,), errors=ERRORS)


def test_a_folder_that_cannot_be_made_is_named_by_what_it_is_for(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(UnavailableError, match="state folder") as caught:
        rows(tmp_path / "file" / "test.db", FIRST)
    assert str(tmp_path) not in str(caught.value)


def test_migrating_from_the_present_version_does_nothing(tmp_path: Path):
    path = tmp_path / "test.db"
    rows(path, FIRST)
    with closing(connect(path, KEY, "rw", errors=ERRORS)) as connection:
        migrate(connection, (FIRST,), 1)
        with pytest.raises(dbapi2.OperationalError):
            migrate(connection, (FIRST,), 0)
        assert connection.execute("SELECT COUNT(*) FROM one").fetchone() == (1,)
