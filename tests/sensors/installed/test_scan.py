"""A scan reads what has changed, and ends in time."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from agent.core.app_ports import InstalledFound, InstalledName
from agent.sensors.installed import shelves
from agent.sensors.installed.scan import SCAN_LIMIT_S, InstalledScan
from agent.sensors.installed.shelves import Shelf
from tests.sensors.installed.test_shelves import put


class Counted:
    """Shelves of commands in folders, and how often each was read."""

    def __init__(self, *folders: Path) -> None:
        self.folders = folders
        self.reads: list[str] = []
        self.now_s = 0.0
        self.read_takes_s = 0.0
        self.scan = InstalledScan(self._shelves, clock_s=lambda: self.now_s)

    def _shelves(self) -> list[Shelf]:
        return [Shelf(folder=each, reader=self._read(each.name)) for each in self.folders]

    def _read(self, name: str) -> shelves.Reader:
        def read(entries: Iterator[os.DirEntry[str]]) -> Iterator[InstalledName]:
            self.reads.append(name)
            self.now_s += self.read_takes_s
            return shelves.commands(entries)

        return read


def found_names(found: InstalledFound | None) -> set[str]:
    assert found is not None
    return {each.name for each in found.names}


def test_a_folder_is_read_again_when_something_was_put_there(tmp_path: Path):
    put(tmp_path, "a/claude*", "b/ollama*")
    counted = Counted(tmp_path / "a", tmp_path / "b", tmp_path / "c")
    assert found_names(counted.scan.scan()) == {"claude", "ollama"}
    assert counted.scan.scan() is None
    assert counted.reads == ["a", "b"]
    put(tmp_path, "b/codex*")
    assert found_names(counted.scan.scan()) == {"claude", "ollama", "codex"}
    assert counted.reads == ["a", "b", "b"]
    (tmp_path / "a" / "claude").unlink()
    put(tmp_path, "c/aider*")
    assert found_names(counted.scan.scan()) == {"ollama", "codex", "aider"}


def test_a_change_that_names_nothing_new_is_no_news(tmp_path: Path):
    put(tmp_path, "a/claude*")
    counted = Counted(tmp_path / "a")
    counted.scan.scan()
    put(tmp_path, "a/readme")
    assert counted.scan.scan() is None
    assert counted.reads == ["a", "a"]


def test_reading_all_finds_what_a_folders_time_does_not_tell(tmp_path: Path):
    put(tmp_path, "a/claude")
    counted = Counted(tmp_path / "a")
    assert found_names(counted.scan.scan()) == set()
    (tmp_path / "a" / "claude").chmod(0o755)
    assert counted.scan.scan() is None
    counted.scan.read_all()
    assert found_names(counted.scan.scan()) == {"claude"}


def test_forgetting_tells_the_same_again(tmp_path: Path):
    put(tmp_path, "a/claude*")
    counted = Counted(tmp_path / "a")
    counted.scan.scan()
    counted.scan.forget()
    assert found_names(counted.scan.scan()) == {"claude"}


def test_a_scan_that_takes_too_long_says_that_it_is_not_complete_and_goes_on_at_the_next(tmp_path: Path):
    put(tmp_path, "a/claude*", "b/ollama*")
    counted = Counted(tmp_path / "a", tmp_path / "b")
    counted.read_takes_s = SCAN_LIMIT_S
    first = counted.scan.scan()
    assert found_names(first) == {"claude"}
    assert first is not None
    assert not first.is_complete
    second = counted.scan.scan()
    assert found_names(second) == {"claude", "ollama"}
    assert second is not None
    assert second.is_complete


def test_a_shelf_that_is_no_longer_is_forgotten(tmp_path: Path):
    put(tmp_path, "a/claude*", "b/ollama*")
    counted = Counted(tmp_path / "a", tmp_path / "b")
    counted.scan.scan()
    counted.folders = (tmp_path / "a",)
    assert found_names(counted.scan.scan()) == {"claude"}


def test_names_are_bounded(tmp_path: Path):
    for number in range(6):
        put(tmp_path, f"a/{number}*")
    found = InstalledScan(lambda: [Shelf(folder=tmp_path / "a", reader=shelves.commands)], names_limit=5).scan()
    assert found is not None
    assert (len(found.names), found.is_complete) == (5, False)
