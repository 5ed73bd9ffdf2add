"""Owned processes end when they are told to, whatever they make of it."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from tests.processes import OwnedProcess, is_alive
from tests.waiting import wait_until


def _start(tmp_path: Path, script: str, *, stdin: bytes = b"", dies_with_us: bool = False) -> OwnedProcess:
    argv = ("sh", "-c", script)
    return OwnedProcess.start(argv, env=os.environ, log=tmp_path / "log", stdin=stdin, dies_with_us=dies_with_us)


def test_output_and_exit_code_are_kept(tmp_path: Path):
    with _start(tmp_path, "cat; echo trouble >&2; exit 3", stdin=b"read this\n") as process:
        assert process.wait() == 3
        assert process.output() == "read this\ntrouble\n"


def test_a_large_input_that_is_not_read_blocks_nobody(tmp_path: Path):
    with _start(tmp_path, "sleep 1000", stdin=bytes(1 << 20)) as process:
        assert is_alive(process.pid)
    assert not is_alive(process.pid)


def test_what_ignores_the_request_to_end_is_ended(tmp_path: Path):
    with _start(tmp_path, "trap '' TERM; echo ready; while :; do sleep 1000; done") as process:
        wait_until(lambda: "ready" in process.output(), what="the trap")
        process.stop(timeout_s=0.2)
        assert not is_alive(process.pid)


def test_children_of_a_program_that_has_ended_are_ended_too(tmp_path: Path):
    with _start(tmp_path, "sleep 1000 & echo $!") as process:
        process.wait()
        child = int(process.output())
        assert is_alive(child)
    assert not is_alive(child)


def test_stopping_twice_is_no_error(tmp_path: Path):
    with _start(tmp_path, "exit 0") as process:
        process.stop()


@pytest.mark.parametrize("dies_with_us", [True, False])
def test_a_process_that_dies_with_us_outlives_nobody(tmp_path: Path, *, dies_with_us: bool):
    started: list[OwnedProcess] = []

    def start() -> None:
        process = _start(tmp_path, "echo ready; sleep 1000", dies_with_us=dies_with_us)
        started.append(process)
        wait_until(lambda: "ready" in process.output(), what="the process")

    thread = threading.Thread(target=start, name="starter")
    thread.start()
    thread.join(10)
    [process] = started
    with process:
        if dies_with_us:
            wait_until(lambda: not is_alive(process.pid), what="the process to die with its thread")
        else:
            assert is_alive(process.pid)


def test_waiting_ends_at_the_deadline_and_says_for_what():
    with pytest.raises(TimeoutError, match="for the moon"):
        wait_until(lambda: False, what="the moon", timeout_s=0.05)
    assert wait_until(lambda: "there", what="the sun", timeout_s=0.0) == "there"
