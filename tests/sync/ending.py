"""Runs exchanges, each in a process of its own that is killed before a given step on the disk.

Run: `python -m tests.sync.ending STATE`. For each number on standard input it forks; the child kills itself before its
so manyth call that makes, renames, links, writes or removes something. The exit code goes to standard output: 0, or -9.
"""

from __future__ import annotations

import os
import signal
import sys
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from agent.sync.order import ExchangeOrder
from agent.sync.program import exchange

__all__ = ["main"]

_STEPS = frozenset(
    {"os.rename", "os.link", "os.symlink", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "shutil.rmtree"}
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def main(state: Path) -> None:
    """Exchange, and end, as often as asked."""
    import_module("agent.sync.assembling")  # before the first fork, so that each does not do it again
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _end_before(int(line))
            exchange(state, ExchangeOrder(), environment={}, clock=lambda: datetime.now(UTC))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _end_before(step: int) -> None:
    left = step

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        is_writing = event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & _WRITING)
        if event in _STEPS or is_writing:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
