"""Frames arrive as they were sent, or there is an error that says why not."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.system.child_channel import (
    ChannelClosedError,
    ChannelLateError,
    ChannelLimitError,
    receive_frame,
    send_frame,
    wait_for_input,
)

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def soon(seconds: float = 0.05) -> float:
    return time.monotonic() + seconds


@given(st.lists(st.binary(max_size=2000), max_size=10))
def test_frames_arrive_in_order_and_whole(payloads: list[bytes]):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        for payload in payloads:
            send_frame(ours.fileno(), payload, limit_bytes=2000)
        received = [receive_frame(theirs.fileno(), limit_bytes=2000, deadline_at=soon(10)) for _ in payloads]
        assert received == payloads
        assert not wait_for_input(theirs.fileno(), soon(0))


@given(st.binary(max_size=50), st.integers(0, 60))
def test_whatever_is_sent_is_a_frame_an_error_or_not_all_there(data: bytes, limit_bytes: int):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(data)
        ours.close()
        length = int.from_bytes(data[:4], "big")
        if len(data) >= 4 and length > limit_bytes:
            with pytest.raises(ChannelLimitError):
                receive_frame(theirs.fileno(), limit_bytes=limit_bytes)
        elif len(data) < 4 + length:
            with pytest.raises(ChannelClosedError):
                receive_frame(theirs.fileno(), limit_bytes=limit_bytes)
        else:
            assert receive_frame(theirs.fileno(), limit_bytes=limit_bytes) == data[4 : 4 + length]


def test_a_frame_larger_than_any_buffer_arrives_while_it_is_sent(pair: Pair):
    payload = os.urandom(1 << 22)
    received: list[bytes] = []
    reader = threading.Thread(
        target=lambda: received.append(receive_frame(pair[1].fileno(), limit_bytes=1 << 22)), name="reader"
    )
    reader.start()
    send_frame(pair[0].fileno(), memoryview(payload), limit_bytes=1 << 22, deadline_at=soon(10))
    reader.join(10)
    assert received == [payload]


def test_a_view_of_wider_items_is_sent_as_bytes(pair: Pair):
    send_frame(pair[0].fileno(), memoryview(b"12345678").cast("I"), limit_bytes=8)
    assert receive_frame(pair[1].fileno(), limit_bytes=8) == b"12345678"


def test_a_frame_of_just_the_limit_is_sent_and_a_longer_one_is_not(pair: Pair):
    send_frame(pair[0].fileno(), bytes(8), limit_bytes=8)
    with pytest.raises(ChannelLimitError, match="9 bytes is beyond the limit of 8"):
        send_frame(pair[0].fileno(), bytes(9), limit_bytes=8)
    assert receive_frame(pair[1].fileno(), limit_bytes=8) == bytes(8)
    assert not wait_for_input(pair[1].fileno(), soon(0))


def test_a_frame_that_announces_too_much_is_refused_before_it_is_read(pair: Pair):
    pair[0].sendall(b"\xff\xff\xff\xffabc")
    with pytest.raises(ChannelLimitError):
        receive_frame(pair[1].fileno(), limit_bytes=1 << 20)


@pytest.mark.parametrize("begun", [b"", b"\0\0", b"\0\0\0\4", b"\0\0\0\4abc"])
def test_a_frame_that_does_not_come_in_time_is_late(pair: Pair, begun: bytes):
    pair[0].sendall(begun)
    with pytest.raises(ChannelLateError):
        receive_frame(pair[1].fileno(), limit_bytes=8, deadline_at=soon())


def test_a_frame_that_nobody_takes_is_late(pair: Pair):
    with pytest.raises(ChannelLateError):
        send_frame(pair[0].fileno(), bytes(1 << 24), limit_bytes=1 << 24, deadline_at=soon())


@pytest.mark.parametrize("unread", [b"", b"something"])
def test_a_peer_that_has_gone_is_said_to_be(pair: Pair, unread: bytes):
    pair[0].sendall(unread)
    pair[1].close()
    with pytest.raises(ChannelClosedError):
        send_frame(pair[0].fileno(), b"frame", limit_bytes=8)
    with pytest.raises(ChannelClosedError):
        receive_frame(pair[0].fileno(), limit_bytes=8)


def test_waiting_ends_with_input_with_the_channel_or_with_the_time(pair: Pair):
    assert not wait_for_input(pair[1].fileno(), soon())
    pair[0].sendall(b"x")
    assert wait_for_input(pair[1].fileno(), soon(10))
    pair[1].recv(1)
    pair[0].close()
    assert wait_for_input(pair[1].fileno(), soon(10))


def test_errors_hold_nothing_of_the_payload(pair: Pair):
    with pytest.raises(ChannelLimitError) as caught:
        send_frame(pair[0].fileno(), b"a secret", limit_bytes=4)
    assert "secret" not in f"{caught.value} {caught.value!r}"
