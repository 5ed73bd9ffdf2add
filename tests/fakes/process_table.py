"""A table of processes that a test fills, and that misbehaves on request."""

from __future__ import annotations

import os
from dataclasses import replace

from agent.core.app_ports import ProcessKey
from agent.core.apps import ProcessFacts

__all__ = ["FakeProcessTable", "key_of", "process"]


def process(pid: int, program: str = "sleep", *command: str, created_at: float = 100.0) -> ProcessFacts:
    """Some process."""
    return ProcessFacts(
        pid=pid, created_at=created_at, name=program, executable=f"/usr/bin/{program}", command=(program, *command)
    )


def key_of(facts: ProcessFacts) -> ProcessKey:
    """What names it for good."""
    return ProcessKey(pid=facts.pid, created_at=facts.created_at)


class FakeProcessTable:
    """Implements `ProcessTable`.

    Attributes:
        others: pids that are listed, and say nothing: another user's.
        zombies: pids of those that have ended and are listed still.
        gone_when_asked: pids that are listed, and have gone when they are asked.
        failure: raised by the next lists of pids, while it is set.
        asked: pids that were asked what they are, in order.
        glimpsed: pids whose command line was looked at, in order.
        lists: how often pids were listed.
        tells_newest: whether it is told that a process has begun.
    """

    def __init__(self) -> None:
        self._processes: dict[int, ProcessFacts] = {}
        self.others: set[int] = set()
        self.zombies: set[int] = set()
        self.gone_when_asked: set[int] = set()
        self.failure: Exception | None = None
        self.asked: list[int] = []
        self.glimpsed: list[int] = []
        self.lists = 0
        self.tells_newest = False
        self.begun = 0
        self.run(process(os.getpid(), "cordon"))

    def run(self, *processes: ProcessFacts) -> None:
        """Add processes, or replace those with their pids."""
        for each in processes:
            self._processes = {**self._processes, each.pid: each}
            self.begun += 1
            self.zombies.discard(each.pid)

    def end(self, *pids: int) -> None:
        """Take processes away."""
        self._processes = {pid: each for pid, each in self._processes.items() if pid not in pids}
        self.zombies -= set(pids)

    def become(self, pid: int, program: str, *command: str) -> None:
        """A process runs another program (exec)."""
        was = self._processes[pid]
        now = replace(process(pid, program, *command, created_at=was.created_at), parent=was.parent)
        self._processes = {**self._processes, pid: now}

    def newest(self) -> int | None:
        """How many have begun."""
        return self.begun + len(self.others) + len(self.gone_when_asked) if self.tells_newest else None

    def pids(self) -> frozenset[int]:
        """Everything that is listed."""
        if self.failure is not None:
            raise self.failure
        self.lists += 1
        return frozenset(self._processes) | self.others | self.gone_when_asked

    def facts(self, pid: int) -> ProcessFacts | None:
        """What was put there."""
        self.asked.append(pid)
        return None if pid in self.zombies | self.others | self.gone_when_asked else self._processes.get(pid)

    def command(self, pid: int) -> tuple[str, ...] | None:
        """What was put there."""
        self.glimpsed.append(pid)
        there = self._processes.get(pid)
        return None if there is None or pid in self.zombies else there.command

    def is_running(self, key: ProcessKey) -> bool:
        """Whether this one is there."""
        there = self._processes.get(key.pid)
        return there is not None and key_of(there) == key and key.pid not in self.zombies
