"""Keeps the tray running: starts it with its end of the prompt channel, and again when it dies.

Rules kept here: a tray that dies right after its start is tried with growing pauses and given up after
`FAST_FAILURE_LIMIT` in a row, for a minute or until somebody asks for it; one that closes its prompt channel is of no
use and is ended; until the tray says that it is ready, its absence is a health issue; `stop` ends it within seconds.
The tray lives in a session of its own: Ctrl+C in a terminal reaches the agent alone, which then ends the tray in order.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass

from agent.core.health import HealthCode
from agent.core.ports import HealthReporter
from agent.service.prompts import PromptBroker

__all__ = ["FAST_FAILURE_LIMIT", "TraySupervisor", "TrayTiming"]

_log = logging.getLogger(__name__)

FAST_FAILURE_LIMIT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TrayTiming:
    """How patient the supervisor is.

    Attributes:
        pauses_s: before the next start, by the number of failures in a row; the last one stands for all above.
        settled_s: a tray that lived so long did not fail at its start.
        closing_s: from the end of its prompt channel to its own, before it is asked to end.
        stop_timeout_s: for a tray that was asked to end; it is killed then.
        given_up_s: until a tray that was given up is tried again by itself.
    """

    pauses_s: tuple[float, ...] = (0.2, 1.0, 2.0, 5.0, 10.0)
    settled_s: float = 30.0
    closing_s: float = 0.5
    stop_timeout_s: float = 3.0
    given_up_s: float = 60.0


class TraySupervisor:
    """Owns the tray's process.

    Args:
        command: program and arguments; ` --prompt-fd N` is added.
        prompts: serves our end of the channel.
        health: where a missing tray is reported.
        timing: how patient it is.
    """

    def __init__(
        self,
        *,
        command: Sequence[str],
        prompts: PromptBroker,
        health: HealthReporter,
        timing: TrayTiming = TrayTiming(),
    ) -> None:
        self._timing = timing
        self._command = tuple(command)
        self._prompts = prompts
        self._health = health
        self._wanted = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to keep a tray running."""
        self._wanted.set()
        self._task = asyncio.create_task(self._run(), name="tray-supervisor")

    def wake(self) -> None:
        """Try again if the tray was given up."""
        self._wanted.set()

    async def stop(self) -> None:
        """End the tray; idempotent."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _run(self) -> None:
        failures, pauses_s = 0, self._timing.pauses_s
        self._health.report(HealthCode.GUI_NOT_RUNNING)
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._timing.given_up_s):
                    await self._wanted.wait()
            started_at = time.monotonic()
            await self._run_once()
            self._health.report(HealthCode.GUI_NOT_RUNNING)
            failures = 0 if time.monotonic() - started_at > self._timing.settled_s else failures + 1
            if failures >= FAST_FAILURE_LIMIT:
                _log.error("the tray ended %d times right after its start and is given up", failures)
                self._wanted.clear()
                failures = 0
                continue
            await asyncio.sleep(pauses_s[min(failures, len(pauses_s) - 1)])

    async def _run_once(self) -> None:
        """Start a tray and return when it has ended; end it when it closes its channel, and when cancelled."""
        try:
            ours, theirs = socket.socketpair()
        except OSError as exc:
            _log.error("the prompt channel cannot be made: %s", type(exc).__name__)
            return
        with theirs:
            try:
                process = await asyncio.create_subprocess_exec(
                    *self._command,
                    *("--prompt-fd", str(theirs.fileno())),
                    pass_fds=(theirs.fileno(),),
                    stdin=asyncio.subprocess.DEVNULL,
                    start_new_session=True,
                )
            except OSError as exc:
                _log.error("the tray cannot be started: %s", type(exc).__name__)
                ours.close()
                return
            except BaseException:
                ours.close()
                raise
        channel = asyncio.create_task(self._prompts.serve(ours, self._ready), name="prompt-channel")
        ended = asyncio.create_task(process.wait(), name="tray-end")
        try:
            await asyncio.wait({channel, ended}, return_when=asyncio.FIRST_COMPLETED)
            # A program that ends closes its files a moment before it is gone.
            await asyncio.wait({ended}, timeout=self._timing.closing_s)
        finally:
            await self._end(process)
            channel.cancel()
            outcome, _ = await asyncio.gather(channel, ended, return_exceptions=True)
        _log.warning("the tray ended with exit code %s", process.returncode)
        if isinstance(outcome, Exception):
            _log.error("the prompt channel failed: %s", type(outcome).__name__)

    def _ready(self) -> None:
        self._health.clear(HealthCode.GUI_NOT_RUNNING)

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        if process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
            try:
                async with asyncio.timeout(self._timing.stop_timeout_s):
                    await process.wait()
            except TimeoutError:
                _log.warning("the tray did not end in time and is killed")
                process.kill()
                await process.wait()
