"""The agent's side of the conversation with the machine service: told of another policy, telling how this session is.

Rules kept here:

- Only root is believed at the other end. What the service says is a reason to read the store, which belongs to root,
  too; no policy travels over the socket.
- Where the service is away, the policy that it verified last stays in force, health says so after a minute, and the
  connection is tried again after pauses up to half a minute. Every wait has a deadline.
- A session is reported when the connection is made, when something about it has changed (at most every ten seconds),
  and after every check-in, so that the next one tells of whoever still runs.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self, TypeVar

from agent import __version__
from agent.core.errors import AgentError
from agent.core.health import HealthCode
from agent.core.ports import HealthReporter
from agent.fleet.check_in import Session
from agent.ipc.client import AgentClient, AgentSilentError
from agent.ipc.codec import PROTOCOL_VERSION, ErrorResponse, Message, Notification, Request, Response
from agent.ipc.connection import Connection
from agent.ipc.machine_messages import MachinePolicyResult, MachineReportParams, MachineReportResult
from agent.ipc.messages import HelloParams
from agent.ipc.peer import verify_peer
from agent.ipc.server import SUBSCRIBE
from agent.ipc.sync_messages import (
    ExceptionListResult,
    ExceptionModel,
    ExceptionRequestParams,
    SentResult,
    SyncModel,
    SyncStatusResult,
)
from agent.ipc.wire import Nothing, WireModel

__all__ = ["MachineLink", "MachineSides"]

_log = logging.getLogger(__name__)

_ANSWER_S: Final = 10.0
_NOW_S: Final = 150.0
_PAUSES_S: Final = (1.0, 2.0, 5.0, 10.0, 30.0)
_REPORT_PAUSE_S: Final = 10.0
_TICK_S: Final = 30.0

R = TypeVar("R", bound=WireModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineSides:
    """What the link asks of the agent.

    Attributes:
        session: this session, as it is now; called on a worker thread.
        reported: what the server has of it; called on a worker thread.
        generation: of the set in force; None for none.
        put_in_force: another set is there; awaited. What it raises is its own to have reported.
        renewed: the server vouches for the policy until then.
        changed: what is shown is different.
        tick: called now and then.
    """

    session: Callable[[], Session]
    reported: Callable[[MachineReportResult], None]
    generation: Callable[[], int | None]
    put_in_force: Callable[[], Awaitable[None]]
    renewed: Callable[[datetime], None]
    changed: Callable[[], None]
    tick: Callable[[], None]


class MachineLink:
    """Implements `SyncFront`. An asynchronous context: it is connected, or tries to be, as long as it is open.

    Args:
        path: the service's socket.
        sides: the agent.
        health: is told when the service is away.
        uids: whom to believe at the other end.
        pauses_s: between attempts to connect; the last one stands for all that follow.
        report_pause_s: between two reports.
    """

    def __init__(
        self,
        path: Path,
        sides: MachineSides,
        health: HealthReporter,
        *,
        uids: Collection[int],
        pauses_s: tuple[float, ...] = _PAUSES_S,
        report_pause_s: float = _REPORT_PAUSE_S,
    ) -> None:
        self._path = path
        self._sides = sides
        self._health = health
        self._uids = frozenset(uids)
        self._pauses_s = pauses_s
        self._report_pause_s = report_pause_s
        self._to_report = asyncio.Event()
        self._known: MachinePolicyResult | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        """Begin."""
        self._tasks = [
            asyncio.create_task(self._run(), name="cordon-machine-link"),
            asyncio.create_task(self._tick(), name="cordon-machine-tick"),
        ]
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        """Stop."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def report_soon(self) -> None:
        """Something about the session has changed. On the event loop."""
        self._to_report.set()

    def model(self) -> SyncModel | None:
        """Return what the service said last; None before it was reached."""
        return self._known.sync if self._known is not None else None

    async def sync_now(self) -> SyncModel | None:
        """Have the service try, and return how it stands then."""
        return (await self._ask("sync.now", Nothing(), SyncStatusResult, timeout_s=_NOW_S)).sync

    async def sent(self, uid: int) -> SentResult:
        """Return what was sent last: of the sessions this user's only, since the service knows who asks."""
        del uid
        return await self._ask("sync.sent", Nothing(), SentResult)

    async def ask(self, account: str, params: ExceptionRequestParams) -> ExceptionModel:
        """Hand on a request for an exception; whose it is, the service sees for itself."""
        del account
        return await self._ask("exception.request", params, ExceptionModel)

    async def exceptions(self, account: str) -> ExceptionListResult:
        """Return what this user has asked for."""
        del account
        return await self._ask("exception.list", Nothing(), ExceptionListResult)

    async def _ask(self, method: str, params: WireModel, kind: type[R], *, timeout_s: float = _ANSWER_S) -> R:
        """On a connection of its own: a client's requests are answered one after the other, and this may take long."""

        def ask() -> R:
            with AgentClient(self._path, timeout_s=timeout_s, uids=self._uids) as client:
                return client.call(method, params, kind)

        return await asyncio.to_thread(ask)

    async def _tick(self) -> None:
        while True:
            self._sides.tick()
            await asyncio.sleep(_TICK_S)

    async def _run(self) -> None:
        failures = 0
        while True:
            try:
                async with self._connected() as talk:
                    failures = 0
                    await self._converse(talk)
            except (OSError, TimeoutError, AgentError) as exc:
                _log.debug("no connection to the machine service: %s", type(exc).__name__)
            except Exception as exc:  # noqa: BLE001 - a task's top: the next connection may fare better
                _log.error("the conversation with the machine service failed: %s", type(exc).__name__)
            self._health.report(HealthCode.MACHINE_SERVICE_AWAY)
            await asyncio.sleep(self._pauses_s[min(failures, len(self._pauses_s) - 1)])
            failures += 1

    @contextlib.asynccontextmanager
    async def _connected(self) -> AsyncIterator[_Talk]:
        async with asyncio.timeout(_ANSWER_S):
            reader, writer = await asyncio.open_unix_connection(self._path)
        talk = _Talk(Connection(reader, writer))
        try:
            verify_peer(writer.get_extra_info("socket"), self._uids)
            yield talk
        finally:
            await talk.close()

    async def _converse(self, talk: _Talk) -> None:
        hello = HelloParams(protocol=PROTOCOL_VERSION, client="agent", client_version=__version__)
        await talk.ask("hello", hello)
        await self._learn(MachinePolicyResult.parse(await talk.ask(SUBSCRIBE, Nothing())))
        self._health.clear(HealthCode.MACHINE_SERVICE_AWAY)
        self._to_report.set()
        time = asyncio.get_running_loop().time
        may_report_at = time()
        while True:
            wait_s = max(0.0, may_report_at - time())
            notice = await talk.notice(None if wait_s else self._to_report, wait_s or None)
            if notice is not None:
                await self._learn(MachinePolicyResult.parse(notice.params))
            elif self._to_report.is_set() and time() >= may_report_at:
                self._to_report.clear()
                await self._report(talk)
                may_report_at = time() + self._report_pause_s

    async def _learn(self, said: MachinePolicyResult) -> None:
        before, self._known = self._known, said
        if _is_another(said.generation, before.generation if before is not None else None, self._sides.generation()):
            await self._sides.put_in_force()
            self._to_report.set()
        # Of the set that the service has; what was refused here is not made newer by that.
        if said.sync.fresh_until is not None and not _is_another(said.generation, None, self._sides.generation()):
            self._sides.renewed(said.sync.fresh_until)
        if before is not None and before.checked_in_at != said.checked_in_at:
            self._to_report.set()
        self._sides.changed()

    async def _report(self, talk: _Talk) -> None:
        session = await asyncio.to_thread(self._sides.session)
        params = MachineReportParams(session=session.model_dump_json())
        result = MachineReportResult.parse(await talk.ask("machine.report", params))
        await asyncio.to_thread(self._sides.reported, result)


