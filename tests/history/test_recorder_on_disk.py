"""The recorder with the real file: what a person finds after trouble."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from agent.core import EventQuery
from agent.core.health import HealthCode
from agent.history.connection import KEY_BYTES, connect
from agent.history.recorder import HistoryRecorder, history_recorder
from agent.history.store import SqlCipherEventStore
from tests.fakes.health import RecordingHealth
from tests.history.samples import KEY, OTHER_KEY, event, events, ids
from tests.ipc.foreign_user import as_nobody, needs_root, open_folder


class Secrets:
    """A secret store that has one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def load_or_create(self, name: str, length_bytes: int) -> bytes:
        """The key, whoever asks for it rightly."""
        assert (name, length_bytes) == ("history", KEY_BYTES)
        return self._key


@contextmanager
def recording(path: Path, health: RecordingHealth, key: bytes = KEY) -> Iterator[HistoryRecorder]:
    recorder = history_recorder(path, Secrets(key), health, prepare_folder=lambda: path.parent.mkdir(exist_ok=True))
    recorder.start()
    try:
        yield recorder
    finally:
        recorder.close()


def test_a_history_goes_on_after_a_restart(tmp_path: Path):
    health = RecordingHealth()
    for number in (1, 2):
        with recording(tmp_path / "history.db", health) as recorder:
            recorder.record(event(number))
            assert recorder.list(EventQuery()).total == number
    assert health.reported == ()
    assert [path.name for path in tmp_path.iterdir()] == ["history.db"]


def overwrite(path: Path) -> None:
    path.write_bytes(b"garbage" * 1000)


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5000])


@pytest.mark.parametrize("damage", [overwrite, cut_off])
def test_a_damaged_history_is_kept_unchanged_beside_a_new_one(tmp_path: Path, damage: Callable[[Path], None]):
    path, health = tmp_path / "history.db", RecordingHealth()
    with recording(path, health) as recorder:
        recorder.record(event(1))
    damage(path)
    damaged = path.read_bytes()
    with recording(path, health) as recorder:
        recorder.record(event(2))
        assert ids(recorder.list(EventQuery())) == ids([event(2)])
        name = health.detail(HealthCode.HISTORY_CORRUPT)
    assert (tmp_path / name).read_bytes() == damaged
    assert name.startswith("history.db.damaged-2")
    with recording(path, health) as recorder:
        assert ids(recorder.list(EventQuery())) == ids([event(2)])


def test_a_new_key_starts_a_new_history_and_the_old_key_still_reads_the_old_one(tmp_path: Path):
    path, health = tmp_path / "history.db", RecordingHealth()
    with recording(path, health) as recorder:
        recorder.record(event(1))
    with recording(path, health, OTHER_KEY) as recorder:
        recorder.record(event(2))
        assert recorder.list(EventQuery()).total == 1
    old = SqlCipherEventStore.open(tmp_path / health.detail(HealthCode.HISTORY_CORRUPT), KEY)
    assert ids(old.list(EventQuery())) == ids([event(1)])
    old.close()


def test_a_page_found_damaged_while_running_does_not_end_the_recording(tmp_path: Path):
    path, health = tmp_path / "history.db", RecordingHealth()
    store = SqlCipherEventStore.open(path, KEY)
    store.record_all(events(3000))
    store.close()
    content = bytearray(path.read_bytes())
    for page in range(8, len(content) // 4096):
        content[page * 4096 + 100] ^= 0xFF
    path.write_bytes(content)
    with recording(path, health) as recorder:
        assert recorder.list(EventQuery(limit=1000)).total == 0
        assert health.open_codes == {HealthCode.HISTORY_CORRUPT}
        recorder.record(event(5000))
        assert ids(recorder.list(EventQuery())) == ids([event(5000)])


def test_a_history_of_a_later_version_is_left_alone(tmp_path: Path):
    path, health = tmp_path / "history.db", RecordingHealth()
    SqlCipherEventStore.open(path, KEY).close()
    connection = connect(path, KEY, "rw", wal=False)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with recording(path, health) as recorder:
        recorder.record(event())
        assert recorder.list(EventQuery()).total == 1
        assert health.open_codes == {HealthCode.HISTORY_UNAVAILABLE}
        assert "schema is 99" in health.detail(HealthCode.HISTORY_UNAVAILABLE)
    assert health.open_codes == {HealthCode.HISTORY_UNAVAILABLE, HealthCode.HISTORY_EVENTS_LOST}
    assert {each.name.removesuffix("-wal").removesuffix("-shm") for each in tmp_path.iterdir()} == {"history.db"}


@needs_root
def test_on_a_read_only_disk_events_wait_and_are_written_once_it_heals():
    with open_folder() as folder, as_nobody():
        path, health = folder / "state" / "history.db", RecordingHealth()
        path.parent.mkdir(mode=0o500)
        with recording(path, health) as recorder:
            recorder.record(event())
            assert recorder.list(EventQuery()).total == 1
            assert health.open_codes == {HealthCode.HISTORY_UNAVAILABLE}
            path.parent.chmod(0o700)
        with recording(path, health) as recorder:
            assert recorder.list(EventQuery()).events == (event(),)


def test_on_a_full_disk_events_wait_and_are_written_once_it_heals(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "tests.history.full_disk", tmp_path / "history.db"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "healed\n", "")
