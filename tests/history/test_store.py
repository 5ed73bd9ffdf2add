"""The encrypted file; test_contract.py holds it to what every store promises."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from agent.core import Action, Disposition, EventQuery
from agent.history.entries import DispositionChange, Entry
from agent.history.errors import HistoryCorruptError, HistoryMovedError, HistoryUnavailableError
from agent.history.store import SqlCipherEventStore
from tests.history.samples import KEY, START, event, events, ids
from tests.ipc.foreign_user import as_nobody, needs_root, open_folder

CANARY = "Canary-Destination-4f1d"


@contextmanager
def opened(path: Path) -> Iterator[SqlCipherEventStore]:
    with closing(SqlCipherEventStore.open(path, KEY)) as store:
        yield store


def test_what_was_recorded_is_there_after_reopening(tmp_path: Path):
    path = tmp_path / "history.db"
    with opened(path) as store:
        store.record_all(events(300))
        store.record_disposition(event(7).event_id, Disposition.REDACTED, START)
        before = store.list(EventQuery(limit=1000))
    with opened(path) as store:
        assert store.list(EventQuery(limit=1000)) == before
        assert store.last_sequence == 300
        store.record(event(1000))
        assert store.list(EventQuery()).total == 301


def test_a_batch_is_written_whole_or_not_at_all(tmp_path: Path):
    with opened(tmp_path / "history.db") as store:
        store.record(event(1))
        with pytest.raises(ValueError, match="fromhex"):
            store.record_all([event(2, action=Action.BLOCK), event(3, event_id="no event id")])
        assert ids(store.list(EventQuery())) == ids([event(1)])
        # The kind of the refused event was rolled back with it, and is made again.
        store.record(event(2, action=Action.BLOCK))
        assert store.list(EventQuery(action=Action.BLOCK)).total == 1


def test_a_batch_written_again_changes_nothing(tmp_path: Path):
    batch: list[Entry] = [
        event(1),
        DispositionChange(event_id=event(1).event_id, disposition=Disposition.REDACTED, at=START),
    ]
    with opened(tmp_path / "history.db") as store:
        store.record_all(batch)
        once = store.list(EventQuery())
        store.record_all(batch)
        assert store.list(EventQuery()) == once


def test_nothing_on_the_disk_is_in_the_clear(tmp_path: Path):
    with opened(tmp_path / "history.db") as store:
        store.record(event(destination_name=CANARY))
        parts = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        assert set(parts) == {"history.db", "history.db-wal", "history.db-shm"}
        assert store.list(EventQuery()).events[0].destination_name == CANARY
    parts["closed"] = (tmp_path / "history.db").read_bytes()
    for content in parts.values():
        assert CANARY.encode() not in content
        assert b"SQLite format" not in content
        assert KEY not in content
        assert KEY.hex().encode() not in content.lower()


def test_every_file_is_for_its_owner_only_even_under_a_wide_umask(tmp_path: Path):
    before = os.umask(0)
    try:
        with opened(tmp_path / "history.db") as store:
            store.record(event())
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert modes == {"history.db": 0o600, "history.db-wal": 0o600, "history.db-shm": 0o600}


def test_a_damaged_page_is_noticed_when_it_is_read(tmp_path: Path):
    path = tmp_path / "history.db"
    with opened(path) as store:
        store.record_all(events(3000))
    with path.open("r+b") as file:
        for page in range(16, path.stat().st_size // 4096):
            file.seek(page * 4096 + 100)
            file.write(bytes(16))
    with opened(path) as store, pytest.raises(HistoryCorruptError):
        store.list(EventQuery(limit=1000))


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_a_file_that_was_moved_away_is_written_to_no_longer(tmp_path: Path, how: str):
    path = tmp_path / "history.db"
    with opened(path) as store:
        store.record(event(1))
        path.rename(tmp_path / "elsewhere.db")
        if how == "replaced":
            path.write_bytes(b"another file")
        with pytest.raises(HistoryMovedError):
            store.record(event(2))
    assert not path.exists() or path.read_bytes() == b"another file"


@needs_root
def test_a_folder_that_has_become_read_only_is_reported_as_such():
    with open_folder() as folder, as_nobody():
        path = folder / "mine" / "history.db"
        with opened(path) as store:
            store.record(event(1))
        path.parent.chmod(0o500)
        with pytest.raises(HistoryUnavailableError, match="Check free space and permissions"):
            SqlCipherEventStore.open(path, KEY)
        path.parent.chmod(0o700)
        with opened(path) as store:
            assert store.list(EventQuery()).events == (event(1),)


def test_a_process_killed_while_writing_loses_nothing_it_was_told_is_written(tmp_path: Path):
    path = tmp_path / "history.db"
    with subprocess.Popen(
        [sys.executable, "-m", "tests.history.endless_writer", path], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        acknowledged = [int(writer.stdout.readline()) for _ in range(5)]
        writer.send_signal(signal.SIGKILL)
        acknowledged += [int(line) for line in writer.stdout.read().split()]
    assert writer.returncode == -signal.SIGKILL
    assert path.with_name("history.db-wal").stat().st_size > 0
    with opened(path) as store:
        total = store.list(EventQuery()).total
        assert total >= acknowledged[-1]
        assert total % 100 == 0
        store.record(event(10**6))
        assert store.list(EventQuery()).total == total + 1