def _is_another(said: int | None, before: int | None, own: int | None) -> bool:
    """Whether the service has a set in force that this agent has not.

    Sets count up. An agent that has read a later one than the service names has the same files: only their proofs were
    renewed. Where the sets were removed and fetched again, they count from the beginning.
    """
    if said is None:
        return False
    return own is None or said > own or (before is not None and said != before)


class _Talk:
    """Requests and their answers on one connection, with notices in between."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._messages = connection.messages()
        self._ids = itertools.count(1)
        self._notices: list[Notification] = []
        self._next: asyncio.Task[Message | None] | None = None

    async def close(self) -> None:
        """Hang up."""
        if self._next is not None:
            self._next.cancel()
            await asyncio.gather(self._next, return_exceptions=True)
        await self._messages.aclose()
        await self._connection.close()

    async def ask(self, method: str, params: WireModel) -> dict[str, object]:
        """Return the answer to a request.

        Raises:
            AgentSilentError: the other side hung up.
            AgentError: it refused.
            TimeoutError: no answer in time.
        """
        request_id = next(self._ids)
        self._connection.send(Request(id=request_id, method=method, params=params.to_json()))
        async with asyncio.timeout(_ANSWER_S):
            while True:
                message = await self._receive()
                if isinstance(message, Notification):
                    self._notices = [message]  # each says all there is to say
                elif isinstance(message, ErrorResponse):
                    raise AgentError(message.error.title, detail=message.error.detail, hint=message.error.hint)
                elif isinstance(message, Response) and message.id == request_id:
                    return message.result

    async def notice(self, woken: asyncio.Event | None, timeout_s: float | None) -> Notification | None:
        """Return the next notice; None when somebody wants something else, or the time is over, before there is one.

        Raises:
            AgentSilentError: the other side hung up.
        """
        if self._notices:
            return self._notices.pop()
        pending = self._pending()
        wishes = set() if woken is None else {asyncio.create_task(_until(woken), name="cordon-machine-wish")}
        try:
            await asyncio.wait({pending, *wishes}, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wish in wishes:
                wish.cancel()
        if not pending.done():
            return None
        message = await self._receive()
        return message if isinstance(message, Notification) else None

    def _pending(self) -> asyncio.Task[Message | None]:
        if self._next is None:
            self._next = asyncio.create_task(_next_of(self._messages), name="cordon-machine-message")
        return self._next

    async def _receive(self) -> Message:
        # Kept over a time-out, so that no message is torn in two.
        message = await asyncio.shield(self._pending())
        self._next = None
        if message is None:
            raise AgentSilentError("The machine service has hung up")
        return message


async def _until(woken: asyncio.Event) -> Message | None:
    await woken.wait()
    return None


async def _next_of(messages: AsyncIterator[Message]) -> Message | None:
    return await anext(messages, None)
