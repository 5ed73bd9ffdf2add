"""Keeps a device in step with its organization's server: looks, exchanges, has the new policy put in force.

One task. Rules kept here:

- Looking is cheap and done by this process; whatever needs verifying is done by a child of its own
  (`agent.sync.child`). One attempt at a time, each with the child's deadline; `sync_schedule` says when the next is.
- A set of policies that has changed is put in force before anybody is told, off the event loop. If it cannot be used,
  the one before stays, health says so, and it is not tried again before something else changes.
- A check-in that was due is due again if the server did not take it. After another policy is in force the server hears
  of it at once.
- Whatever goes wrong in an attempt ends that attempt: health says so, and the next one comes after a pause.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from types import TracebackType
from typing import Final, Protocol, Self

from agent.core.errors import AgentError
from agent.core.ports import HealthReporter
from agent.core.sync import SyncReport, SyncTrouble
from agent.service.sync_health import report_broken, report_sync
from agent.service.sync_schedule import Draw, SyncSchedule
from agent.sync.order import ExchangeOrder, ExchangeReport
from agent.sync.transport_errors import TransportError

__all__ = ["SyncPort", "SyncService", "SyncSides", "SyncState"]

_log = logging.getLogger(__name__)

_LONGEST_SLEEP_S: Final = 30.0
"""The event loop's clock stands still while the machine sleeps; ours does not."""


