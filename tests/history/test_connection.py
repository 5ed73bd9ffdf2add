"""Which of our errors SQLite's become, and that the key is in none of them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from agent.history.connection import connect, translated_errors
from agent.history.errors import HistoryCorruptError, HistoryUnavailableError
from tests.history.samples import KEY, OTHER_KEY


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "with space?&#.db"
    path.touch()
    with closing(connect(path, KEY, "rw", wal=False)) as connection:
        connection.execute("CREATE TABLE t (x UNIQUE)")
        connection.execute("INSERT INTO t VALUES ('canary')")
    return path


def test_the_same_key_reads_what_was_written(path: Path):
    with closing(connect(path, KEY, "ro")) as connection:
        assert connection.execute("SELECT x FROM t").fetchall() == [("canary",)]


def test_another_key_reads_nothing(path: Path):
    with (
        closing(connect(path, OTHER_KEY, "ro")) as connection,
        pytest.raises(HistoryCorruptError, match="SQLITE_NOTADB"),
        translated_errors(),
    ):
        connection.execute("SELECT x FROM t")


def test_another_key_says_nothing_on_standard_error(path: Path, capfd: pytest.CaptureFixture[str]):
    with (
        closing(connect(path, OTHER_KEY, "ro")) as connection,
        pytest.raises(HistoryCorruptError),
        translated_errors(),
    ):
        connection.execute("SELECT x FROM t")
    assert capfd.readouterr() == ("", "")


def test_a_missing_file_is_not_made(tmp_path: Path):
    with pytest.raises(HistoryUnavailableError, match="SQLITE_CANTOPEN"):
        connect(tmp_path / "missing.db", KEY, "rw")
    assert list(tmp_path.iterdir()) == []


def test_a_read_only_connection_does_not_write(path: Path):
    with (
        closing(connect(path, KEY, "ro")) as connection,
        pytest.raises(HistoryUnavailableError, match="SQLITE_READONLY"),
        translated_errors(),
    ):
        connection.execute("INSERT INTO t VALUES (2)")


def test_an_error_does_not_quote_the_values(path: Path):
    with (
        closing(connect(path, KEY, "rw")) as connection,
        pytest.raises(HistoryUnavailableError) as caught,
        translated_errors(),
    ):
        connection.execute("INSERT INTO t VALUES (?)", ("canary",))
    assert "canary" not in f"{caught.value} {caught.value!r} {caught.value.__cause__!r}"


def test_a_wrong_use_of_the_library_stays_what_it_is(path: Path):
    connection = connect(path, KEY, "rw")
    connection.close()
    with pytest.raises(dbapi2.ProgrammingError), translated_errors():
        connection.execute("SELECT 1")


@pytest.mark.parametrize("length", [0, 16, 31, 33])
def test_a_key_of_another_length_is_a_bug(path: Path, length: int):
    with pytest.raises(ValueError, match="32 bytes"):
        connect(path, bytes(length), "rw")
