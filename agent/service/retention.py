"""Has the history forgotten when its time is over, as the policy in force says."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from agent.core.ports import EventStore

__all__ = ["Retention"]

_PAUSE_S = 3600.0
"""Whole days are forgotten, so that an hour more does not matter; and another policy soon counts."""


class Retention:
    """An asynchronous context: it forgets as long as it is open.

    Args:
        store: the history.
        days: how many are kept under the policy in force; None for all.
        clock: now, aware.
        pause_s: between two looks.
    """

    def __init__(
        self,
        *,
        store: EventStore,
        days: Callable[[], int | None],
        clock: Callable[[], datetime],
        pause_s: float = _PAUSE_S,
    ) -> None:
        self._store = store
        self._days = days
        self._clock = clock
        self._pause_s = pause_s
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Forget what is too old now, and then every hour."""
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
            days = self._days()
            if days is not None:
                self._store.forget_before(self._clock() - timedelta(days=days))
            await asyncio.sleep(self._pause_s)
