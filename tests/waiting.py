"""The one way tests wait for what another process or thread does: look again until it is so, up to a deadline.

Where something can be waited for itself (an event, a future, a Qt signal), wait for that instead.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

__all__ = ["wait_until"]

T = TypeVar("T")


def wait_until(look: Callable[[], T], *, what: str, timeout_s: float = 10.0, every_s: float = 0.02) -> T:
    """Return the first true value that `look` returns; it is called at least once.

    Args:
        look: has no effect on what it looks at.
        what: what is waited for, for the error.
        timeout_s: generous; a deadline is no measurement.
        every_s: pause between two looks.

    Raises:
        TimeoutError: there was none in time.
    """
    pause = threading.Event()
    deadline = time.monotonic() + timeout_s
    while not (value := look()):
        if time.monotonic() >= deadline:
            raise TimeoutError(f"waited {timeout_s:g} s for {what}")
        pause.wait(every_s)
    return value
