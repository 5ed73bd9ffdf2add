"""Files that a policy names are read from its folder, and from nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from agent.core.errors import AgentError
from agent.system.policy_files import PolicyFileError, PolicyFolder, forget_pages


def refusal(folder: Path, name: str, limit_bytes: int = 100) -> str:
    """What is said of a file that cannot be used, read or mapped."""
    with pytest.raises(PolicyFileError) as read:
        PolicyFolder(folder).read(name, limit_bytes)
    with pytest.raises(PolicyFileError):
        PolicyFolder(folder / "missing").map(name)
    assert str(folder) not in str(read.value)
    return str(read.value)


def test_reads_and_maps_a_file(tmp_path: Path):
    (tmp_path / "terms.txt").write_bytes(b"Heron\n")
    folder = PolicyFolder(tmp_path)
    assert folder.read("terms.txt", 6) == b"Heron\n"
    with folder.map("terms.txt") as mapped:
        assert mapped[:] == b"Heron\n"
        with pytest.raises(TypeError):
            mapped[0] = 0


def test_forgotten_pages_are_read_again(tmp_path: Path):
    (tmp_path / "large").write_bytes(b"x" * 100_000)
    with PolicyFolder(tmp_path).map("large") as mapped:
        assert mapped[:] == b"x" * 100_000
        forget_pages(mapped)
        assert mapped[:] == b"x" * 100_000


def test_a_mapped_file_outlives_its_being_replaced(tmp_path: Path):
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "b").write_bytes(b"new")
    with PolicyFolder(tmp_path).map("a") as mapped:
        (tmp_path / "b").replace(tmp_path / "a")
        assert mapped[:] == b"old"


@pytest.mark.parametrize("name", ["", ".", "..", "../terms.txt", "sub/terms.txt", "/etc/hostname"])
def test_a_name_does_not_lead_out_of_the_folder(tmp_path: Path, name: str):
    assert "outside its folder" in refusal(tmp_path, name)


def test_says_what_cannot_be_read(tmp_path: Path):
    (tmp_path / "large").write_bytes(b"x" * 101)
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    assert "The file missing cannot be read No such file" in refusal(tmp_path, "missing")
    for name in ("large", "folder", "pipe"):
        assert "no regular file of at most 100 bytes" in refusal(tmp_path, name)


def test_an_empty_file_cannot_be_mapped(tmp_path: Path):
    (tmp_path / "empty").touch()
    assert PolicyFolder(tmp_path).read("empty", 1) == b""
    with pytest.raises(PolicyFileError, match="It is empty"):
        PolicyFolder(tmp_path).map("empty")


def test_every_file_is_asked_about_once_it_is_open(tmp_path: Path):
    (tmp_path / "terms.txt").write_bytes(b"a term")
    asked: list[tuple[str, int]] = []
    folder = PolicyFolder(tmp_path, lambda name, found: asked.append((name, found.st_size)))
    assert folder.read("terms.txt", 100) == b"a term"
    folder.map("terms.txt").close()
    assert asked == [("terms.txt", 6), ("terms.txt", 6)]

    def refuse(name: str, _found: os.stat_result) -> None:
        raise AgentError(f"not {name}")

    before = sum(1 for _ in Path("/proc/self/fd").iterdir())
    with pytest.raises(AgentError, match=r"not terms\.txt"):
        PolicyFolder(tmp_path, refuse).read("terms.txt", 100)
    assert sum(1 for _ in Path("/proc/self/fd").iterdir()) == before
