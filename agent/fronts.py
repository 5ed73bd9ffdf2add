"""Who knows how this device stands with its server, as the agent builds it: itself, or the machine service behind it.

Loaded only where an organization governs the device (`agent/governance.py`).
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from agent.core.health import ChannelCoverage
from agent.core.in_force import PolicyFacts
from agent.core.ports import EventStore
from agent.fleet.check_in import Session
from agent.service.daily_counts import DailyCounts
from agent.service.device_sync import DeviceSync, DeviceSyncParts, device_facts
from agent.service.exception_requests import ExceptionRequests
from agent.service.health import HealthTable
from agent.service.history_heads import HistoryHeads
from agent.service.machine_link import MachineLink, MachineSides
from agent.service.session_report import SessionReporter, session_id_in
from agent.service.sync_methods import SyncFront
from agent.sync.manifest import newest_generation
from agent.sync.stored import PolicySet
from agent.system.clocks import elapsed_s
from agent.system.state_file import StateFile

__all__ = ["Front", "FrontSides", "machine_front", "own_front"]

Front = tuple[SyncFront, Callable[[], None]]
"""Whom to ask, and whom to tell that something about the session has changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontSides:
    """What either of them asks of the agent.

    Attributes:
        os: what the device runs; empty where Cordon does not know it.
        session_of: the user's own state folder, where it is remembered which session this is.
        facts: about the policy in force.
        coverage: the capability matrix now.
        store: the history.
        health: of the agent.
        in_force: the set that is; None for none.
        put_in_force: another set is there; awaited.
        renewed: the server vouches for the policy until then.
        changed: what is shown is different.
        tick: called now and then.
    """

    os: str
    session_of: Path
    facts: Callable[[], PolicyFacts]
    coverage: Callable[[], tuple[ChannelCoverage, ...]]
    store: EventStore
    health: HealthTable
    in_force: Callable[[], PolicySet | None]
    put_in_force: Callable[[], Awaitable[None]]
    renewed: Callable[[datetime], None]
    changed: Callable[[], None]
    tick: Callable[[], None]


@contextlib.asynccontextmanager
async def machine_front(state: Path, socket: Path, sides: FrontSides) -> AsyncIterator[Front]:
    """The machine service syncs; whoever owns its state is believed at its socket."""
    reporter = await asyncio.to_thread(_reporter, sides)
    owner = (await asyncio.to_thread(state.stat)).st_uid

    def generation() -> int | None:
        found = sides.in_force()
        return found.generation if found is not None else None

    link = MachineLink(
        socket,
        MachineSides(
            session=reporter.session,
            reported=lambda result: reporter.confirmed(result.counted_through),
            generation=generation,
            put_in_force=sides.put_in_force,
            renewed=sides.renewed,
            changed=sides.changed,
            tick=sides.tick,
        ),
        sides.health,
        uids={0, owner},
    )
    async with link:
        yield link, link.report_soon


@contextlib.asynccontextmanager
async def own_front(state: Path, sides: FrontSides) -> AsyncIterator[Front]:
    """The agent syncs by itself.

    Raises:
        EnrolmentProblemError: what enrolment left behind cannot be used.
    """
    from agent.sync.child import SyncChild  # noqa: PLC0415 - behind a machine service nobody needs a network

    facts = await asyncio.to_thread(device_facts, state, by_machine=False, os=sides.os)
    reporter = await asyncio.to_thread(_reporter, sides)
    child = SyncChild(state)

    def is_retired() -> bool:
        found = sides.in_force()
        return found is not None and found.is_retired

    def renewed(fresh_until: datetime) -> None:
        found = sides.in_force()
        if found is not None and found.generation == newest_generation(state):  # else it was refused here
            sides.renewed(fresh_until)

    parts = DeviceSyncParts(
        port=child,
        sessions=_OwnSession(reporter),
        requests=ExceptionRequests(StateFile(state / "exception-requests.json")),
        sent_file=StateFile(state / "last-check-in.json"),
        put_in_force=sides.put_in_force,
        renewed=renewed,
        is_retired=is_retired,
        changed=sides.changed,
        tick=sides.tick,
        clock=lambda: datetime.now(UTC),
        elapsed_s=elapsed_s,
        draw=random.random,
    )
    try:
        async with DeviceSync(facts, parts, sides.health) as sync:
            yield sync, lambda: None
    finally:
        await child.close()


class _OwnSession:
    """Implements `SessionSource` for the one person whose agent this is."""

    def __init__(self, reporter: SessionReporter) -> None:
        self._reporter = reporter

    async def sessions(self) -> tuple[Session, ...]:
        """Return it."""
        return (await asyncio.to_thread(self._reporter.session),)

    async def accepted(self, sessions: tuple[Session, ...]) -> None:
        """The server has it."""
        days = [count.day for session in sessions for count in session.counts or ()]
        await asyncio.to_thread(self._reporter.confirmed, max(days, default=None))

    def is_own(self, session_id: str, uid: int) -> bool:
        """Nobody else has one."""
        del session_id, uid
        return True


def _reporter(sides: FrontSides) -> SessionReporter:
    return SessionReporter(
        session_id_in(StateFile(sides.session_of / "session.json")),
        facts=sides.facts,
        issues=sides.health.open_issues,
        coverage=sides.coverage,
        counts=DailyCounts(sides.store, StateFile(sides.session_of / "reported-days.json")),
        heads=HistoryHeads(sides.store, StateFile(sides.session_of / "told-heads.json")),
        clock=lambda: datetime.now(UTC),
    )
