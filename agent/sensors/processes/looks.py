"""One look after the other at the table of processes: what is new, what is gone, what runs something else.

Rules kept here:

- A look costs a list of pids, and less where the system tells that no process has begun: then they are listed every
  `LIST_S` only. Only new pids are asked what they are, at most `ASK_LIMIT` a look, the others at the next.
- A process that has just begun may still become another program (a shell's child before exec, a script that ends in
  exec): until it has been there for `SETTLING_S` its command line is looked at again, and it is told again where that
  has changed.
- A pid in the list proves little: a zombie has one, too, and pids are given away again. So the processes that somebody
  follows are asked themselves, at most `FOLLOW_LIMIT` a look, in turn.
- Of a command line only a number is kept, to see that it has changed.
- What ends is seen when pids are listed; of those that somebody follows, at each look.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection
from typing import Final

from agent.core.app_ports import ProcessesChanged, ProcessKey
from agent.core.apps import ProcessFacts
from agent.sensors.processes.table import ProcessTable

__all__ = ["ASK_LIMIT", "FOLLOW_LIMIT", "LIST_S", "SETTLING_S", "ProcessLooks"]

ASK_LIMIT: Final = 300
FOLLOW_LIMIT: Final = 32
SETTLING_S: Final = 4.0
LIST_S: Final = 10.0


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class _Young:
    """A process that may still become another program."""

    digest: int
    settled_s: float


class ProcessLooks:
    """Remembers what was there at the last look.

    Args:
        table: the processes.
        followed: those whose end must not be missed; called at each look.
    """

    def __init__(self, table: ProcessTable, followed: Callable[[], Collection[ProcessKey]]) -> None:
        self._table = table
        self._followed = followed
        self._known: dict[int, ProcessKey | None] = {}
        """None for a process that is not this user's, or had ended when it was asked."""
        self._young: dict[int, _Young] = {}
        self._next_followed = 0
        self._is_first = True
        self._newest: int | None = None
        self._list_s = 0.0
        self._has_more = False
        """Whether there are new processes that were not asked yet."""

    def forget(self) -> None:
        """Tell everything anew at the next look."""
        self._known, self._young = {}, {}
        self._is_first = True

    def look(self, now_s: float) -> ProcessesChanged | None:
        """Return what is different from the last look; None where nothing is.

        Args:
            now_s: seconds since some moment, for what has just begun.

        Raises:
            OSError: the processes cannot be read.
        """
        is_first = self._is_first
        pids = self._listed(now_s)
        self._is_first = False
        gone = self._gone(pids)
        started = [*self._changed_young(now_s), *self._new(now_s, pids, is_first=is_first)]
        if not is_first and not started and not gone:
            return None
        return ProcessesChanged(started=tuple(started), ended=tuple(gone), is_whole=is_first)

    def _listed(self, now_s: float) -> frozenset[int] | None:
        """All pids; None where no process has begun since they were listed last, and that is not long ago."""
        newest = self._table.newest()
        is_known = newest is not None and newest == self._newest and now_s < self._list_s
        if is_known and not self._is_first and not self._has_more:
            return None
        pids = self._table.pids()
        # The number from before the list: what begins in between is in the list, or makes it another next time.
        self._newest, self._list_s = newest, now_s + LIST_S
        return pids

    def _gone(self, pids: frozenset[int] | None) -> list[ProcessKey]:
        gone = []
        for pid in self._known.keys() - pids if pids is not None else ():
            key = self._known.pop(pid)
            self._young.pop(pid, None)
            if key is not None:
                gone.append(key)
        for key in self._followed_now():
            if self._known.get(key.pid) == key and not self._table.is_running(key):
                # If its pid is another's by now, that one is new.
                del self._known[key.pid]
                self._young.pop(key.pid, None)
                gone.append(key)
        return gone

    def _followed_now(self) -> list[ProcessKey]:
        followed = sorted(self._followed())
        if len(followed) <= FOLLOW_LIMIT:
            return followed
        start = self._next_followed % len(followed)
        self._next_followed = start + FOLLOW_LIMIT
        return (followed + followed)[start : start + FOLLOW_LIMIT]

    def _changed_young(self, now_s: float) -> list[ProcessFacts]:
        changed = []
        for pid, young in list(self._young.items())[:ASK_LIMIT]:
            if young.settled_s <= now_s:
                del self._young[pid]
            command = self._table.command(pid)
            if command is None or hash(command) == young.digest:
                continue
            facts = self._table.facts(pid)
            if facts is not None:
                changed.append(facts)
                self._known[pid] = _key(facts)
                self._young[pid] = _Young(digest=hash(facts.command), settled_s=now_s + SETTLING_S)
        return changed

    def _new(self, now_s: float, pids: frozenset[int] | None, *, is_first: bool) -> list[ProcessFacts]:
        if pids is None:
            return []
        unknown = sorted(pids - self._known.keys())
        # The first look must be whole, whatever it takes: it replaces what was told before.
        asked = unknown if is_first else unknown[:ASK_LIMIT]
        self._has_more = len(asked) < len(unknown)
        new = []
        for pid in asked:
            facts = self._table.facts(pid)
            self._known[pid] = None if facts is None else _key(facts)
            if facts is not None:
                new.append(facts)
        # At the first look most have been there for long. The newest began just now: it is, or was started by, us.
        newest_at = max((each.created_at for each in new), default=0.0)
        for each in new:
            if not is_first or each.created_at > newest_at - SETTLING_S:
                self._young[each.pid] = _Young(digest=hash(each.command), settled_s=now_s + SETTLING_S)
        return new


def _key(facts: ProcessFacts) -> ProcessKey:
    return ProcessKey(pid=facts.pid, created_at=facts.created_at)
