"""Files come to be whole or not at all, and one process writes at a time."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from server.repository.errors import RepositoryBusyError, RepositoryError
from server.repository.files import DiskFiles, lock_folder, write_private_file, write_whole


@pytest.mark.parametrize("count", [1, 100])
def test_files_are_written_whole_and_others_may_read_them(tmp_path: Path, count: int):
    files = {tmp_path / "a" / f"{number}.json": str(number).encode() for number in range(count)}
    DiskFiles().write(files)
    assert {file: file.read_bytes() for file in (tmp_path / "a").iterdir()} == files
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o644 for file in files)
    DiskFiles().write(dict.fromkeys(files, b"new"))
    assert all(file.read_bytes() == b"new" for file in files)


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path):
    file = tmp_path / "file.json"
    DiskFiles().write({file: b"old"})
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "folder.json" / "x").touch()
    with pytest.raises(RepositoryError, match="cannot be written"):
        DiskFiles().write({tmp_path / "folder.json": b"new", file: b"new"})
    assert file.read_bytes() == b"old"
    assert not [*tmp_path.glob("*.draft")]


def test_a_draft_that_is_a_link_is_not_followed(tmp_path: Path):
    other = tmp_path / "other"
    other.write_bytes(b"mine")
    (tmp_path / "file.json.draft").symlink_to(other)
    with pytest.raises(RepositoryError):
        DiskFiles().write({tmp_path / "file.json": b"new"})
    assert other.read_bytes() == b"mine"


def test_removing_what_is_not_there_does_nothing(tmp_path: Path):
    file = tmp_path / "file"
    file.touch()
    DiskFiles().remove(file)
    DiskFiles().remove(file)
    assert not file.exists()
    with pytest.raises(RepositoryError, match="cannot be removed"):
        DiskFiles().remove(tmp_path)


def test_a_file_is_not_replaced_unless_it_is_asked_for(tmp_path: Path):
    file = tmp_path / "x.publication"
    write_whole(file, b"1")
    with pytest.raises(RepositoryError, match=r"x\.publication exists already"):
        write_whole(file, b"2")
    assert file.read_bytes() == b"1"
    write_whole(file, b"3", replaces=True)
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"3"]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path):
    with pytest.raises(RepositoryError, match="x cannot be written"):
        write_whole(tmp_path / "nowhere" / "x", b"1")


def test_a_private_file_is_for_its_owner(tmp_path: Path):
    write_private_file(tmp_path / "key", b"1")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_one_holds_the_lock(tmp_path: Path):
    folder = tmp_path / "repository"
    with lock_folder(folder), pytest.raises(RepositoryBusyError, match="Somebody else writes"), lock_folder(folder):
        pass
    with lock_folder(tmp_path / "repository"):
        pass


def test_a_file_is_no_folder_to_lock(tmp_path: Path):
    (tmp_path / "file").touch()
    with pytest.raises(RepositoryError, match="folder cannot be used"), lock_folder(tmp_path / "file"):
        pass
