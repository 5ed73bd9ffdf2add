"""Whether a process has begun on Linux since somebody looked, without a list of them all.

The kernel tells the number that it gave away last, to a process or a thread of this pid namespace: some 10 µs, against
200 µs to 800 µs for a list of 300 processes.

Reference: proc_loadavg(5), fifth field.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["newest"]

_FILE = Path("/proc/loadavg")


def newest(file: Path = _FILE) -> int | None:
    """Return a number that is another whenever a process or a thread has begun; None where it is not told."""
    try:
        return int(file.read_bytes().rsplit(None, 1)[-1])
    except (OSError, ValueError, IndexError):
        return None
