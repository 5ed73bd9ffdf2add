"""A child's process gets what it needs and nothing else, and leaves nothing behind."""

from __future__ import annotations

import os
import queue
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from agent.system.child_channel import ChannelClosedError, receive_frame, send_frame
from agent.system.child_process import ChildProcess, reduced_environment
from tests.system.limited_programs import OBEYS, command
from tests.waiting import wait_until


@contextmanager
def running(
    program: str, on_end: Callable[[int], None] = lambda _code: None, *, shows_stderr: bool = False
) -> Iterator[ChildProcess]:
    environment = reduced_environment(os.environ, {"EXTRA": "1"})
    process = ChildProcess(command(program), environment=environment, shows_stderr=shows_stderr, on_end=on_end)
    try:
        yield process
    finally:
        process.kill()
        process.join(5)


def ask(process: ChildProcess, order: str, text: str = "") -> str:
    with process.channel() as descriptor:
        for frame in (order, text):
            send_frame(descriptor, frame.encode(), limit_bytes=100)
        return receive_frame(descriptor, limit_bytes=1 << 16).decode()


def test_it_runs_in_a_session_of_its_own_without_our_terminal():
    with running(OBEYS) as process:
        assert ask(process, "session") == "True ['/dev/null', '/dev/null', '/dev/null']"


def test_it_inherits_its_channel_and_no_other_file(tmp_path: Path):
    with (tmp_path / "open").open("w") as other:
        os.set_inheritable(other.fileno(), True)  # noqa: FBT003 - its only argument
        with running(OBEYS) as process:
            assert len(ask(process, "files").split()) == 4


def test_the_environment_is_what_python_needs_and_what_is_given():
    ours = {"PATH": "/bin", "HOME": "/home/jane", "PYTHONPATH": "x", "LC_ALL": "C", "TOKEN": "secret", "DISPLAY": ":0"}
    reduced = reduced_environment(ours, {"EXTRA": "1", "PATH": "/usr/bin"})
    assert reduced == {"PATH": "/usr/bin", "HOME": "/home/jane", "PYTHONPATH": "x", "LC_ALL": "C", "EXTRA": "1"}
    with running(OBEYS) as process:
        names = ask(process, "environment").split()
    assert "EXTRA" in names
    assert "PYTEST_CURRENT_TEST" in os.environ
    assert "PYTEST_CURRENT_TEST" not in names


@pytest.mark.parametrize(("order", "text", "code"), [("end", "0", 0), ("end", "3", 3), ("signal", "9", -9)])
def test_its_end_is_told_once_with_its_exit_code_and_clears_everything(order: str, text: str, code: int):
    codes: queue.Queue[int] = queue.Queue()
    with running(OBEYS, codes.put) as process:
        with pytest.raises(ChannelClosedError):
            ask(process, order, text)
        assert codes.get(timeout=10) == code
        process.join(5)
        assert process.wait(0) == code
        assert not Path(f"/proc/{process.pid}").exists()
        with pytest.raises(ChannelClosedError), process.channel():
            pytest.fail("a closed channel was lent")
        assert not process.is_silent()
        process.hang_up()
    assert codes.empty()


def test_one_that_waits_is_silent_and_one_that_has_spoken_or_ended_is_not():
    with running(OBEYS) as process:
        ask(process, "echo")
        assert process.is_silent()
        os.kill(process.pid, signal.SIGKILL)
        wait_until(lambda: not process.is_silent(), what="the end to be seen")
    with running("os.write(channel, b'x'); signal.pause()") as process:
        wait_until(lambda: not process.is_silent(), what="what it says")
        assert process.wait(0) is None


def test_to_hang_up_ends_a_process_in_order():
    with running(OBEYS) as process:
        ask(process, "echo")
        process.hang_up()
        assert process.wait(10) == 0


def test_killing_one_that_has_just_ended_is_nothing():
    with running("sys.exit(0)") as process:
        process.wait(10)
        process.kill()
        assert process.wait(0) == 0


def test_killing_and_ending_at_once_lose_no_end():
    for _ in range(10):
        codes: queue.Queue[int] = queue.Queue()
        environment = reduced_environment(os.environ, {})
        process = ChildProcess(("true",), environment=environment, shows_stderr=False, on_end=codes.put)
        process.kill()
        assert codes.get(timeout=10) in {0, -9}
        process.join(5)


def test_a_program_that_does_not_exist_leaves_nothing():
    files, threads = len(os.listdir("/proc/self/fd")), threading.active_count()  # noqa: PTH208 - only counted
    with pytest.raises(FileNotFoundError):
        ChildProcess(("/no such program",), environment={}, shows_stderr=False, on_end=lambda _code: None)
    wait_until(lambda: threading.active_count() == threads, what="the thread to be gone")
    assert len(os.listdir("/proc/self/fd")) == files  # noqa: PTH208 - only counted


@pytest.mark.parametrize("shows_stderr", [True, False])
def test_what_it_writes_is_shown_only_when_asked_for(capfd: pytest.CaptureFixture[str], *, shows_stderr: bool):
    with running("print('out'); print('trouble', file=sys.stderr)", shows_stderr=shows_stderr) as process:
        process.wait(10)
    assert capfd.readouterr() == ("", "trouble\n" if shows_stderr else "")


def test_trouble_of_who_is_told_is_logged_by_its_kind_only(caplog: pytest.LogCaptureFixture):
    def fail(_code: int) -> None:
        raise LookupError("a secret")

    with running("sys.exit(0)", fail) as process:
        process.wait(10)
    assert "failed: LookupError" in caplog.text
    assert "secret" not in caplog.text


def test_a_process_outlives_the_thread_that_asked_for_it():
    started: list[ChildProcess] = []

    def start() -> None:
        with_thread = ChildProcess(
            command(OBEYS), environment=dict(os.environ), shows_stderr=False, on_end=lambda _code: None
        )
        started.append(with_thread)
        ask(with_thread, "echo")  # it has asked for the signal at its parent's end by now

    thread = threading.Thread(target=start, name="asking")
    thread.start()
    thread.join(20)
    [process] = started
    try:
        assert ask(process, "echo", "again") == "echo: again"
    finally:
        process.kill()
        process.join(5)
