"""Keeps the tray running: starts it with its end of the prompt channel, and again when it dies.

Rules kept here: a tray that dies right after its start is tried with growing pauses and given up after
`FAST_FAILURE_LIMIT` in a row, until somebody asks for it; a tray that could not be started is a health issue; `stop`
ends it within seconds. The tray lives in a session of its own: Ctrl+C in a terminal reaches the agent alone, which then
ends the tray in order.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import time
from collections.abc import Sequence

from agent.core.health import HealthCode
from agent.core.ports import HealthReporter
from agent.service.prompts import PromptBroker

__all__ = ["TraySupervisor"]

_log = logging.getLogger(__name__)

_PAUSES_S = (0.2, 1.0, 2.0, 5.0, 10.0)
FAST_FAILURE_LIMIT = 5
_SETTLED_S = 30.0
_STOP_TIMEOUT_S = 3.0


class TraySupervisor:
    """Owns the tray's process.

    Args:
        command: program and arguments; ` --prompt-fd N` is added.
        prompts: serves our end of the channel.
        health: where a missing tray is reported.
    """

    def __init__(self, *, command: Sequence[str], prompts: PromptBroker, health: HealthReporter) -> None:
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
        failures = 0
        while True:
            await self._wanted.wait()
            started_at = time.monotonic()
            await self._run_once()
            self._health.report(HealthCode.GUI_NOT_RUNNING)
            failures = 0 if time.monotonic() - started_at > _SETTLED_S else failures + 1
            if failures >= FAST_FAILURE_LIMIT:
                _log.error("the tray ended %d times right after its start and is given up", failures)
                self._wanted.clear()
                failures = 0
                continue
            await asyncio.sleep(_PAUSES_S[min(failures, len(_PAUSES_S) - 1)])

    async def _run_once(self) -> None:
        """Start a tray and return when it has ended; end it when cancelled."""
        ours, theirs = socket.socketpair()
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
        channel = asyncio.create_task(self._prompts.serve(ours), name="prompt-channel")
        try:
            exit_code = await process.wait()
            _log.warning("the tray ended with exit code %d", exit_code)
        finally:
            await _end(process)
            channel.cancel()
            await asyncio.gather(channel, return_exceptions=True)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
        try:
            async with asyncio.timeout(_STOP_TIMEOUT_S):
                await process.wait()
        except TimeoutError:
            _log.warning("the tray did not end within %.0f s and is killed", _STOP_TIMEOUT_S)
            process.kill()
            await process.wait()
