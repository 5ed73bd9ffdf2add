"""What lies on all shelves: each is read again only when its folder has changed.

Rules kept here: within `SCAN_LIMIT_S` and `NAMES_LIMIT` names a scan ends, and says whether it is complete; what was
not come to is read at the next. A folder's time tells that something was put into it, but not into a folder of it, nor
that a file may be executed now: so whoever scans has everything read again now and then (`read_all`).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from agent.core.app_ports import InstalledFound, InstalledName
from agent.sensors.installed.shelves import EDITOR_EXTENSION, Contents, Shelf, read_shelf

__all__ = ["NAMES_LIMIT", "SCAN_LIMIT_S", "InstalledScan"]

SCAN_LIMIT_S: Final = 5.0
NAMES_LIMIT: Final = 50_000


class InstalledScan:
    """Remembers what was read off each shelf.

    Args:
        shelves: those there are now.
        clock_s: seconds since some moment, for the limit.
        names_limit: how many names there may be.
    """

    def __init__(
        self,
        shelves: Callable[[], Iterable[Shelf]],
        *,
        clock_s: Callable[[], float] = time.monotonic,
        names_limit: int = NAMES_LIMIT,
    ) -> None:
        self._shelves = shelves
        self._clock_s = clock_s
        self._names_limit = names_limit
        self._read: dict[Path, tuple[int, Contents]] = {}
        self._told: InstalledFound | None = None

    def read_all(self) -> None:
        """Read everything anew at the next scan."""
        self._read = {}

    def forget(self) -> None:
        """Read and tell everything anew at the next scan."""
        self._read = {}
        self._told = None

    def scan(self) -> InstalledFound | None:
        """Return what is installed; None where that is what was returned last."""
        deadline = self._clock_s() + SCAN_LIMIT_S
        shelves = tuple(self._shelves())
        is_complete = True
        for shelf in shelves:
            changed_ns = _changed_ns(shelf.folder)
            if shelf.folder in self._read and self._read[shelf.folder][0] == changed_ns:
                continue
            if self._clock_s() >= deadline:
                is_complete = False
                break
            # The time from before: what is put there meanwhile makes it change again.
            self._read[shelf.folder] = (changed_ns, read_shelf(shelf) if changed_ns else Contents())
        found = self._found([shelf.folder for shelf in shelves], is_complete=is_complete)
        if found == self._told:
            return None
        self._told = found
        return found

    def _found(self, folders: list[Path], *, is_complete: bool) -> InstalledFound:
        self._read = {folder: self._read[folder] for folder in folders if folder in self._read}
        names: set[InstalledName] = set()
        for _, contents in self._read.values():
            is_complete = is_complete and contents.is_complete
            names |= contents.names
            if len(names) > self._names_limit:
                names = set(sorted(names)[: self._names_limit])
                is_complete = False
                break
        return InstalledFound(
            names=frozenset(each for each in names if each.kind != EDITOR_EXTENSION),
            editor_extensions=frozenset(each.name for each in names if each.kind == EDITOR_EXTENSION),
            is_complete=is_complete,
        )


def _changed_ns(folder: Path) -> int:
    """When a folder last changed; 0 where there is none."""
    try:
        return os.stat(folder).st_mtime_ns  # noqa: PTH116 - a tenth of Path.stat's time, for each of some fifty folders
    except OSError:
        return 0
