"""The syncing child as its parent sees it: hand over an order, and get a report before a deadline.

One at a time. A child that is late is killed and collected; one that crashed or said too much is an error, never a
report. Whatever happens to it, the set in force is whole: it is replaced in one step, by renaming a link.
"""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Mapping
from pathlib import Path

from agent import __version__
from agent.core.errors import AgentError
from agent.fleet.enrolment import EnrolmentToken
from agent.fleet.message import Message, MessageRefusedError, parse_message
from agent.sync.enrolment import ProxySettings
from agent.sync.order import (
    REPORT_LIMIT_BYTES,
    EnrolmentOrder,
    ExchangeOrder,
    ExchangeReport,
)
from agent.sync.peek import Peek
from agent.system.child_process import reduced_environment
from agent.system.programs import worker_command

__all__ = ["PROGRAM", "SyncChild", "SyncChildError"]

_log = logging.getLogger(__name__)

PROGRAM = "agent.sync.program:main"

_PROXY_NAMES = ("https_proxy", "no_proxy", "all_proxy")
_MARGIN_S = 5.0
"""By which the child ends itself before it is killed, so that it can still say what it was at."""


class SyncChildError(AgentError):
    """The child crashed, hung or could not be started; what was in force is still in force."""

    code = "sync_child"


class SyncChild:
    """Starts a child for each exchange.

    Args:
        state: the machine service's state folder, or the user's.
        deadline_s: for one exchange, all of it.
        environment: of this process; a child gets what Python needs, and the proxies, of it.
    """

    def __init__(self, state: Path, *, deadline_s: float = 300.0, environment: Mapping[str, str] | None = None) -> None:
        self._state = state
        self._deadline_s = deadline_s
        self._environment = dict(os.environ if environment is None else environment)
        self._turns = asyncio.Lock()
        self._peek = Peek(state, environment=self._environment)
        self._process: asyncio.subprocess.Process | None = None

    async def exchange(self, order: ExchangeOrder) -> ExchangeReport:
        """Refresh, check in and whatever else is ordered.

        Raises:
            SyncChildError: it did not come to a report.
        """
        return await self._run(order)

    async def enroll(
        self,
        token: EnrolmentToken,
        *,
        os_name: str,
        os_version: str = "",
        team: str | None = None,
        proxy: ProxySettings | None = None,
        is_replacing: bool = False,
    ) -> ExchangeReport:
        """Enrol and refresh for the first time. Either all of it succeeds, or the state is as it was.

        Raises:
            SyncChildError: it did not come to a report.
        """
        order = EnrolmentOrder(
            token=token,
            os=os_name,
            os_version=os_version,
            agent_version=__version__,
            team=team,
            proxy=proxy,
            is_replacing=is_replacing,
        )
        return await self._run(order, "--enroll")

    async def peek(self) -> bool:
        """Whether the repository's newest timestamp is another than the stored one; cheap, starts no child.

        Raises:
            TransportError: nobody knows.
            EnrolmentProblemError: this device is not enrolled.
        """
        return await asyncio.to_thread(self._peek.is_changed)

    async def close(self) -> None:
        """End what runs; idempotent."""
        if (process := self._process) is not None and process.returncode is None:
            process.kill()
            await process.wait()
        await asyncio.to_thread(self._peek.close)

    async def _run(self, order: Message, *options: str) -> ExchangeReport:
        async with self._turns:
            process = await self._start(*options)
            self._process = process
            try:
                async with asyncio.timeout(self._deadline_s):
                    report = await _converse(process, order.to_bytes())
                    code = await process.wait()
            except TimeoutError as exc:
                raise SyncChildError(
                    "Syncing took too long and was ended", detail=f"The limit is {self._deadline_s:g} seconds."
                ) from exc
            finally:
                self._process = None
                await _end(process)
        if code != 0:
            _log.warning("the syncing child ended with code %d", code)
            raise SyncChildError("Syncing failed", detail=f"Its process ended with code {code}.")
        try:
            return parse_message(ExchangeReport, report, REPORT_LIMIT_BYTES)
        except MessageRefusedError as exc:
            raise SyncChildError("Syncing failed", detail="Its process said something else than it should.") from exc

    async def _start(self, *options: str) -> asyncio.subprocess.Process:
        proxies = {name: value for name, value in self._environment.items() if name.lower() in _PROXY_NAMES}
        deadline_s = max(1.0, self._deadline_s - _MARGIN_S)
        try:
            return await asyncio.create_subprocess_exec(
                *worker_command(PROGRAM),
                "--state",
                str(self._state),
                "--deadline-s",
                f"{deadline_s:g}",
                *options,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,  # a traceback there may quote
                env=reduced_environment(self._environment, proxies),
                start_new_session=True,
            )
        except OSError as exc:
            raise SyncChildError("Syncing cannot be started", detail=f"{exc.strerror}.") from None  # names a path


async def _converse(process: asyncio.subprocess.Process, order: bytes) -> bytes:
    """Hand over the order and return what the child says."""
    assert process.stdin is not None  # noqa: S101 - both are pipes
    assert process.stdout is not None  # noqa: S101
    try:
        process.stdin.write(order)
        await process.stdin.drain()
        process.stdin.close()
    except (BrokenPipeError, ConnectionResetError):
        pass  # it has ended; its code says more
    found = bytearray()
    while block := await process.stdout.read(1 << 16):
        found += block
        if len(found) > REPORT_LIMIT_BYTES:
            raise SyncChildError("Syncing failed", detail="Its process said more than it may.")
    return bytes(found)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.wait()