class SyncPort(Protocol):
    """Talks to the server; `agent.sync.child.SyncChild` does."""

    async def peek(self) -> bool:
        """Whether the server offers something else than this device has.

        Raises:
            TransportError: nobody knows.
            AgentError: nobody could ask.
        """

    async def exchange(self, order: ExchangeOrder) -> ExchangeReport:
        """Fetch what is new, and send what the order says.

        Raises:
            AgentError: there is no result.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncSides:
    """What the service asks of whoever has it.

    Attributes:
        order: what to send, with or without a check-in; awaited before each exchange.
        put_in_force: another set of policies is there; awaited. What it raises is its own to have reported.
        exchanged: an exchange came to this; awaited.
        changed: the state is different.
        tick: called now and then, at least every half minute.
    """

    order: Callable[[bool], Awaitable[ExchangeOrder]]
    put_in_force: Callable[[], Awaitable[None]]
    exchanged: Callable[[ExchangeOrder, ExchangeReport], Awaitable[None]]
    changed: Callable[[], None]
    tick: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncState:
    """How it stands.

    Attributes:
        report: of the last attempt that had a result.
        attempted_at: when the server was last asked.
        succeeded_at: when it last answered as it should.
        checked_in_at: when it last took a check-in.
    """

    report: SyncReport | None = None
    attempted_at: datetime | None = None
    succeeded_at: datetime | None = None
    checked_in_at: datetime | None = None


class SyncService:
    """An asynchronous context: it syncs as long as it is open.

    Args:
        port: talks to the server.
        sides: whom to ask and tell.
        health: is told of trouble, and of its end.
        clock: now (aware UTC).
        elapsed_s: seconds since some moment; goes on while the machine sleeps.
        draw: returns a number from 0 to below 1.
    """

    def __init__(
        self,
        port: SyncPort,
        sides: SyncSides,
        health: HealthReporter,
        *,
        clock: Callable[[], datetime],
        elapsed_s: Callable[[], float],
        draw: Draw,
    ) -> None:
        self._port = port
        self._sides = sides
        self._health = health
        self._clock = clock
        self._elapsed_s = elapsed_s
        self._draw = draw
        self._schedule = SyncSchedule.beginning(elapsed_s(), draw)
        self._woken = asyncio.Event()
        self._is_attempting = False
        self._late_wish: bool | None = None
        self._attempts = 0
        self._attempted = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None
        self.state = SyncState()

    async def __aenter__(self) -> Self:
        """Begin."""
        self._task = asyncio.create_task(self._run(), name="cordon-sync")
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        """Stop; an attempt that is under way is given up."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def wish(self, *, with_check_in: bool) -> None:
        """Have it tried soon. On the event loop."""
        if self._is_attempting:
            # What the attempt comes to decides when the next one is; after that this counts.
            self._late_wish = with_check_in or bool(self._late_wish)
            return
        self._schedule = self._schedule.wished(self._elapsed_s(), with_check_in=with_check_in)
        self._woken.set()

    async def sync_now(self, timeout_s: float) -> SyncState:
        """Have it tried soon, with a check-in, and return the state after that; or as it is when the time is over."""
        # An attempt that is under way began before the wish.
        wanted = self._attempts + (2 if self._is_attempting else 1)
        self.wish(with_check_in=True)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s), self._attempted:
                await self._attempted.wait_for(lambda: self._attempts >= wanted)
        return self.state

    async def _run(self) -> None:
        while True:
            await self._until_due()
            self._is_attempting = True
            try:
                await self._attempt()
            except TransportError as exc:
                self._unanswered(exc)
            except AgentError as exc:
                self._failed(f"{exc.title}.")
            except Exception as exc:  # noqa: BLE001 - a task's top: one attempt is given up (module docstring)
                _log.error("an attempt to sync failed: %s", type(exc).__name__)
                self._failed(f"{type(exc).__name__}.")
            finally:
                self._is_attempting = False
            if self._late_wish is not None:
                self.wish(with_check_in=self._late_wish)
                self._late_wish = None
            async with self._attempted:
                self._attempts += 1
                self._attempted.notify_all()
            self._sides.changed()

    async def _until_due(self) -> None:
        while (wait_s := self._schedule.next_at_s - self._elapsed_s()) > 0:
            self._woken.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(wait_s, _LONGEST_SLEEP_S)):
                    await self._woken.wait()
            self._sides.tick()

    async def _attempt(self) -> None:
        with_check_in = self._schedule.is_check_in_due(self._elapsed_s())
        self.state = replace(self.state, attempted_at=self._clock())
        if not with_check_in and not await self._port.peek():
            self._schedule = self._schedule.looked(self._elapsed_s(), self._draw)
            self._succeeded()
            return
        order = await self._sides.order(with_check_in)
        report = await self._port.exchange(order)
        await self._take(order, report)

    async def _take(self, order: ExchangeOrder, report: ExchangeReport) -> None:
        now_s, now, sync = self._elapsed_s(), self._clock(), report.sync.to_report()
        has_checked_in = order.report is not None and report.has_checked_in
        if sync.trouble is None and order.report is not None and not has_checked_in:
            trouble = report.check_in_trouble or SyncTrouble.SERVER_FAILED
            sync = replace(sync, trouble=trouble, detail=report.check_in_detail)
        if has_checked_in:
            self.state = replace(self.state, checked_in_at=now)
        self.state = replace(self.state, report=sync)
        report_sync(self._health, sync)
        if sync.trouble is not None:
            self._schedule = self._schedule.failed(now_s, self._draw)
        elif has_checked_in:
            next_in_s = sync.next_check_in_s
            self._schedule = self._schedule.checked_in(now_s, self._draw, next_in_s=next_in_s)
        elif sync.is_changed:
            self._schedule = self._schedule.looked(now_s, self._draw)
        else:
            self._schedule = self._schedule.fetched_in_vain(now_s, self._draw)
        if sync.trouble is None:
            self.state = replace(self.state, succeeded_at=now)
        if sync.is_changed:
            await self._sides.put_in_force()
            self._schedule = self._schedule.wished(now_s, with_check_in=True)
        await self._sides.exchanged(order, report)

    def _succeeded(self) -> None:
        self._looked(None, "")
        self.state = replace(self.state, succeeded_at=self._clock())

    def _unanswered(self, error: TransportError) -> None:
        self._schedule = self._schedule.failed(self._elapsed_s(), self._draw)
        self._looked(error.trouble, error.detail)

    def _looked(self, trouble: SyncTrouble | None, detail: str) -> None:
        """A look came to this; all else is as it was after the last exchange."""
        now, before = self._clock(), self.state.report
        report = replace(before or SyncReport(at=now), at=now, trouble=trouble, detail=detail)
        self.state = replace(self.state, report=report)
        report_sync(self._health, report)

    def _failed(self, detail: str) -> None:
        self._schedule = self._schedule.failed(self._elapsed_s(), self._draw)
        report_broken(self._health, detail)
