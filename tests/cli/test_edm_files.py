"""Files appear whole or not at all."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.cli.edm_files import EdmFileError, check_free, create_private, replace_whole


def interrupted() -> Iterator[bytes]:
    """Parts of which the second never comes."""
    yield b"half"
    raise KeyboardInterrupt


def test_replaces_a_file_in_one_step(tmp_path: Path):
    path = tmp_path / "x.edm"
    for parts in ((b"a", b"b"), (b"c",)):
        replace_whole(path, parts)
        assert path.read_bytes() == b"".join(parts)
    assert [each.name for each in tmp_path.iterdir()] == ["x.edm"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_interrupted_build_leaves_what_was_there_and_nothing_else(tmp_path: Path):
    path = tmp_path / "x.edm"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        replace_whole(path, interrupted())
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("x.edm", b"old")]


def test_a_folder_in_the_way_is_an_error_and_nothing_is_left(tmp_path: Path):
    (tmp_path / "x.edm" / "y").mkdir(parents=True)
    with pytest.raises(EdmFileError):
        replace_whole(tmp_path / "x.edm", (b"a",))
    with pytest.raises(EdmFileError):
        replace_whole(tmp_path / "missing" / "x.edm", (b"a",))
    assert [each.name for each in tmp_path.iterdir()] == ["x.edm"]


def test_a_private_file_is_made_once(tmp_path: Path):
    path = tmp_path / "x.edm.key"
    create_private(path, b"first")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(EdmFileError, match="exists already"):
        create_private(path, b"second")
    with pytest.raises(EdmFileError, match="exists already"):
        check_free(path)
    check_free(tmp_path / "other")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("x.edm.key", b"first")]
    with pytest.raises(EdmFileError, match="cannot be written"):
        create_private(tmp_path / "missing" / "key", b"x")
