"""On which TCP ports processes of this user listen, through psutil.

Rules kept here: all connections are read, those that do not listen are dropped at once, and so are their peers'
addresses. A port whose process is another user's, as of a server that the system runs, is told without it. A process
is asked what it is once, as long as it listens.
"""

from __future__ import annotations

from typing import Final

import psutil

from agent.core.app_ports import Listener, ListenersFound, ProcessKey
from agent.core.apps import ProcessFacts
from agent.sensors.processes.table import ProcessTable

__all__ = ["LISTENERS_LIMIT", "ListenerLooks"]

LISTENERS_LIMIT: Final = 256


class ListenerLooks:
    """Remembers who listened at the last look.

    Args:
        table: the processes.
    """

    def __init__(self, table: ProcessTable) -> None:
        self._table = table
        self._facts: dict[int, ProcessFacts] = {}
        self._told: frozenset[tuple[int, int, float]] | None = None

    def forget(self) -> None:
        """Tell everything anew at the next look."""
        self._told = None

    def look(self) -> ListenersFound | None:
        """Return who listens; None where that is what was returned last.

        Raises:
            OSError: it cannot be read.
        """
        pairs = sorted(_listening())[:LISTENERS_LIMIT]
        self._facts = {
            pid: facts for pid in {pid for _, pid in pairs} if pid and (facts := self._facts_of(pid)) is not None
        }
        listeners = tuple(Listener(port=port, process=self._facts.get(pid)) for port, pid in pairs)
        told = frozenset(
            (each.port, each.process.pid, each.process.created_at) if each.process else (each.port, 0, 0.0)
            for each in listeners
        )
        if told == self._told:
            return None
        self._told = told
        return ListenersFound(listeners=listeners)

    def _facts_of(self, pid: int) -> ProcessFacts | None:
        known = self._facts.get(pid)
        if known is not None and self._table.is_running(ProcessKey(pid=pid, created_at=known.created_at)):
            return known
        return self._table.facts(pid)


def _listening() -> set[tuple[int, int]]:
    """Ports, each with the pid of whoever listens; 0 where that is not told."""
    try:
        connections = psutil.net_connections("tcp")
    except psutil.Error as exc:  # macOS tells only root
        raise OSError(type(exc).__name__) from exc
    return {
        (each.laddr.port, each.pid or 0) for each in connections if each.status == psutil.CONN_LISTEN and each.laddr
    }
