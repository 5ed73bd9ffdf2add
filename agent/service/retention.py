"""Has the history forgotten when its time is over, as the policy in force says. What is forgotten does not come back.

Rules kept here:

- Nothing is forgotten before Cordon has run for an hour, nor within an hour after a policy that keeps less was first
  seen: a slip in a policy, or a clock that is wrong at the start, can be put right before it costs anything.
- Nothing is forgotten while the wall clock and the time that has really passed since the start differ by more than a
  day: somebody has moved the clock, and how old an event is nobody knows.
- A history that fails is asked again at the next look; the agent goes on and ends as if nothing had been.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from types import TracebackType
from typing import Protocol, Self

__all__ = ["Forgets", "Retention"]

_log = logging.getLogger(__name__)

_PAUSE_S = 3600.0
"""Whole days are forgotten, so that an hour more does not matter; and another policy soon counts."""
_MOST_DIFFERENCE = timedelta(days=1)


class Forgets(Protocol):
    """Remembers things that have their time."""

    def forget_before(self, at: datetime) -> None:
        """Forget what was before."""


class Retention:
    """An asynchronous context: it forgets as long as it is open.

    Args:
        store: the history, or whatever else is to forget.
        days: how many are kept under the policy in force; None for all.
        clock: now, aware.
        elapsed_s: seconds since some moment; goes on while the machine sleeps, and nobody can set it.
        pause_s: before the first look, and between two.
    """

    def __init__(
        self,
        *,
        store: Forgets,
        days: Callable[[], int | None],
        clock: Callable[[], datetime],
        elapsed_s: Callable[[], float],
        pause_s: float = _PAUSE_S,
    ) -> None:
        self._store = store
        self._days = days
        self._clock = clock
        self._elapsed_s = elapsed_s
        self._pause_s = pause_s
        self._seen_days = days()
        """At the last look."""
        self._started_at = clock()
        self._started_s = elapsed_s()
        self._has_said_so = False
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Begin to look every hour, in an hour."""
        self._task = asyncio.create_task(self._run(), name="cordon-retention")
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        """Stop."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._pause_s)
            try:
                self._look()
            except Exception as exc:  # noqa: BLE001 - one look is given up, the next is taken (module docstring)
                _log.error("the history could not be told to forget: %s", type(exc).__name__)

    def _look(self) -> None:
        days, before = self._days(), self._seen_days
        self._seen_days = days
        if days is None or before is None or days < before:
            return
        now = self._clock()
        if self._is_clock_moved(now):
            return
        self._store.forget_before(now - timedelta(days=days))

    def _is_clock_moved(self, now: datetime) -> bool:
        passed = timedelta(seconds=self._elapsed_s() - self._started_s)
        is_moved = abs(now - self._started_at - passed) > _MOST_DIFFERENCE
        if is_moved and not self._has_said_so:
            _log.warning("the clock was moved by more than a day: history is kept until it is back or Cordon restarts")
        self._has_said_so = is_moved
        return is_moved
