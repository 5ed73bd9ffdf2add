"""A disk that the machine stops writing to, after so many files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from server.repository.files import DiskFiles

__all__ = ["FailingFiles", "StoppedError"]


class StoppedError(Exception):
    """The machine stands still."""


class FailingFiles:
    """Real files, each in place before the next one; stops before the one that comes after `left` others."""

    def __init__(self, left: int) -> None:
        self._left = left
        self._disk = DiskFiles()

    def write(self, files: Mapping[Path, bytes]) -> None:
        """Write as many as are left."""
        for file, content in files.items():
            self._spend()
            self._disk.write({file: content})

    def remove(self, file: Path) -> None:
        """Remove a file."""
        self._spend()
        self._disk.remove(file)

    def _spend(self) -> None:
        if self._left == 0:
            raise StoppedError
        self._left -= 1
