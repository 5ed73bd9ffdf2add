"""A deadline for calls into libraries that know none.

Rule kept here: the caller goes on when the time is up. The thread that still waits is left to itself; it is a daemon,
so it keeps nobody from ending.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

__all__ = ["call_with_deadline"]

_T = TypeVar("_T")


def call_with_deadline(function: Callable[[], _T], *, timeout_s: float, name: str) -> _T:
    """Return what `function` returns, called on a thread of that name.

    Raises:
        TimeoutError: it did not return in time.
        Exception: whatever `function` raises.
    """
    future: Future[_T] = Future()

    def run() -> None:
        try:
            future.set_result(function())
        except Exception as exc:  # noqa: BLE001 - handed to the caller
            future.set_exception(exc)

    threading.Thread(target=run, name=name, daemon=True).start()
    return future.result(timeout_s)
