"""From the sensors' threads to the event loop: the newest observation of each kind.

Rules kept here: bounded by construction (one slot per kind, the newest wins), because what was on the clipboard two
copies ago is nobody's question any more; `put` never blocks and may be called from any thread, also after the loop has
closed.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable

from agent.core.ports import Observation

__all__ = ["Mailbox"]


class Mailbox:
    """Hands observations to `receive` on the loop, in the order in which the newest of each kind arrived."""

    def __init__(self, loop: asyncio.AbstractEventLoop, receive: Callable[[Observation], None]) -> None:
        self._loop = loop
        self._receive = receive
        self._lock = threading.Lock()
        self._slots: dict[type, Observation] = {}

    def put(self, observation: Observation) -> None:
        """Keep the observation and wake the loop."""
        with self._lock:
            is_first = not self._slots
            self._slots.pop(type(observation), None)
            self._slots[type(observation)] = observation
        if is_first:
            # The loop may have closed while a sensor was still stopping.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._drain)

    def _drain(self) -> None:
        with self._lock:
            taken, self._slots = tuple(self._slots.values()), {}
        for observation in taken:
            self._receive(observation)
