"""One agent per person, whatever becomes of it."""

from __future__ import annotations

import fcntl
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from agent.system.instance import AlreadyRunningError, InstanceLock, LockFileError

ROOT = Path(__file__).parents[2]

_HOLD = """
import sys
from pathlib import Path
from agent.system.instance import InstanceLock
lock = InstanceLock(Path(sys.argv[1]), Path(sys.argv[2]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "agent.lock"


@contextmanager
def _other_agent(path: Path) -> Iterator[subprocess.Popen[bytes]]:
    command = (sys.executable, "-c", _HOLD, str(path), str(path.parent / "state"))
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        yield other
        other.kill()


def test_the_second_is_refused_and_told_who_is_first(path: Path):
    with _other_agent(path) as other:
        with pytest.raises(AlreadyRunningError) as caught:
            InstanceLock(path, path.parent / "state")
        assert str(other.pid) in caught.value.detail
        assert "cordon stop" in caught.value.hint


def test_the_lock_is_free_when_its_holder_was_killed(path: Path):
    with _other_agent(path) as other:
        other.kill()
        other.wait()
        InstanceLock(path, path.parent / "state").release()


def test_can_be_had_again_after_release(path: Path):
    for _ in range(3):
        InstanceLock(path, path.parent / "state").release()
    lock = InstanceLock(path, path.parent / "state")
    with pytest.raises(AlreadyRunningError):
        InstanceLock(path, path.parent / "state")
    lock.release()


def test_two_folders_are_two_instances(tmp_path: Path):
    first = InstanceLock(tmp_path / "one", tmp_path / "state of one")
    second = InstanceLock(tmp_path / "two", tmp_path / "state of two")
    first.release()
    second.release()


def test_releasing_twice_closes_nothing_that_came_after(path: Path, tmp_path: Path):
    lock = InstanceLock(path, path.parent / "state")
    lock.release()
    with (tmp_path / "another").open("wb") as another:
        lock.release()
        another.write(b"still open")
        another.flush()


def test_the_pid_of_an_older_agent_is_overwritten(path: Path):
    path.write_text("99999999999999\n", encoding="ascii")
    lock = InstanceLock(path, path.parent / "state")
    assert path.read_text(encoding="ascii") == f"{os.getpid()}\n"
    lock.release()


def test_the_file_is_private_and_not_inherited(path: Path):
    lock = InstanceLock(path, path.parent / "state")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    child = subprocess.Popen(("sleep", "60"), close_fds=False)
    lock.release()
    InstanceLock(path, path.parent / "state").release()
    child.kill()
    child.wait()


def test_a_link_is_not_followed(path: Path, tmp_path: Path):
    path.symlink_to(tmp_path / "victim")
    with pytest.raises(LockFileError, match="symbolic"):
        InstanceLock(path, path.parent / "state")
    assert not (tmp_path / "victim").exists()


def test_a_missing_folder_is_an_error(tmp_path: Path):
    with pytest.raises(LockFileError, match="No such file"):
        InstanceLock(tmp_path / "missing" / "agent.lock", tmp_path)


def test_two_sessions_of_one_person_are_one_instance(tmp_path: Path):
    state = tmp_path / "state"
    state.mkdir()
    first = InstanceLock(tmp_path / "one", state)
    with pytest.raises(AlreadyRunningError) as caught:
        InstanceLock(tmp_path / "two", state)
    assert "another session" in caught.value.detail
    first.release()
    InstanceLock(tmp_path / "two", state).release()


def test_whoever_may_open_a_shared_folder_cannot_keep_us_out(tmp_path: Path):
    state = tmp_path / "state"
    state.mkdir()
    somebody = os.open(state, os.O_RDONLY)
    try:
        fcntl.flock(somebody, fcntl.LOCK_SH)
        first = InstanceLock(tmp_path / "one", state, is_shared=True)
        with pytest.raises(AlreadyRunningError):
            InstanceLock(tmp_path / "two", state, is_shared=True)
        assert {stat.S_IMODE(file.stat().st_mode) for file in state.iterdir()} == {0o600}
        first.release()
    finally:
        os.close(somebody)
