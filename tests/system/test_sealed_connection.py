"""Errors are those of whoever owns the file; the key is in none. More: tests/history/test_connection.py."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from agent.system.sealed_connection import connect, translated_errors
from tests.system.test_sealed_file import ERRORS, KEY, OTHER_KEY, CorruptError, UnavailableError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "test.db"
    path.touch()
    with closing(connect(path, KEY, "rw", errors=ERRORS, wal=False)) as connection:
        connection.execute("CREATE TABLE t (x UNIQUE)")
        connection.execute("INSERT INTO t VALUES ('canary')")
    return path


def test_the_same_key_reads_what_was_written(path: Path):
    with closing(connect(path, KEY, "ro", errors=ERRORS)) as connection:
        assert connection.execute("SELECT x FROM t").fetchall() == [("canary",)]


def test_another_key_is_damage_with_the_next_step(path: Path):
    with (
        closing(connect(path, OTHER_KEY, "ro", errors=ERRORS)) as connection,
        pytest.raises(CorruptError, match="The test file is damaged") as caught,
        translated_errors(ERRORS),
    ):
        connection.execute("SELECT x FROM t")
    assert caught.value.hint == "Start anew."
    assert OTHER_KEY.hex() not in f"{caught.value!r} {caught.value} {caught.value.__cause__}"


def test_an_error_does_not_quote_the_values(path: Path):
    with (
        closing(connect(path, KEY, "rw", errors=ERRORS)) as connection,
        pytest.raises(UnavailableError) as caught,
        translated_errors(ERRORS),
    ):
        connection.execute("INSERT INTO t VALUES (?)", ("canary",))
    assert "canary" not in f"{caught.value} {caught.value!r} {caught.value.__cause__!r}"


def test_whoever_finds_the_file_busy_waits_as_long_as_it_is_told(path: Path):
    with (
        closing(connect(path, KEY, "rw", errors=ERRORS)) as writer,
        closing(connect(path, KEY, "rw", errors=ERRORS, busy_timeout_s=0)) as other,
    ):
        writer.execute("BEGIN IMMEDIATE")
        with pytest.raises(UnavailableError, match="SQLITE_BUSY"), translated_errors(ERRORS):
            other.execute("BEGIN IMMEDIATE")


def test_a_wrong_use_of_the_library_stays_what_it_is(path: Path):
    connection = connect(path, KEY, "rw", errors=ERRORS)
    connection.close()
    with pytest.raises(dbapi2.ProgrammingError), translated_errors(ERRORS):
        connection.execute("SELECT 1")


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_a_bug(path: Path, length: int):
    with pytest.raises(ValueError, match="32 bytes"):
        connect(path, bytes(length), "rw", errors=ERRORS)
