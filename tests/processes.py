"""Child processes of tests: each in a process group of its own, with its output in a file, and gone afterwards.

A process that leaves its group (a daemon) is not followed; start programs in the foreground.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.waiting import wait_until

__all__ = ["OwnedProcess", "is_alive"]


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended and was not collected yet does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedProcess:
    """A started program; `stop` ends it and everything in its process group.

    Attributes:
        popen: for waiting and exit codes.
        log: standard output and error, unless they were directed elsewhere.
    """

    popen: subprocess.Popen[bytes]
    log: Path

    @classmethod
    def start(
        cls,
        argv: Sequence[str],
        *,
        env: Mapping[str, str],
        log: Path,
        stdin: bytes = b"",
        pass_fds: Sequence[int] = (),
        dies_with_us: bool = False,
    ) -> Self:
        """Start a program.

        Args:
            argv: program and arguments.
            env: the whole environment.
            log: where its output is appended.
            stdin: what it reads.
            pass_fds: descriptors it inherits.
            dies_with_us: killed when the thread that starts it ends, however that happens.

        Raises:
            OSError: it cannot be started.
        """
        if dies_with_us:
            argv = ("setpriv", "--pdeathsig", "KILL", "--", *argv)
        # A file, because a program that does not read must not block whoever starts it.
        with log.open("ab") as output, tempfile.TemporaryFile() as source:
            source.write(stdin)
            source.seek(0)
            popen = subprocess.Popen(
                argv,
                env=env,
                stdin=source,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=pass_fds,
                process_group=0,
            )
        return cls(popen=popen, log=log)

    @property
    def pid(self) -> int:
        """The program's process id, also the id of its group."""
        return self.popen.pid

    def wait(self, timeout_s: float = 10.0) -> int:
        """Return the exit code.

        Raises:
            subprocess.TimeoutExpired: it still runs.
        """
        return self.popen.wait(timeout_s)

    def output(self) -> str:
        """What it has written so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def stop(self, timeout_s: float = 5.0) -> None:
        """Ask the group to end, end what is left of it, and collect the program; idempotent."""
        self._signal(signal.SIGTERM)
        # What does not end on request is ended below, like the rest of its group.
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.popen.wait(timeout_s)
        self._signal(signal.SIGKILL)
        self.popen.wait(timeout_s)
        wait_until(lambda: not self._group(), what=f"process group {self.pid} to be gone", timeout_s=timeout_s)

    def _signal(self, number: signal.Signals) -> None:
        if self._group():
            os.killpg(self.pid, number)

    def _group(self) -> list[int]:
        """Living members of the group."""
        pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
        return [pid for pid in pids if _group_of(pid) == self.pid and is_alive(pid)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()


def _group_of(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return None
