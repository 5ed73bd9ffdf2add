"""One process of a limited child: its start, the channel to it, and its end.

A thread of its own starts the process and waits for it. The thread lives as long as the process, because the signal
that a child gets when its parent dies means the *thread* that started it (prctl(2), PR_SET_PDEATHSIG); and whoever ends
is collected at once. The process lives in a session of its own, so that Ctrl+C in a terminal is the agent's alone.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager

from agent.system.child_channel import ChannelClosedError, wait_for_input

__all__ = ["ChildProcess", "reduced_environment"]

_log = logging.getLogger(__name__)

_KILLED_S = 1.0
"""A killed process is gone in milliseconds, unless the kernel is stuck in a call for it."""
_KEPT_NAMES = frozenset({"HOME", "LANG", "LC_ALL", "PATH", "TMPDIR", "VIRTUAL_ENV"})


def reduced_environment(environment: Mapping[str, str], extra: Mapping[str, str]) -> dict[str, str]:
    """Return what Python needs of an environment, and what is given besides; other programs' secrets stay behind."""
    kept = {name: value for name, value in environment.items() if name in _KEPT_NAMES or name.startswith("PYTHON")}
    return {**kept, **extra}


class ChildProcess:
    """A started process; threads may share it.

    Args:
        command: program and arguments; `--channel-fd N` is added.
        environment: the whole of it.
        shows_stderr: whether it writes to our standard error; a traceback there may quote what it read.
        on_end: called on the thread that waited, with the exit code or the negative number of a signal.

    Raises:
        OSError: it cannot be started, or there are no descriptors left.
        RuntimeError: there are no threads left.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        shows_stderr: bool,
        on_end: Callable[[int], None],
    ) -> None:
        self._on_end = on_end
        self._exit_code: int | None = None
        self._ended = threading.Event()
        # The numbers of what is gone may be another's next: a process is signaled, and a channel used, while these hold
        # them.
        self._signaling, self._using = threading.Lock(), threading.Lock()
        self._channel, theirs = socket.socketpair()
        started = Future[subprocess.Popen[bytes]]()

        def run() -> None:
            try:
                process = subprocess.Popen(  # noqa: S603 - our own program, without a shell
                    (*command, "--channel-fd", str(theirs.fileno())),
                    pass_fds=(theirs.fileno(),),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=None if shows_stderr else subprocess.DEVNULL,
                    env=environment,
                    start_new_session=True,
                )
            except Exception as exc:  # noqa: BLE001 - handed to whoever starts it
                started.set_exception(exc)
            else:
                started.set_result(process)
                self._wait_for_end(process)

        self._thread = threading.Thread(target=run, name="limited-child", daemon=True)
        try:
            with theirs:
                self._thread.start()
                self._process = started.result()
        except BaseException:
            self._channel.close()
            raise

    @property
    def pid(self) -> int:
        """Its process id, also of one that has ended."""
        return self._process.pid

    @contextmanager
    def channel(self) -> Iterator[int]:
        """Our end of the channel, for one thread at a time.

        Raises:
            ChannelClosedError: the process has ended.
        """
        with self._using:
            if self._channel.fileno() < 0:
                raise ChannelClosedError
            yield self._channel.fileno()

    def is_silent(self) -> bool:
        """Whether it runs and has said nothing that was not read."""
        try:
            with self.channel() as descriptor:
                return not wait_for_input(descriptor, 0.0)
        except ChannelClosedError:
            return False

    def wait(self, timeout_s: float) -> int | None:
        """Return the exit code, or the negative number of the signal that ended it; None when it still runs."""
        return self._exit_code if self._ended.wait(timeout_s) else None

    def hang_up(self) -> None:
        """End the conversation, also for a thread that is in the middle of it; the child is to end by itself."""
        with self._signaling:
            if self._exit_code is None:
                self._channel.shutdown(socket.SHUT_RDWR)

    def kill(self) -> None:
        """Kill it, unless it has ended, and wait until it is gone."""
        with self._signaling:
            if self._exit_code is None:
                # Not by Popen, which would collect it first if it has ended, under the thread that waits.
                os.kill(self.pid, signal.SIGKILL)
        if self.wait(_KILLED_S) is None:
            _log.error("a limited child (%d) was killed and is not gone", self.pid)

    def join(self, timeout_s: float) -> None:
        """Wait until what belongs to it is gone, too: channel and thread."""
        if threading.current_thread() is not self._thread:
            self._thread.join(timeout_s)

    def _wait_for_end(self, process: subprocess.Popen[bytes]) -> None:
        # It is left to be collected below: until then its number is its own.
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        with self._signaling:
            self._exit_code = code = process.wait()
        self._ended.set()
        with self._using:
            self._channel.close()
        try:
            self._on_end(code)
        except Exception as exc:  # noqa: BLE001 - the top of a thread; a traceback may quote
            _log.error("what follows the end of a limited child failed: %s", type(exc).__name__)
