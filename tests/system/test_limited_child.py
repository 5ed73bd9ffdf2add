"""A limited child answers, or the request fails by its deadline; nothing of it stays behind."""

from __future__ import annotations

import os
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from agent.system.child_errors import ChildCrashedError, ChildError, ChildLateError, ChildLimitError, ChildStartError
from agent.system.limited_child import ChildTiming, LimitedChild
from tests.processes import is_alive
from tests.system.limited_programs import OBEYS, command
from tests.waiting import wait_until

TIME_S = 20.0
"""More than any answer takes."""
PATIENT = ChildTiming(crash_limit=3, pauses_s=(60.0,), closing_s=5.0)
BRIEF = ChildTiming(closing_s=0.1)
"""For processes that do not end by themselves."""


def _files() -> int:
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - only counted


@pytest.fixture(autouse=True)
def _nothing_stays() -> Iterator[None]:
    before = _files()
    yield
    assert [thread for thread in threading.enumerate() if thread.name == "limited-child"] == []
    assert _files() == before
    assert [child for child in psutil.Process().children() if child.status() == psutil.STATUS_ZOMBIE] == []


@contextmanager
def limited(
    program: str | Sequence[str] = OBEYS,
    *,
    idle_s: float = 60.0,
    limit_bytes: int = 1 << 24,
    on_end: Callable[[int], None] = lambda _code: None,
    timing: ChildTiming = PATIENT,
) -> Iterator[LimitedChild]:
    argv = command(program, idle_s=idle_s) if isinstance(program, str) else program
    child = LimitedChild(argv, limit_bytes=limit_bytes, on_end=on_end, timing=timing)
    try:
        yield child
    finally:
        child.stop()


def ask(child: LimitedChild, order: str, text: str = "", timeout_s: float = TIME_S) -> str:
    return child.ask((order.encode(), text.encode()), timeout_s).decode()


def pid_of(child: LimitedChild) -> int:
    assert child.pid is not None
    return child.pid


def test_the_first_request_starts_a_process_and_the_next_finds_it_there():
    with limited() as child:
        assert child.pid is None
        assert ask(child, "echo", "one") == "echo: one"
        first = pid_of(child)
        assert child.ask((b"pid", memoryview(b"")), TIME_S) == str(first).encode()


def test_it_can_be_started_ahead_of_the_first_request():
    with limited() as child:
        child.start(TIME_S)
        first = pid_of(child)
        child.start(TIME_S)
        assert ask(child, "pid") == str(first)


def test_large_frames_go_both_ways():
    with limited() as child:
        assert len(child.ask((b"echo", bytes(1 << 22)), TIME_S)) == (1 << 22) + 6
        assert child.ask((b"large", b"4194304"), TIME_S) == bytes(1 << 22)


@pytest.mark.parametrize(
    ("order", "text", "code", "words"),
    [
        ("signal", "9", -9, "ended by SIGKILL"),
        ("signal", "40", -40, "ended by signal 40"),
        ("end", "3", 3, "exit code 3"),
        ("end", "0", 0, "exit code 0"),
        ("raise", "a secret", 1, "exit code 1"),
        ("close", "", None, "closed its channel"),
    ],
)
def test_a_crash_costs_one_request_and_says_how_it_ended(order: str, text: str, code: int | None, words: str):
    with limited(timing=BRIEF if code is None else PATIENT) as child:
        with pytest.raises(ChildCrashedError, match=words) as caught:
            ask(child, order, text)
        assert caught.value.exit_code == code
        assert "secret" not in f"{caught.value!r} {caught.value}"
        assert child.pid is None
        assert ask(child, "echo", "again") == "echo: again"


@contextmanager
def hanging(child: LimitedChild, marker: Path) -> Iterator[queue.Queue[ChildError]]:
    """A thread in the middle of a request without end; what becomes of it comes through the queue."""
    ends: queue.Queue[ChildError] = queue.Queue()

    def hang() -> None:
        try:
            ask(child, "hang", str(marker))
        except ChildError as exc:
            ends.put(exc)

    thread = threading.Thread(target=hang, name="asking")
    thread.start()
    wait_until(marker.exists, what="the request to be read")
    yield ends
    thread.join(10)


