"""A private file is read only as it was made."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.core import SecretStoreError
from agent.system.key_file import PrivateFile
from tests.ipc.foreign_user import NOBODY, as_nobody, needs_root, open_folder

TEXT = "00ff" * 16


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.key"


def test_what_was_written_is_read(path: Path):
    PrivateFile(path).create(TEXT)
    assert PrivateFile(path).load() == TEXT
    assert [each.name for each in path.parent.iterdir()] == ["history.key"]


def test_a_missing_file_holds_nothing(path: Path):
    assert PrivateFile(path).load() is None


def test_a_new_file_is_for_its_owner_only_whatever_the_umask(path: Path):
    before = os.umask(0)
    try:
        PrivateFile(path).create(TEXT)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_is_never_replaced(path: Path):
    PrivateFile(path).create(TEXT)
    with pytest.raises(SecretStoreError, match="cannot be written"):
        PrivateFile(path).create("another text")
    assert PrivateFile(path).load() == TEXT
    assert [each.name for each in path.parent.iterdir()] == ["history.key"]


def test_what_a_killed_process_left_behind_is_in_nobodys_way(path: Path):
    path.with_name("history.key.new").write_text("half", encoding="ascii")
    PrivateFile(path).create(TEXT)
    assert PrivateFile(path).load() == TEXT


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610, 0o777])
def test_a_file_that_others_may_touch_is_refused(path: Path, mode: int):
    PrivateFile(path).create(TEXT)
    path.chmod(mode)
    with pytest.raises(SecretStoreError, match=f"{mode:04o}.*chmod 600") as caught:
        PrivateFile(path).load()
    assert TEXT not in f"{caught.value!r} {caught.value}"


def test_a_symbolic_link_is_not_followed(path: Path, tmp_path: Path):
    other = tmp_path / "other"
    PrivateFile(other).create(TEXT)
    path.symlink_to(other)
    with pytest.raises(SecretStoreError, match="cannot be read"):
        PrivateFile(path).load()
    with pytest.raises(SecretStoreError, match="cannot be written"):
        PrivateFile(path).create("another text")
    assert PrivateFile(other).load() == TEXT


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir])
def test_what_is_no_file_is_refused_without_waiting(path: Path, make: Callable[[Path], None]):
    make(path)
    with pytest.raises(SecretStoreError, match="no file of yours"):
        PrivateFile(path).load()


@needs_root
def test_a_file_of_another_user_is_refused(path: Path):
    PrivateFile(path).create(TEXT)
    os.chown(path, NOBODY, -1)
    with pytest.raises(SecretStoreError, match="no file of yours"):
        PrivateFile(path).load()


@needs_root
def test_a_file_that_may_not_be_read_is_reported_as_such():
    with open_folder() as folder:
        PrivateFile(folder / "history.key").create(TEXT)
        with as_nobody(), pytest.raises(SecretStoreError, match="cannot be read"):
            PrivateFile(folder / "history.key").load()


def test_what_is_not_ascii_is_refused_without_being_quoted(path: Path):
    path.write_bytes("Schlüssel".encode())
    path.chmod(0o600)
    with pytest.raises(SecretStoreError, match="is damaged") as caught:
        PrivateFile(path).load()
    assert caught.value.__suppress_context__


def test_a_deleted_file_is_gone_and_deleting_again_does_nothing(path: Path):
    PrivateFile(path).create(TEXT)
    PrivateFile(path).delete()
    PrivateFile(path).delete()
    assert PrivateFile(path).load() is None


@needs_root
def test_a_file_that_cannot_be_deleted_is_reported_as_such():
    with open_folder() as folder, as_nobody():
        own = folder / "own"
        own.mkdir()
        PrivateFile(own / "history.key").create(TEXT)
        own.chmod(0o500)
        with pytest.raises(SecretStoreError, match="cannot be removed"):
            PrivateFile(own / "history.key").delete()
        assert PrivateFile(own / "history.key").load() == TEXT
        own.chmod(0o700)
