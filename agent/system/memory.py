"""Memory that was freed, given back to the system.

The C library keeps what is freed for the next time; after a large text that is tens of megabytes of automata which an
idle agent has no use for. Only glibc can be asked; elsewhere nothing happens.
"""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable

__all__ = ["give_back_memory"]


def give_back_memory() -> bool:
    """Give back what is free; return whether there was any. Takes some milliseconds."""
    trim = _malloc_trim()
    return trim is not None and bool(trim(0))


@functools.cache
def _malloc_trim() -> Callable[[int], int] | None:
    try:
        function = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):  # another C library, or another system
        return None
    function.argtypes = (ctypes.c_size_t,)
    function.restype = ctypes.c_int
    return function
