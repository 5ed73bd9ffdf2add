"""The AI apps on this device: joins what sensors tell with what is remembered, and tells who should know.

Rules kept here:

- What is remembered is on the disk within `SAVE_S`: ids of the catalogue, instants and fixed words. It is a
  convenience: what cannot be read or written is begun anew, and health need not say so. Whoever deletes the file has it
  forgotten.
- An app that the policy does not approve of is told when it is started, where the policy does not merely monitor: once
  per app and day (of the device's clock), with an approved app of the same kind if there is one. What ran before the
  agent did, and what nobody could be shown, is not told.
- Sensors call from their threads, everything else is on the event loop; a lock keeps them apart, and no disk is waited
  for under it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from types import TracebackType
from typing import Final, Self

from agent.core.app_ports import AppObservation, ProcessKey
from agent.core.errors import AgentError
from agent.core.gestures import Destination, DestinationStatus
from agent.core.in_force import PolicyFacts
from agent.core.ports import Engines, WindowActivated
from agent.core.verdicts import Mode
from agent.inventory import AppEvent, AppEventKind, AppState, Inventory, records_from, records_to
from agent.ipc.prompt_messages import AppNotice
from agent.system.state_file import StateFile

__all__ = ["SAVE_S", "AppInventory"]

_log = logging.getLogger(__name__)

SAVE_S: Final = 30.0


class AppInventory:
    """An asynchronous context: it remembers as long as it is open. Make it on the event loop.

    Args:
        engines: of the policy in force.
        facts: about it.
        file: where it is remembered.
        tell: shows the person an app that is not approved; False where nobody can be shown.
        on_change: called on the loop when the list of apps is another.
        clock: now (aware UTC).
        save_s: how long a change may wait for the disk.
    """

    def __init__(
        self,
        *,
        engines: Engines,
        facts: Callable[[], PolicyFacts],
        file: StateFile,
        tell: Callable[[AppNotice], bool],
        on_change: Callable[[], None],
        clock: Callable[[], datetime],
        save_s: float = SAVE_S,
    ) -> None:
        self._engines = engines
        self._facts = facts
        self._file = file
        self._tell = tell
        self._on_change = on_change
        self._clock = clock
        self._save_s = save_s
        self._loop = asyncio.get_running_loop()
        self._lock = threading.Lock()
        self._catalogue = engines.apps()
        self._inventory = Inventory(self._catalogue)
        self._focused: str | None = None
        self._is_dirty = asyncio.Event()
        self._has_saved = False
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Read what is remembered; to be done before sensors tell anything."""
        content = await asyncio.to_thread(self._file.load)
        self._has_saved = content is not None
        self._inventory = Inventory(self._catalogue, records_from(content))
        self._task = asyncio.create_task(self._keep(), name="cordon-app-inventory")
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        """Write what is not yet on the disk."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        if self._is_dirty.is_set():
            await asyncio.to_thread(self._save)

    def observe(self, observation: AppObservation) -> None:
        """Take what a sensor saw; from any thread."""
        with self._lock:
            before = self._inventory.revision
            events = self._inventory.observe(observation, self._clock())
            is_same = self._inventory.revision == before
        if is_same and not events:
            return
        with contextlib.suppress(RuntimeError):  # the loop may have closed while a sensor was still stopping
            self._loop.call_soon_threadsafe(self._happened, events)

    def window_activated(self, activated: WindowActivated) -> None:
        """Take which window has the focus; on the loop. A title that changes within an app is no news."""
        destination = self._engines.match(activated.window) if activated.window is not None else None
        focused = destination.destination_id if destination is not None else None
        if focused == self._focused or destination is None:
            self._focused = focused
            return
        self._focused = focused
        with self._lock:
            events = self._inventory.focused(destination, self._clock())
        self._happened(events)

    def processes(self) -> tuple[ProcessKey, ...]:
        """The processes of AI apps; from any thread."""
        with self._lock:
            return self._inventory.processes()

    def apps(self) -> tuple[AppState, ...]:
        """Every app that was seen, those that run first."""
        with self._lock:
            return self._inventory.apps()

    def policy_changed(self) -> bool:
        """Another policy is in force. Returns whether the catalogue is another, so that sensors must tell all anew."""
        catalogue = self._engines.apps()
        is_other = catalogue is not self._catalogue
        if is_other:
            self._catalogue = catalogue
            with self._lock:
                self._inventory.use_catalogue(catalogue)
        self._on_change()
        return is_other

    def forget_before(self, at: datetime) -> None:
        """Forget what was used before, and not since."""
        with self._lock:
            self._inventory.forget_before(at)
        self._changed()

    def _happened(self, events: Iterable[AppEvent]) -> None:
        for event in events:
            _log.info("app %s: %s", event.destination.destination_id, event.kind)
            if event.kind is AppEventKind.STARTED:
                self._consider_telling(event.destination, event.at)
        self._changed()

    def _changed(self) -> None:
        self._is_dirty.set()
        self._on_change()

    def _consider_telling(self, destination: Destination, at: datetime) -> None:
        if self._facts().mode is Mode.MONITOR:
            return
        if self._engines.standing(destination).status is not DestinationStatus.UNAPPROVED:
            return
        with self._lock:
            records = {each.destination_id: each for each in self._inventory.records()}
        told_at = records[destination.destination_id].told_at if destination.destination_id in records else None
        if told_at is not None and told_at.astimezone().date() == at.astimezone().date():
            return
        notice = AppNotice(
            destination_id=destination.destination_id,
            destination_name=destination.name,
            alternative=self._alternative(destination, seen=records.keys()),
        )
        if self._tell(notice):
            with self._lock:
                self._inventory.told(destination.destination_id, at)

    def _alternative(self, destination: Destination, seen: Iterable[str]) -> str:
        """The name of an approved app of the same kind, one that is on this device if there is one."""
        approved = [
            each
            for each in self._catalogue.destinations
            if each.kind is destination.kind and self._engines.standing(each).status is DestinationStatus.APPROVED
        ]
        here = set(seen)
        best = next((each for each in approved if each.destination_id in here), approved[0] if approved else None)
        return best.name if best is not None else ""

    async def _keep(self) -> None:
        while True:
            await self._is_dirty.wait()
            await asyncio.sleep(self._save_s)
            self._is_dirty.clear()
            await asyncio.to_thread(self._save)

    def _save(self) -> None:
        is_deleted = self._has_saved and self._file.load() is None
        with self._lock:
            if is_deleted:
                self._inventory.forget_all(self._clock())
            content = records_to(self._inventory.records())
        try:
            self._file.save(content)
        except AgentError as exc:
            _log.warning("the inventory of AI apps could not be kept: %s", exc.code)
            return
        self._has_saved = True
