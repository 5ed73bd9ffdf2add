"""Files that are whole or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.system.whole_files import (
    flush_file,
    flush_folder,
    link_or_copy,
    make_folder,
    replace_file,
    replace_link,
    write_file,
)


@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_a_file_has_the_permissions_asked_for(tmp_path: Path, mode: int):
    write_file(tmp_path / "file", b"x", mode=mode)
    assert (tmp_path / "file").stat().st_mode & 0o777 == mode
    with pytest.raises(FileExistsError):
        write_file(tmp_path / "file", b"y", mode=mode)


def test_a_folder_has_them_too_and_so_have_those_above_it(tmp_path: Path):
    make_folder(tmp_path / "a" / "b", 0o755)
    make_folder(tmp_path / "a" / "b", 0o700)  # leaves what is there
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("a", "a/b")] == [0o755, 0o755]


def test_a_file_is_replaced_whole(tmp_path: Path):
    file = tmp_path / "file"
    replace_file(file, b"one", mode=0o600)
    (tmp_path / ".file.new").write_bytes(b"left by a process that was killed")
    replace_file(file, b"two", mode=0o600)
    assert file.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_cannot_be_replaced_stays(tmp_path: Path):
    file = tmp_path / "file"
    (file / "in").mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        replace_file(file, b"two", mode=0o600)
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_leads_elsewhere_in_one_step(tmp_path: Path):
    link = tmp_path / "current"
    replace_link(link, "sets/1")
    replace_link(link, "sets/2")
    assert str(link.readlink()) == "sets/2"
    assert list(tmp_path.iterdir()) == [link]


def test_two_sets_share_a_file(tmp_path: Path):
    (tmp_path / "one").write_bytes(b"x")
    link_or_copy(tmp_path / "one", tmp_path / "two", mode=0o600)
    assert (tmp_path / "one").samefile(tmp_path / "two")


def test_flushing_what_is_not_there_is_an_error(tmp_path: Path):
    flush_folder(tmp_path)
    with pytest.raises(FileNotFoundError):
        flush_file(tmp_path / "none")
