"""The server's processes as the one that started them sees them: started, ready, started again, ended in order.

Rules kept here:

- What a child is told goes through its standard input; the input ends when this process does, and so does the child.
- A child that has never been ready ends the server: its reason is on standard error, and starting again would not help.
- One that was ready and ended is started again, after a pause that grows while it keeps ending.
- To stop: SIGTERM, then a deadline, then SIGKILL.
"""

from __future__ import annotations

import logging
import os
import selectors
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from agent.core.errors import EnvironmentProblemError

__all__ = ["READY", "Child", "ChildPlan", "ServerStartError", "watch"]

READY: Final = b"ready\n"
"""What a child writes to standard output when it serves."""

_STARTS_WITHIN_S: Final = 30.0
_ENDS_WITHIN_S: Final = 15.0
_LOOKS_EVERY_S: Final = 0.5
_LONGEST_PAUSE_S: Final = 30.0
_STEADY_AFTER_S: Final = 60.0

_log: Final = logging.getLogger("cordon.server")


class ServerStartError(EnvironmentProblemError):
    """One of the server's processes does not start."""

    code = "server_start"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildPlan:
    """How to start a child.

    Attributes:
        said: one line for its standard input.
        files: numbers of files that it inherits.
        environment: beside our own.
    """

    name: str
    command: Sequence[str]
    said: bytes = field(repr=False)
    files: tuple[int, ...] = ()
    environment: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


class Child:
    """One child.

    Args:
        plan: how to start it.
    """

    def __init__(self, plan: ChildPlan) -> None:
        self._plan = plan
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._pause_s = 0.0
        self._due_at = 0.0

    @property
    def name(self) -> str:
        """What it is called in logs."""
        return self._plan.name

    def launch(self) -> None:
        """Start it, without waiting for it.

        Raises:
            ServerStartError: it ended at once.
        """
        self._process = process = subprocess.Popen(  # noqa: S603 - our own program
            self._plan.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=self._plan.files,
            env={**os.environ, **self._plan.environment},
        )
        self._started_at = time.monotonic()
        if process.stdin is None:  # never: it was asked for
            raise ServerStartError(f"{self.name} cannot be told anything")
        try:
            process.stdin.write(self._plan.said.replace(b"\n", b" ") + b"\n")
            process.stdin.flush()
        except OSError as exc:
            self.end()
            raise ServerStartError(f"{self.name} ended before it was told anything") from exc

    def require_ready(self) -> None:
        """Wait until it is ready.

        Raises:
            ServerStartError: it is not, in time.
        """
        if self._process is None or not _is_ready(self._process):
            self.end()
            raise ServerStartError(f"{self.name} did not start", detail="Its own message says why.")
        _log.info("%s is ready, process %d", self.name, self._process.pid)

    def start(self) -> None:
        """Start it, and wait until it is ready.

        Raises:
            ServerStartError: it is not, in time.
        """
        self.launch()
        self.require_ready()

    def look_after(self) -> None:
        """Start it again if it has ended."""
        if self._process is not None and self._process.poll() is None:
            return
        now = time.monotonic()
        if self._process is not None:
            code = self._process.returncode
            self.end()
            is_steady = now - self._started_at > _STEADY_AFTER_S
            self._pause_s = 0.5 if is_steady else min(max(self._pause_s * 2, 0.5), _LONGEST_PAUSE_S)
            self._due_at = now + self._pause_s
            _log.error("%s ended with %s; starting again in %.1f s", self.name, code, self._pause_s)
        if now >= self._due_at:
            try:
                self.start()
            except ServerStartError as exc:
                self._pause_s = min(max(self._pause_s * 2, 0.5), _LONGEST_PAUSE_S)
                self._due_at = time.monotonic() + self._pause_s
                _log.error("%s; next try in %.1f s", exc.title, self._pause_s)

    def replace(self) -> None:
        """Start another one in its place, which reads certificates anew, and then end it.

        Raises:
            ServerStartError: the other one is not ready; this one goes on.
        """
        former, self._process = self._process, None
        try:
            self.start()
        except ServerStartError:
            self._process = former
            raise
        _end(former)

    def end(self) -> None:
        """End it, in order if it can."""
        _end(self._process)
        self._process = None


def watch(children: Sequence[Child], stop: threading.Event, reload: threading.Event) -> None:
    """Keep children running until it is time to stop; then end them.

    Args:
        children: all ready.
        stop: when it is set, they end.
        reload: when it is set, each is replaced, one after the other.
    """
    try:
        while not stop.wait(_LOOKS_EVERY_S):
            for child in children:
                child.look_after()
            if reload.is_set():
                reload.clear()
                for child in children:
                    try:
                        child.replace()
                    except ServerStartError as exc:
                        _log.error("%s; the one before goes on", exc.title)
    finally:
        for child in reversed(children):
            child.end()


def _is_ready(process: subprocess.Popen[bytes]) -> bool:
    if process.stdout is None:
        return False
    deadline = time.monotonic() + _STARTS_WITHIN_S
    said = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while len(said) < len(READY):
            if not selector.select(deadline - time.monotonic()):
                return False
            part = os.read(process.stdout.fileno(), len(READY) - len(said))
            if not part:
                return False
            said += part
    return said == READY


def _end(process: subprocess.Popen[bytes] | None) -> None:
    if process is None:
        return
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(_ENDS_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(_ENDS_WITHIN_S)
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            try:
                stream.close()
            except OSError:  # a pipe whose reader is gone
                continue