def test_a_process_that_is_killed_during_a_request_is_a_crash(tmp_path: Path):
    with limited() as child, hanging(child, tmp_path / "marker") as ends:
        pid = pid_of(child)
        os.kill(pid, signal.SIGKILL)
        assert isinstance(crash := ends.get(timeout=10), ChildCrashedError)
        assert crash.exit_code == -signal.SIGKILL
        assert not Path(f"/proc/{pid}").exists()


def test_a_process_that_hangs_is_killed_at_the_deadline():
    with limited() as child:
        child.start(TIME_S)
        pid, before = pid_of(child), time.monotonic()
        with pytest.raises(ChildLateError):
            ask(child, "hang", timeout_s=0.3)
        assert time.monotonic() - before < 5
        assert not Path(f"/proc/{pid}").exists()
        assert ask(child, "echo") == "echo: "


def test_a_process_that_reads_nothing_is_killed_at_the_deadline():
    with limited("signal.pause()") as child, pytest.raises(ChildLateError):
        child.ask((bytes(1 << 22),), 0.3)


def test_an_idle_process_ends_is_collected_at_once_and_is_replaced():
    codes: queue.Queue[int] = queue.Queue()
    with limited(idle_s=0.05, on_end=codes.put) as child:
        ask(child, "echo")
        before = _files()
        assert codes.get(timeout=10) == 0
        assert child.pid is None
        assert _files() == before - 1
        assert ask(child, "echo", "again") == "echo: again"


def test_a_process_that_ends_in_order_over_a_request_is_replaced_and_asked_again(tmp_path: Path):
    marker = tmp_path / "marker"
    with limited() as child:
        child.start(TIME_S)
        first = pid_of(child)
        marker.touch()
        assert ask(child, "end once", str(marker)) == f"end once: {marker}"
        assert child.pid != first


def test_one_that_was_started_for_the_request_is_not_asked_again(tmp_path: Path):
    marker = tmp_path / "marker"
    marker.touch()
    with limited() as child, pytest.raises(ChildCrashedError, match="exit code 0"):
        ask(child, "end once", str(marker))


def test_a_process_that_was_killed_between_requests_is_replaced():
    codes: queue.Queue[int] = queue.Queue()
    with limited(on_end=codes.put) as child:
        ask(child, "echo")
        os.kill(pid_of(child), signal.SIGKILL)
        assert codes.get(timeout=10) == -signal.SIGKILL
        assert ask(child, "echo", "again") == "echo: again"


@pytest.mark.parametrize("said", ["ffffffff", "00100001"])
def test_one_that_answers_too_much_is_killed(said: str):
    with limited(limit_bytes=1 << 20) as child:
        with pytest.raises(ChildLimitError, match="answered with more"):
            ask(child, "say", said)
        assert child.pid is None
        assert ask(child, "echo") == "echo: "


def test_one_that_says_half_of_an_answer_is_late():
    program = "os.write(channel, bytes.fromhex('000000ff00')); signal.pause()"
    with limited(program) as child, pytest.raises(ChildLateError):
        ask(child, "echo", timeout_s=1)


def test_one_that_speaks_unasked_is_replaced_before_it_is_asked_again():
    with limited(timing=BRIEF) as child:
        assert ask(child, "say", "0000000178" + "0000000179") == "x"
        first = pid_of(child)
        assert ask(child, "echo", "again") == "echo: again"
        assert child.pid != first


def test_a_request_that_is_too_long_is_not_sent():
    with limited(limit_bytes=100) as child:
        with pytest.raises(ChildLimitError, match="asked with more"):
            ask(child, "echo", "x" * 101)
        assert child.pid is None


def test_a_request_that_cannot_be_sent_ends_the_process():
    with limited() as child:
        with pytest.raises(TypeError):
            child.ask((b"echo", memoryview(b"1234")[::2]), TIME_S)
        assert child.pid is None
        assert ask(child, "echo") == "echo: "


def test_a_program_that_does_not_exist_is_not_started_and_not_named(caplog: pytest.LogCaptureFixture):
    with limited(("/home/jane/no such program",)) as child:
        with pytest.raises(ChildStartError, match="FileNotFoundError") as caught:
            ask(child, "echo")
        assert "jane" not in f"{caught.value!r} {caught.value} {caught.value.__cause__} {caplog.text}"


