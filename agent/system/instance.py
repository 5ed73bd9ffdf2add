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
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as exc:
            pid = os.read(file, 20).decode("ascii", errors="replace").strip()
            os.close(file)
            raise AlreadyRunningError(
                "Cordon is already running",
                detail=f"Process {pid or 'unknown'}.",
                hint="See `cordon status`; end it with `cordon stop`.",
            ) from exc
        self._file: int | None = file
        # Only for the message above: on a full disk the lock is held all the same.
        with contextlib.suppress(OSError):
            os.ftruncate(file, 0)
            os.pwrite(file, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let go. The file stays: removing it would let two agents lock two files of one name. Idempotent."""
        if self._file is not None:
            os.close(self._file)
            # The number may soon be another file's.
            self._file = None
