"""The system's processes, through psutil, asked one by one.

Rules kept here: a process that is gone between two calls, a zombie and one that may not be asked are ordinary. Other
users' processes are nobody's business: of them nothing but the owner is asked. What cannot be told of an own process
is left empty. Nothing is kept, since command lines may hold secrets.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Final, Protocol

import psutil

from agent.core.app_ports import ProcessKey
from agent.core.apps import ProcessFacts

__all__ = ["COMMAND_LIMIT", "ProcessTable", "SystemProcesses"]

COMMAND_LIMIT: Final = 64
"""Parts of a command line: what is run stands among the first."""
_PART_LIMIT: Final = 4096
_SAME_PROCESS_S: Final = 2.0
"""Times of creation are worked out from the clock, which may be set meanwhile."""


class ProcessTable(Protocol):
    """What there is to ask."""

    def newest(self) -> int | None:
        """Return a number that is another whenever a process has begun; None where nobody tells."""

    def pids(self) -> frozenset[int]:
        """Return the ids of all processes there are.

        Raises:
            OSError: they cannot be read.
        """

    def facts(self, pid: int) -> ProcessFacts | None:
        """Return what a process of this user is; None where it is another's, gone, or ended."""

    def command(self, pid: int) -> tuple[str, ...] | None:
        """Return what it was told to run, as in its facts and for less; None where that is not told."""

    def is_running(self, key: ProcessKey) -> bool:
        """Whether this very process is there and has not ended."""


class SystemProcesses:
    """Implements `ProcessTable`.

    Args:
        is_own: whether a process belongs to this user; may raise what psutil raises.
        newest: as the port has it.
    """

    def __init__(
        self, is_own: Callable[[psutil.Process], bool], newest: Callable[[], int | None] = lambda: None
    ) -> None:
        self._is_own = is_own
        self._newest = newest

    def newest(self) -> int | None:
        """Return a number that is another whenever a process has begun; None where nobody tells."""
        return self._newest()

    def pids(self) -> frozenset[int]:
        """Return the ids of all processes there are.

        Raises:
            OSError: they cannot be read.
        """
        try:
            return frozenset(psutil.pids())
        except psutil.Error as exc:
            raise OSError(type(exc).__name__) from exc

    def facts(self, pid: int) -> ProcessFacts | None:
        """Return what a process of this user is; None where it is another's, gone, or ended."""
        found = self._facts(pid)
        if found is None:
            return None
        facts, parent_pid = found
        parent = self._facts(parent_pid) if parent_pid else None
        # A parent that is younger than its child is somebody else with its pid.
        if parent is None or parent[0].created_at > facts.created_at + _SAME_PROCESS_S:
            return facts
        return replace(facts, parent=parent[0])

    def command(self, pid: int) -> tuple[str, ...] | None:
        """Return what it was told to run, as in its facts and for less; None where that is not told."""
        try:
            return _command(psutil.Process(pid))
        except (psutil.Error, OSError):
            return None

    def is_running(self, key: ProcessKey) -> bool:
        """Whether this very process is there and has not ended."""
        try:
            process = psutil.Process(key.pid)
            if abs(process.create_time() - key.created_at) > _SAME_PROCESS_S:
                return False
            return process.status() not in {psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD}
        except psutil.AccessDenied:
            return True
        except (psutil.Error, OSError):
            return False

    def _facts(self, pid: int) -> tuple[ProcessFacts, int] | None:
        try:
            process = psutil.Process(pid)
            with process.oneshot():
                if not self._is_own(process) or process.status() == psutil.STATUS_ZOMBIE:
                    return None
                facts = ProcessFacts(
                    pid=pid,
                    created_at=process.create_time(),
                    name=_told(process.name),
                    executable=_told(process.exe),
                    command=_command(process),
                )
                return facts, process.ppid()
        except (psutil.Error, OSError):
            return None  # gone, or somebody else's who says nothing


def _told(ask: Callable[[], str]) -> str:
    with suppress(psutil.AccessDenied):
        return ask()[:_PART_LIMIT]
    return ""


def _command(process: psutil.Process) -> tuple[str, ...]:
    with suppress(psutil.AccessDenied):
        return tuple(part[:_PART_LIMIT] for part in process.cmdline()[:COMMAND_LIMIT])
    return ()
