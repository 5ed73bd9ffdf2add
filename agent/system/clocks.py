"""The clock that nobody can set.

Reference: clock_gettime(2), CLOCK_BOOTTIME.
"""

from __future__ import annotations

import time

__all__ = ["elapsed_s"]

# Linux stops CLOCK_MONOTONIC while the machine sleeps; where there is no CLOCK_BOOTTIME, it goes on.
_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def elapsed_s() -> float:
    """Return the seconds since the machine was started, those that it slept among them."""
    return time.clock_gettime(_CLOCK)
