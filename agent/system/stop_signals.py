"""Signals that end a program set an event instead; whoever waits for it takes everything down in order."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Iterator

__all__ = ["stop_signals"]

_NUMBERS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@contextlib.contextmanager
def stop_signals(stopping: asyncio.Event) -> Iterator[None]:
    """While the block runs, have them set the event. On the event loop of the main thread."""
    loop = asyncio.get_running_loop()
    for number in _NUMBERS:
        loop.add_signal_handler(number, stopping.set)
    try:
        yield
    finally:
        for number in _NUMBERS:
            loop.remove_signal_handler(number)
