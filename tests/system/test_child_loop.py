"""The loop answers requests, and ends when idle and with its parent."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from agent.system.child_channel import ChannelClosedError, receive_frame, send_frame
from tests.processes import is_alive
from tests.system.limited_programs import OBEYS, command
from tests.waiting import wait_until

# Started by a process of its own, which is then killed: it answers with its pid, or hangs in an answer.
PARENT = """
import sys
from agent.system.limited_child import LimitedChild
from tests.system.limited_programs import OBEYS, command
child = LimitedChild(command(OBEYS))
print(child.ask((b"pid", b""), 20).decode(), flush=True)
if sys.argv[1] == "busy":
    child.ask((b"hang", b""), 60)
sys.stdin.read()
"""


@contextmanager
def serving(*, idle_s: float = 60.0) -> Iterator[tuple[socket.socket, subprocess.Popen[bytes]]]:
    """Our end of a channel, and the process that serves at the other.

    Never the loop itself: it would have the tests killed with the program that started them.
    """
    ours, theirs = socket.socketpair()
    argv = (*command(OBEYS, idle_s=idle_s), "--channel-fd", str(theirs.fileno()))
    with ours, subprocess.Popen(argv, pass_fds=[theirs.fileno()], stderr=subprocess.DEVNULL) as process:
        theirs.close()
        try:
            yield ours, process
        finally:
            process.kill()


def test_requests_are_answered_until_the_channel_is_closed():
    with serving() as (ours, process):
        for text in (b"one", b"", b"two"):
            send_frame(ours.fileno(), b"echo", limit_bytes=100)
            send_frame(ours.fileno(), text, limit_bytes=100)
            assert receive_frame(ours.fileno(), limit_bytes=100) == b"echo: " + text
        assert process.poll() is None
        ours.close()
        assert process.wait(10) == 0


def test_it_returns_when_nobody_has_asked_for_a_while():
    with serving(idle_s=0.05) as (_, process):
        assert process.wait(20) == 0


@pytest.mark.parametrize("sent", [b"\0", b"\0\0\0\1x", b"\0\0\0\1x\0\0\0\5abc"])
def test_it_returns_when_the_parent_goes_in_the_middle_of_a_request(sent: bytes):
    with serving() as (ours, process):
        ours.sendall(sent)
        ours.close()
        assert process.wait(20) == 0


def test_it_returns_when_the_parent_does_not_wait_for_the_answer():
    with serving() as (ours, process):
        ours.sendall(b"\0\0\0\5large\0\0\0\0078388608")
        assert receive_frame_length(ours) == 1 << 23
        ours.close()
        assert process.wait(20) == 0


@pytest.mark.parametrize("sent", [b"\xff\xff\xff\xff", b"\0\0\0\5large\0\0\0\x0899999999"])
def test_a_request_or_an_answer_beyond_the_limit_is_an_error(sent: bytes):
    with serving() as (ours, process):
        ours.sendall(sent)
        assert process.wait(20) == 1


def test_what_answering_raises_ends_the_loop_without_an_answer():
    with serving() as (ours, process):
        ours.sendall(b"\0\0\0\5raise\0\0\0\0")
        with pytest.raises(ChannelClosedError):
            receive_frame(ours.fileno(), limit_bytes=100)
        assert process.wait(20) == 1


def receive_frame_length(ours: socket.socket) -> int:
    """What a frame announces, without the frame."""
    return int.from_bytes(ours.recv(4, socket.MSG_WAITALL), "big")


@pytest.mark.parametrize("state", ["idle", "busy"])
def test_a_child_dies_with_its_parent(state: str):
    with subprocess.Popen(
        [sys.executable, "-c", PARENT, state], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_alive(pid)
        parent.send_signal(signal.SIGKILL)
        wait_until(lambda: not is_alive(pid), what="the child to be gone")
