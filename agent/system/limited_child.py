"""A process of Cordon that does one dangerous or heavy thing for the agent, as the agent sees it: ask, and be answered.

Rules kept here:

- At most one process, started by the first request, one request at a time. It ends by itself when idle, and the next
  request starts another; it is ended when the agent stops, and by the kernel when the agent dies.
- A request is answered or fails by its deadline, give or take what it takes to see a process off: one that crashed,
  hung or said too much is gone and collected by then. No request is sent twice, except when a process ended in order
  (exit code 0) while it was on its way: that one was idle, and another gets the request, once.
- A process that was found ended, or had spoken unasked, before a request was sent to it is replaced.
- Processes that fail `crash_limit` times in a row, with no answer in between, are not started again for a pause, which
  grows with each further failure. Failing is: not to start, to crash, to say too much or to speak unasked. To be late
  is not: a long text is nobody's fault.

Answers come from a process that reads hostile input: whoever asks takes them for untrusted. What requests hold is never
in an error or a log.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType

from agent.system.child_channel import (
    ChannelClosedError,
    ChannelLateError,
    ChannelLimitError,
    receive_frame,
    send_frame,
)
from agent.system.child_errors import ChildCrashedError, ChildError, ChildLateError, ChildLimitError, ChildStartError
from agent.system.child_process import ChildProcess, reduced_environment

__all__ = [
    "ChildCrashedError",
    "ChildError",
    "ChildLateError",
    "ChildLimitError",
    "ChildStartError",
    "ChildTiming",
    "LimitedChild",
]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildTiming:
    """How patient we are with it.

    Attributes:
        crash_limit: so many failures in a row bring a pause.
        pauses_s: after that failure and each further one; the last one stands for all above.
        closing_s: for a process whose channel is closed to end by itself, before it is killed.
    """

    crash_limit: int = 3
    pauses_s: tuple[float, ...] = (1.0, 5.0, 30.0, 60.0)
    closing_s: float = 0.5


class LimitedChild:
    """Owns the process; threads may share it.

    Args:
        command: program and arguments; `--channel-fd N` is added. The program calls `child_loop.serve`.
        limit_bytes: the longest frame, in both directions.
        environment: what it gets besides the little that Python needs of ours.
        shows_stderr: for debugging: it writes to our standard error, where a traceback may quote what it read.
        on_end: told the exit code of each process that has ended, negative for a signal, on a thread of its own; brief.
        timing: how patient we are.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        limit_bytes: int = 256 << 20,
        environment: Mapping[str, str] = MappingProxyType({}),
        shows_stderr: bool = False,
        on_end: Callable[[int], None] = lambda _code: None,
        timing: ChildTiming = ChildTiming(),
    ) -> None:
        self._command = tuple(command)
        self._limit_bytes = limit_bytes
        self._environment = environment
        self._shows_stderr = shows_stderr
        self._on_end = on_end
        self._timing = timing
        self._turns = threading.Lock()
        # Guards the two below, and is never held for long: `stop` does not wait for a turn.
        self._state = threading.Lock()
        self._process: ChildProcess | None = None
        self._is_stopped = False
        self._failures = 0
        self._paused_until = 0.0

    @property
    def pid(self) -> int | None:
        """Its process id; None when there is none."""
        process = self._process
        return process.pid if process is not None and process.wait(0) is None else None

    def start(self, timeout_s: float) -> None:
        """Start a process if there is none, so that it is warm when it is asked; does not wait until it is.

        Args:
            timeout_s: seconds to wait for another thread's request. The operating system's part has no deadline.

        Raises:
            ChildStartError: there is none afterwards.
            ChildLateError: another request had it all the time.
        """
        with self._turn(time.monotonic() + timeout_s):
            if self._ready() is None:
                self._started()

    def ask(self, frames: Sequence[bytes | memoryview], timeout_s: float) -> bytes:
        """Return the answer to a request.

        Args:
            frames: the request, as many as the program takes for one.
            timeout_s: seconds for all of it, a start included.

        Raises:
            ChildStartError: there is no process to ask.
            ChildCrashedError: it ended, or closed its channel, before it had answered.
            ChildLateError: it did not answer in time, or another request had it all the time.
            ChildLimitError: a frame of the request or the answer is too long.
        """
        deadline_at = time.monotonic() + timeout_s
        if any(memoryview(frame).nbytes > self._limit_bytes for frame in frames):
            raise ChildLimitError("it was asked with more than it takes")
        with self._turn(deadline_at):
            try:
                answer = self._answer(frames, deadline_at)
            except (ChildCrashedError, ChildLimitError) as exc:
                self._count_failure(exc.reason)
                raise
            self._failures = 0
            return answer

    def stop(self) -> None:
        """End the process, and start none again; idempotent. A request that is under way fails."""
        with self._state:
            self._is_stopped = True
            process = self._process
        if process is not None:
            process.hang_up()
            self._retire(process, self._timing.closing_s)

    @contextmanager
    def _turn(self, deadline_at: float) -> Iterator[None]:
        if not self._turns.acquire(timeout=max(0.0, deadline_at - time.monotonic())):
            raise ChildLateError("another request took all the time")
        try:
            yield
        finally:
            self._turns.release()

    def _answer(self, frames: Sequence[bytes | memoryview], deadline_at: float) -> bytes:
        if (process := self._ready()) is not None:
            try:
                return self._exchange(process, frames, deadline_at)
            except ChildCrashedError as exc:
                if exc.exit_code != 0:
                    raise
        return self._exchange(self._started(), frames, deadline_at)

    def _ready(self) -> ChildProcess | None:
        """The process, if it waits for a request."""
        process = self._process
        if process is None or process.is_silent():
            return process
        code = self._retire(process, self._timing.closing_s)
        if code != 0:
            self._count_failure("it spoke unasked" if code is None else ChildCrashedError(code).reason)
        return None

    def _started(self) -> ChildProcess:
        if (left_s := self._paused_until - time.monotonic()) > 0:
            raise ChildStartError(f"it failed {self._failures} times in a row; the next try is in {left_s:.0f} s")
        with self._state:
            if self._is_stopped:
                raise ChildStartError("it was stopped")
            try:
                self._process = ChildProcess(
                    self._command,
                    environment=reduced_environment(os.environ, self._environment),
                    shows_stderr=self._shows_stderr,
                    on_end=self._on_end,
                )
            except (OSError, RuntimeError) as exc:
                reason = f"it cannot be started ({type(exc).__name__})"
                self._count_failure(reason)
                raise ChildStartError(reason) from None  # the cause names a path
            return self._process

    def _exchange(self, process: ChildProcess, frames: Sequence[bytes | memoryview], deadline_at: float) -> bytes:
        """One request and its answer; a process that fails is gone afterwards."""
        try:
            with process.channel() as descriptor:
                for frame in frames:
                    send_frame(descriptor, frame, limit_bytes=self._limit_bytes, deadline_at=deadline_at)
                return receive_frame(descriptor, limit_bytes=self._limit_bytes, deadline_at=deadline_at)
        except ChannelClosedError as exc:
            code = self._retire(process, self._timing.closing_s)
            if self._is_stopped:
                raise ChildStartError("it was stopped") from exc
            raise ChildCrashedError(code) from exc
        except ChannelLateError as exc:
            self._retire(process)
            raise ChildLateError from exc
        except ChannelLimitError as exc:
            self._retire(process)
            raise ChildLimitError("it answered with more than it may") from exc
        except BaseException:
            self._retire(process)  # in the middle of a frame it is out of step
            raise

    def _retire(self, process: ChildProcess, patience_s: float = 0.0) -> int | None:
        """See a process off; its exit code, or None when it had to be killed."""
        code = process.wait(patience_s)
        if code is None:
            process.kill()
        process.join(self._timing.closing_s)
        with self._state:
            if self._process is process:
                self._process = None
        return code

    def _count_failure(self, reason: str) -> None:
        self._failures += 1
        _log.warning("a limited child failed: %s", reason)
        further = self._failures - self._timing.crash_limit
        if further >= 0:
            pauses_s = self._timing.pauses_s
            self._paused_until = time.monotonic() + pauses_s[min(further, len(pauses_s) - 1)]