@pytest.mark.parametrize("program", [("/no such program",), command("sys.exit(3)")], ids=["no start", "a crash"])
def test_after_many_failures_in_a_row_there_is_a_pause(program: Sequence[str]):
    with limited(program) as child:
        for _ in range(PATIENT.crash_limit):
            with pytest.raises(ChildError, match=r"exit code 3|cannot be started"):
                ask(child, "echo")
        with pytest.raises(ChildStartError, match=r"3 times in a row; the next try is in (59|60) s"):
            ask(child, "echo")
        with pytest.raises(ChildStartError, match="3 times in a row"):
            child.start(TIME_S)


def test_the_pause_grows_with_each_failure_after_it_and_ends():
    with limited(("/no such program",), timing=ChildTiming(crash_limit=2, pauses_s=(0.0, 60.0))) as child:
        for _ in range(3):
            with pytest.raises(ChildStartError, match="cannot be started"):
                ask(child, "echo")
        with pytest.raises(ChildStartError, match=r"3 times in a row; the next try is in (59|60) s"):
            ask(child, "echo")


def test_an_answer_in_between_starts_the_count_again():
    with limited() as child:
        for _ in range(PATIENT.crash_limit + 1):
            with pytest.raises(ChildCrashedError):
                ask(child, "end", "3")
            assert ask(child, "echo") == "echo: "


def test_being_late_brings_no_pause():
    with limited("signal.pause()") as child:
        for _ in range(PATIENT.crash_limit + 1):
            with pytest.raises(ChildLateError):
                ask(child, "echo", timeout_s=0.05)


def test_two_threads_are_answered_one_after_the_other():
    answers: queue.Queue[str] = queue.Queue()
    with limited() as child:

        def put(text: str) -> None:
            answers.put(ask(child, "echo", text))

        asking = [threading.Thread(target=put, args=(text,), name="asking") for text in "abcd"]
        for thread in asking:
            thread.start()
        for thread in asking:
            thread.join(TIME_S)
        assert sorted(answers.get(timeout=1) for _ in asking) == [f"echo: {text}" for text in "abcd"]


def test_whoever_waits_for_its_turn_too_long_is_late_and_harms_nobody(tmp_path: Path):
    with limited(timing=BRIEF) as child, hanging(child, tmp_path / "marker") as ends:
        with pytest.raises(ChildLateError, match="another request"):
            ask(child, "echo", timeout_s=0.05)
        with pytest.raises(ChildLateError, match="another request"):
            child.start(0.0)
        assert is_alive(pid_of(child))
        child.stop()
        assert isinstance(ends.get(timeout=10), ChildStartError)


def test_stop_does_not_wait_for_a_request_that_is_under_way(tmp_path: Path):
    with limited(timing=ChildTiming()) as child, hanging(child, tmp_path / "marker") as ends:
        before = time.monotonic()
        child.stop()
        assert time.monotonic() - before < 2
        assert "stopped" in ends.get(timeout=10).reason


def test_stop_is_final_and_can_be_said_twice():
    with limited() as child:
        ask(child, "echo")
        pid = pid_of(child)
        child.stop()
        assert not Path(f"/proc/{pid}").exists()
        child.stop()
        with pytest.raises(ChildStartError, match="stopped"):
            ask(child, "echo")
        with pytest.raises(ChildStartError, match="stopped"):
            child.start(TIME_S)


def test_stop_lets_a_process_end_in_order_and_kills_one_that_does_not():
    codes: queue.Queue[int] = queue.Queue()
    with limited(on_end=codes.put) as child:
        ask(child, "echo")
        child.stop()
        assert codes.get(timeout=10) == 0
    with limited("signal.pause()", on_end=codes.put, timing=ChildTiming()) as child:
        child.start(TIME_S)
        before = time.monotonic()
        child.stop()
        assert time.monotonic() - before < 2
        assert codes.get(timeout=10) == -signal.SIGKILL


def test_stop_from_the_thread_that_tells_of_the_end_does_not_wait_for_itself():
    stopped = threading.Event()

    def stop(_code: int) -> None:
        child.stop()
        stopped.set()

    child = LimitedChild(command("sys.exit(3)"), on_end=stop, timing=PATIENT)
    child.start(TIME_S)
    assert stopped.wait(10)
    wait_until(lambda: child.pid is None, what="the end")
    child.stop()
