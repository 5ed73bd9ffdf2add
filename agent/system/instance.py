"""One agent per person: a lock that the system releases by itself when the agent dies, however it dies."""

from __future__ import annotations

import contextlib
import fcntl
import os
from pathlib import Path

from agent.core.errors import EnvironmentProblemError

__all__ = ["AlreadyRunningError", "InstanceLock"]


class AlreadyRunningError(EnvironmentProblemError):
    """Another agent holds the lock."""

    code = "already_running"


class InstanceLock:
    """Holds the lock from construction until `release`.

    Args:
        path: of the lock file, in a private folder.

    Raises:
        AlreadyRunningError: another agent of this user runs on the same folders.
        OSError: the file cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            pid = os.read(self._file, 20).decode("ascii", errors="replace").strip()
            os.close(self._file)
            raise AlreadyRunningError(
                "Cordon is already running",
                detail=f"Process {pid or 'unknown'}.",
                hint="See `cordon status`; end it with `cordon stop`.",
            ) from exc
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let go. The file stays: removing it would let two agents lock two files of one name. Idempotent."""
        with contextlib.suppress(OSError):
            os.close(self._file)
