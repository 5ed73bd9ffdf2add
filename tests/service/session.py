"""A coordinator between fakes, and gestures as a test makes them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from agent.core import ActiveWindow, Content, ContentKind, Event
from agent.core.ports import ClipboardChanged, WindowActivated
from agent.service.coordinator import Coordinator
from tests.fakes.clock import FakeClock
from tests.fakes.enforcer import FakeEnforcer
from tests.fakes.engines import SENSITIVE, ScriptedEngines
from tests.fakes.event_store import FakeEventStore
from tests.fakes.health import RecordingHealth

__all__ = ["BROWSER_PID", "EDITOR_PID", "Session", "session"]

EDITOR_PID, BROWSER_PID = 11, 22


@dataclass(slots=True, kw_only=True)
class Session:
    """A coordinator between fakes. `told` is every event in order; `copies` counts what `on_copy` was called for."""

    coordinator: Coordinator
    scripted: ScriptedEngines
    clock: FakeClock
    enforcer: FakeEnforcer
    store: FakeEventStore
    health: RecordingHealth
    told: asyncio.Queue[Event]
    copies: list[None] = field(default_factory=list)

    def copy(self, text: str = SENSITIVE, *, pid: int | None = EDITOR_PID, at: float = 0.0) -> None:
        """Somebody copies a text."""
        self.copy_content(Content(kind=ContentKind.TEXT, text=text), pid=pid, at=at)

    def copy_content(self, content: Content | None, *, pid: int | None = EDITOR_PID, at: float = 0.0) -> None:
        """The clipboard changes."""
        self.coordinator.observe(ClipboardChanged(content=content, owner_pid=pid, copied_at=at))

    def focus(self, title: str | None, *, pid: int | None = BROWSER_PID, at: float = 0.0) -> None:
        """A window with this title gets the focus; None for no window."""
        window = ActiveWindow(window_id=1, title=title, pid=pid) if title is not None else None
        self.coordinator.observe(WindowActivated(window=window, activated_at=at))

    async def event(self) -> Event:
        """The next event that is told."""
        async with asyncio.timeout(10):
            return await self.told.get()

    async def destination_of_next(self) -> str:
        """Where the content of the next event would have gone."""
        return (await self.event()).destination_id

    async def passes(self, seconds: float) -> None:
        """Real time passes, and nothing is told meanwhile."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                assert await self.told.get() is None


@contextlib.asynccontextmanager
async def session(*, assessment_timeout_s: float = 10.0) -> AsyncIterator[Session]:
    """A coordinator for as long as the block lasts."""
    scripted, clock, enforcer = ScriptedEngines(), FakeClock(), FakeEnforcer()
    store, health, told, copies = FakeEventStore(), RecordingHealth(), asyncio.Queue[Event](), list[None]()
    coordinator = Coordinator(
        engines=scripted.engines,
        enforcer=enforcer,
        store=store,
        health=health,
        on_copy=lambda: copies.append(None),
        on_event=told.put_nowait,
        clock=clock,
        assessment_timeout_s=assessment_timeout_s,
    )
    try:
        yield Session(
            coordinator=coordinator,
            scripted=scripted,
            clock=clock,
            enforcer=enforcer,
            store=store,
            health=health,
            told=told,
            copies=copies,
        )
    finally:
        scripted.gate.set()
        scripted.model_gate.set()
        await coordinator.close()
