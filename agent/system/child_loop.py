"""What a limited child does all its life: wait for a request, answer it, and end when nobody asks any more.

It ends with its parent: between requests by the end of the channel, during one by a signal from the kernel. What goes
wrong in an answer ends it, too: the parent sees that, and a process that met something unforeseen is not used again.
"""

from __future__ import annotations

import ctypes
import signal
import time
from collections.abc import Callable

from agent.system.child_channel import ChannelClosedError, receive_frame, send_frame, wait_for_input

__all__ = ["serve"]

_PR_SET_PDEATHSIG = 1


def serve(
    descriptor: int,
    answer: Callable[[list[bytes]], bytes],
    *,
    frames_per_request: int,
    idle_s: float,
    limit_bytes: int,
) -> None:
    """Answer requests until there was none for a while, or until the parent has closed the channel.

    Args:
        descriptor: the child's end of the channel.
        answer: a request's frames to the answer's one; it may empty the list, so that nothing is kept that it has read.
        frames_per_request: how many make up a request.
        idle_s: seconds to wait for the next request.
        limit_bytes: the longest frame, in both directions.

    Raises:
        ChannelLimitError: a frame or an answer is longer.
        Exception: whatever `answer` raises.
    """
    _end_with_parent()
    try:
        # Only the wait for a request is bounded: the parent decides how long the rest may take.
        while wait_for_input(descriptor, time.monotonic() + idle_s):
            frames = [receive_frame(descriptor, limit_bytes=limit_bytes) for _ in range(frames_per_request)]
            send_frame(descriptor, answer(frames), limit_bytes=limit_bytes)
            del frames  # what was read is not kept until the next request
    except ChannelClosedError:
        return


def _end_with_parent() -> None:
    """Have the kernel kill this process when its parent is gone; one that is gone by now has closed the channel."""
    try:
        prctl = ctypes.CDLL(None).prctl
    except (TypeError, OSError, AttributeError):
        return  # Windows has no main library handle, macOS no prctl
    zero = ctypes.c_ulong(0)
    prctl(ctypes.c_int(_PR_SET_PDEATHSIG), ctypes.c_ulong(signal.SIGKILL), zero, zero, zero)
