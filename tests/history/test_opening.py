"""Which files are opened, which are refused, and that a refused file stays as it is."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from agent.core import EventQuery
from agent.history.connection import connect
from agent.history.errors import HistoryCorruptError, HistoryTooNewError
from agent.history.opening import open_history
from agent.history.schema import SCHEMA_VERSION
from agent.history.store import SqlCipherEventStore
from tests.history.samples import KEY, OTHER_KEY, event, events, ids


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A history with 500 events."""
    path = tmp_path / "history.db"
    with closing(SqlCipherEventStore.open(path, KEY)) as store:
        store.record_all(events(500))
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """What the files hold; not the shared memory of whoever looked last, nor the empty log it makes."""
    read = {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith("-shm")}
    return {name: content for name, content in read.items() if content or not name.endswith("-wal")}


def write_garbage(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(20_000))  # noqa: S311 - test data


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


def cut_after_first_page(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:4096])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def write_text(path: Path) -> None:
    path.write_text("hello", encoding="utf-8")


def damage_first_page(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[200] ^= 1
    path.write_bytes(content)


def write_plain_database(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + bytes(4080))


def write_encrypted_file_without_tables(path: Path) -> None:
    path.write_bytes(b"")
    with closing(connect(path, KEY, "rw", wal=False)) as connection:
        connection.execute("PRAGMA user_version = 0")
        connection.execute("CREATE TABLE foreign_table (x)")


def test_an_undamaged_file_is_opened(path: Path):
    with closing(SqlCipherEventStore.open(path, KEY)) as store:
        assert store.list(EventQuery()).total == 500


@pytest.mark.parametrize(
    "damage",
    [
        write_garbage,
        cut_off,
        cut_after_first_page,
        empty,
        write_text,
        damage_first_page,
        write_plain_database,
        write_encrypted_file_without_tables,
    ],
)
def test_a_file_that_nobody_can_read_is_refused_and_stays_as_it_is(path: Path, damage: Callable[[Path], None]):
    damage(path)
    before = contents(path.parent)
    with pytest.raises(HistoryCorruptError):
        open_history(path, KEY)
    assert contents(path.parent) == before


def test_another_key_is_refused_and_the_file_stays_as_it_is(path: Path):
    before = contents(path.parent)
    with pytest.raises(HistoryCorruptError) as caught:
        open_history(path, OTHER_KEY)
    assert contents(path.parent) == before
    for key in (KEY, OTHER_KEY):
        assert key.hex() not in f"{caught.value!r} {caught.value} {caught.value.__cause__}"


def test_another_key_leaves_the_log_of_a_killed_process_as_it_is(tmp_path: Path):
    path = tmp_path / "history.db"
    with subprocess.Popen(
        [sys.executable, "-m", "tests.history.endless_writer", path], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        written = int(writer.stdout.readline())
        writer.kill()
    before = contents(tmp_path)
    assert "history.db-wal" in before
    with pytest.raises(HistoryCorruptError):
        open_history(path, OTHER_KEY)
    assert contents(tmp_path) == before
    with closing(SqlCipherEventStore.open(path, KEY)) as store:
        assert store.list(EventQuery()).total >= written


def test_a_log_without_its_file_is_damage(path: Path):
    path.rename(path.with_name("history.db-wal"))
    with pytest.raises(HistoryCorruptError):
        open_history(path, KEY)
    assert not path.exists()


def test_what_a_killed_start_left_behind_is_in_nobodys_way(tmp_path: Path):
    path = tmp_path / "history.db"
    path.with_name("history.db.new").write_bytes(b"half a file")
    with closing(SqlCipherEventStore.open(path, KEY)) as store:
        store.record(event())
    assert contents(tmp_path).keys() == {"history.db"}


def test_a_file_others_could_read_is_closed_to_them(path: Path):
    path.chmod(0o644)
    open_history(path, KEY).close()
    assert path.stat().st_mode & 0o777 == 0o600


def rewrite(path: Path, statement: str) -> None:
    with closing(connect(path, KEY, "rw", wal=False)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute(statement)


def test_a_file_of_a_later_version_is_refused_and_stays_as_it_is(path: Path):
    rewrite(path, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = contents(path.parent)
    with pytest.raises(HistoryTooNewError, match=f"schema is {SCHEMA_VERSION + 1}"):
        open_history(path, KEY)
    assert contents(path.parent) == before


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_a_file_of_every_earlier_version_is_read(tmp_path: Path, version: int):
    """data/v<version>.db was written by that version and never changes: three events, one with a later disposition."""
    path = tmp_path / "history.db"
    shutil.copy(Path(__file__).parent / "data" / f"v{version}.db", path)
    with closing(SqlCipherEventStore.open(path, KEY)) as store:
        page = store.list(EventQuery())
        store.record(event(9))
        assert store.list(EventQuery()).total == 4
    assert ids(page) == [f"{number:032x}" for number in (3, 2, 1)]
    assert [each.disposition for each in page.events] == ["warned", "warned", "acknowledged"]
    assert [each.channel for each in page.events] == ["browser", "clipboard", "clipboard"]
    assert [each.category for each in page.events] == [None, "legal", None]
    assert [len(each.entities) for each in page.events] == [2, 0, 2]


def test_opening_brings_the_file_to_the_present_version(path: Path):
    with closing(open_history(path, KEY)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)
