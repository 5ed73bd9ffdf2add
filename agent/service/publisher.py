"""Tells the subscribers what changed: events at once, the status soon after.

Rules kept here: changes that come together are one notification, at most one every `STATUS_PERIOD_S`; an issue that
becomes visible by the passing of time is published when it does.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime

from agent.core import Event
from agent.ipc.messages import EventModel, Notify, StatusResult

__all__ = ["STATUS_PERIOD_S", "StatusPublisher"]

STATUS_PERIOD_S = 0.1


class StatusPublisher:
    """Publishes the status after changes, merging those that come together.

    Args:
        status: builds the status.
        publish: sends a notification to every subscriber.
        next_change_at: when the status will change by itself (an issue becomes visible), or None.
        clock: the current instant (aware UTC).
    """

    def __init__(
        self,
        *,
        status: Callable[[], StatusResult],
        publish: Callable[[Notify], None],
        next_change_at: Callable[[], datetime | None],
        clock: Callable[[], datetime],
    ) -> None:
        self._status = status
        self._publish = publish
        self._next_change_at = next_change_at
        self._clock = clock
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._due_at = 0.0
        self._is_closed = False

    def changed(self) -> None:
        """Something about the status is different. On the event loop."""
        self._schedule(STATUS_PERIOD_S)

    def changed_threadsafe(self) -> None:
        """As `changed`, from any thread; ignored once the loop has closed."""
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self.changed)

    def event(self, event: Event) -> None:
        """Tell about an event at once."""
        self._publish(Notify(event=EventModel.of(event)))

    def apps_changed(self) -> None:
        """Tell that other AI apps run or are known. On the event loop."""
        self._publish(Notify(apps_changed=True))

    def close(self) -> None:
        """Publish no status any more; idempotent."""
        self._is_closed = True
        if self._timer is not None:
            self._timer.cancel()

    def _schedule(self, delay_s: float) -> None:
        due_at = self._loop.time() + delay_s
        if self._is_closed or (self._timer is not None and self._due_at <= due_at):
            return
        if self._timer is not None:
            self._timer.cancel()
        self._due_at = due_at
        self._timer = self._loop.call_later(delay_s, self._send)

    def _send(self) -> None:
        self._timer = None
        self._publish(Notify(status=self._status()))
        next_change_at = self._next_change_at()
        if next_change_at is not None:
            self._schedule((next_change_at - self._clock()).total_seconds() + STATUS_PERIOD_S)
