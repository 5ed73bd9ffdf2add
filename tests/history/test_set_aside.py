"""A damaged file goes out of the way with all that belongs to it, and replaces nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.history.errors import HistoryUnavailableError
from agent.history.set_aside import set_aside
from tests.ipc.foreign_user import as_nobody, needs_root, open_folder

NOW = datetime(2026, 3, 1, 12, 30, 5, tzinfo=UTC)


def test_the_file_and_its_side_files_are_renamed_unchanged(tmp_path: Path):
    path = tmp_path / "history.db"
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).write_bytes(b"content of " + suffix.encode())
    other = tmp_path / "history.key"
    other.write_bytes(b"a key")
    assert set_aside(path, NOW) == "history.db.damaged-20260301T123005Z"
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {
        "history.db.damaged-20260301T123005Z": b"content of ",
        "history.db.damaged-20260301T123005Z-wal": b"content of -wal",
        "history.db.damaged-20260301T123005Z-shm": b"content of -shm",
        "history.key": b"a key",
    }


def test_two_files_of_one_second_are_both_kept(tmp_path: Path):
    path = tmp_path / "history.db"
    path.write_bytes(b"first")
    first = set_aside(path, NOW)
    path.write_bytes(b"second")
    second = set_aside(path, NOW)
    assert (tmp_path / first).read_bytes() == b"first"
    assert (tmp_path / second).read_bytes() == b"second"


def test_a_log_that_is_left_alone_is_set_aside_too(tmp_path: Path):
    path = tmp_path / "history.db"
    path.with_name("history.db-wal").write_bytes(b"log")
    name = set_aside(path, NOW)
    assert [each.name for each in tmp_path.iterdir()] == [f"{name}-wal"]


@needs_root
def test_a_folder_that_cannot_be_changed_is_reported_as_such():
    with open_folder() as folder, as_nobody():
        own = folder / "own"
        own.mkdir()
        (own / "history.db").write_bytes(b"damaged")
        own.chmod(0o500)
        with pytest.raises(HistoryUnavailableError, match="cannot be set aside"):
            set_aside(own / "history.db", NOW)
        assert (own / "history.db").read_bytes() == b"damaged"
        own.chmod(0o700)
