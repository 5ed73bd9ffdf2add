"""One agent per person: a lock that the system releases by itself when the agent dies, however it dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path

from agent.core.errors import EnvironmentProblemError

__all__ = ["AlreadyRunningError", "InstanceLock", "LockFileError"]

_SHARED_LOCK = ".service.lock"


class AlreadyRunningError(EnvironmentProblemError):
    """Another agent holds the lock."""

    code = "already_running"


class LockFileError(EnvironmentProblemError):
    """Nobody can tell whether another agent runs."""

    code = "lock_file"


class InstanceLock:
    """Holds the lock from construction until `release`.

    Args:
        path: of the lock file, in the private runtime folder.
        state: the state folder, which is locked as well: two sessions of one person (a login shell, cron) may have
            different runtime folders and one history. Passed over where it does not exist, on a read-only disk.
        is_shared: whether others may look into the state folder. Whoever can open a folder can lock it, and could keep
            us from starting; a private file in it is locked instead.

    Raises:
        AlreadyRunningError: another agent of this user runs on the same folders.
        LockFileError: the file cannot be made.
    """

    def __init__(self, path: Path, state: Path, *, is_shared: bool = False) -> None:
        with contextlib.ExitStack() as opened:
            file = _open(path, os.O_RDWR | os.O_CREAT)
            opened.callback(os.close, file)
            _lock(file, holder=file)
            if state.is_dir():
                if is_shared:
                    second = _open(state / _SHARED_LOCK, os.O_RDWR | os.O_CREAT)
                else:
                    second = _open(state, os.O_RDONLY | os.O_DIRECTORY)
                opened.callback(os.close, second)
                _lock(second, holder=None)
            # Only for the message of a second agent: on a full disk the lock is held all the same.
            with contextlib.suppress(OSError):
                os.ftruncate(file, 0)
                os.pwrite(file, f"{os.getpid()}\n".encode(), 0)
            self._opened = opened.pop_all()

    def release(self) -> None:
        """Let go. The file stays: removing it would let two agents lock two files of one name. Idempotent."""
        self._opened.close()


def _open(path: Path, flags: int) -> int:
    try:
        return os.open(path, flags | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as exc:
        raise LockFileError(
            "A folder of Cordon's cannot be locked",
            detail=f"{exc.strerror}.",
            hint="`cordon doctor` names the folders; check their free space and what lies in them.",
        ) from exc


def _lock(descriptor: int, *, holder: int | None) -> None:
    """Take a lock; `holder` is a file that names the process that has it."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as exc:
        pid = os.read(holder, 20).decode("ascii", errors="replace").strip() if holder is not None else ""
        raise AlreadyRunningError(
            "Cordon is already running",
            detail=f"Process {pid}." if pid else "In another session of yours.",
            hint="See `cordon status`; end it with `cordon stop`.",
        ) from exc
