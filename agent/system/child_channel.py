"""Frames between the agent and a limited child: a length of four bytes, big-endian, then so many bytes.

The one way of talking that a confined child has left: reading, writing and polling one descriptor. It is made
non-blocking, so that a peer that neither reads nor writes holds nobody beyond a deadline. Frames are bytes; what they
mean is not known here. After any error a channel is out of step and good for nothing but closing.
"""

from __future__ import annotations

import io
import math
import os
import select
import time
from typing import TypeAlias

from agent.core.errors import AgentError

__all__ = [
    "ChannelClosedError",
    "ChannelError",
    "ChannelLateError",
    "ChannelLimitError",
    "receive_frame",
    "send_frame",
    "wait_for_input",
]

_LENGTH_BYTES = 4
_CHUNK_BYTES = 1 << 18

Payload: TypeAlias = bytes | memoryview


class ChannelError(AgentError):
    """A frame did not get through."""

    code = "child_channel"


class ChannelClosedError(ChannelError):
    """The other side has closed its end, or is gone."""

    def __init__(self) -> None:
        super().__init__("The channel was closed by the other side")


class ChannelLimitError(ChannelError):
    """A frame is longer than allowed."""

    def __init__(self, length_bytes: int, limit_bytes: int) -> None:
        super().__init__(f"A frame of {length_bytes} bytes is beyond the limit of {limit_bytes}")


class ChannelLateError(ChannelError):
    """The deadline has passed."""

    def __init__(self) -> None:
        super().__init__("The other side of the channel did not do its part in time")


def send_frame(descriptor: int, payload: Payload, *, limit_bytes: int, deadline_at: float = math.inf) -> None:
    """Send one frame.

    Args:
        descriptor: of a stream socket.
        payload: what is in it.
        limit_bytes: the longest payload; nothing is sent of a longer one.
        deadline_at: on the monotonic clock, in seconds.

    Raises:
        ChannelClosedError: nobody reads.
        ChannelLateError: not everything was taken in time.
        ChannelLimitError: it is too long, also for four bytes of length.
    """
    data = memoryview(payload).cast("B")
    limit_bytes = min(limit_bytes, (1 << 8 * _LENGTH_BYTES) - 1)
    if len(data) > limit_bytes:
        raise ChannelLimitError(len(data), limit_bytes)
    os.set_blocking(descriptor, False)
    _write(descriptor, memoryview(len(data).to_bytes(_LENGTH_BYTES, "big")), deadline_at)
    _write(descriptor, data, deadline_at)


def receive_frame(descriptor: int, *, limit_bytes: int, deadline_at: float = math.inf) -> bytes:
    """Return the payload of the next frame; memory is taken as it arrives, not as it is announced.

    Args:
        descriptor: of a stream socket.
        limit_bytes: the longest payload.
        deadline_at: on the monotonic clock, in seconds.

    Raises:
        ChannelClosedError: there is no further frame, or not all of it.
        ChannelLateError: it was not there in time.
        ChannelLimitError: a longer one is announced.
    """
    os.set_blocking(descriptor, False)
    length_bytes = int.from_bytes(_read(descriptor, _LENGTH_BYTES, deadline_at), "big")
    if length_bytes > limit_bytes:
        raise ChannelLimitError(length_bytes, limit_bytes)
    return _read(descriptor, length_bytes, deadline_at)


def wait_for_input(descriptor: int, deadline_at: float) -> bool:
    """Whether something can be read until then: a frame, or the end of the channel.

    Args:
        descriptor: of a stream socket.
        deadline_at: on the monotonic clock, in seconds; one that has passed is a look without waiting.
    """
    return _wait(descriptor, select.POLLIN, deadline_at)


def _write(descriptor: int, data: memoryview, deadline_at: float) -> None:
    sent = 0
    while sent < len(data):
        _in_time(deadline_at)
        try:
            sent += os.write(descriptor, data[sent : sent + _CHUNK_BYTES])
        except BlockingIOError:
            _wait(descriptor, select.POLLOUT, deadline_at)
        except (BrokenPipeError, ConnectionResetError) as exc:
            raise ChannelClosedError from exc


def _read(descriptor: int, length_bytes: int, deadline_at: float) -> bytes:
    received = io.BytesIO()  # hands its bytes out without copying them
    while (missing := length_bytes - received.tell()) > 0:
        _in_time(deadline_at)
        try:
            chunk = os.read(descriptor, min(missing, _CHUNK_BYTES))
        except BlockingIOError:
            _wait(descriptor, select.POLLIN, deadline_at)
            continue
        except ConnectionResetError as exc:  # it was closed with something of ours unread
            raise ChannelClosedError from exc
        if not chunk:
            raise ChannelClosedError
        received.write(chunk)
    return received.getvalue()


def _in_time(deadline_at: float) -> None:
    if time.monotonic() >= deadline_at:
        raise ChannelLateError


def _wait(descriptor: int, events: int, deadline_at: float) -> bool:
    poll = select.poll()
    poll.register(descriptor, events)
    if deadline_at == math.inf:
        return bool(poll.poll())
    left_s = max(0.0, deadline_at - time.monotonic())
    return bool(poll.poll(min(math.ceil(left_s * 1000), (1 << 31) - 1)))
