"""From what sensors tell to the state of each AI app, and to events.

Rules kept here:

- An app runs while it has a process or its local server answers. Several processes are one run; so are a wrapper and
  the program it was replaced by (npx, then node), as long as the one begins within `SAME_RUN_S` of the other's end.
- A process is known by pid and the time of its creation: a pid that was given away again is another process. One that
  runs another program than before (exec) is recognized anew.
- What ran before anybody looked was not started, it was found: that is first seen, never started.
- What was recognized is kept, what it was recognized from is not: no name, path or command line stays here.
- Bounded: `_PROCESSES_LIMIT` processes, and of apps no more than the catalogue has, and `RECORDS_LIMIT` older records.
- Instants come in with each call. A clock that was set back makes nothing younger than it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from agent.core.app_ports import (
    AppCatalogue,
    AppObservation,
    InstalledFound,
    ListenersFound,
    ProcessesChanged,
    ProcessKey,
)
from agent.core.apps import AppMatch, Evidence, ProcessFacts
from agent.core.gestures import Destination
from agent.inventory.records import AppEvent, AppEventKind, AppRecord, AppState
from agent.inventory.remembered import RECORDS_LIMIT

__all__ = ["SAME_RUN_S", "Inventory"]

SAME_RUN_S: Final = 5.0
_PROCESSES_LIMIT: Final = 4096


@dataclass(slots=True, kw_only=True)
class _Known:
    """What is known of an app; `stopped_at` is of this run of the agent."""

    first_seen_at: datetime
    last_used_at: datetime | None = None
    told_at: datetime | None = None
    stopped_at: datetime | None = None
    evidence: set[Evidence] = field(default_factory=set)

    def use(self, at: datetime) -> None:
        self.last_used_at = at if self.last_used_at is None else max(at, self.last_used_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answering:
    """A local server; its process is None where nobody tells which it is."""

    destination_id: str
    process: ProcessKey | None


class Inventory:
    """The AI apps of one device and user. Not safe for threads: one call at a time.

    Args:
        catalogue: what recognizes them.
        records: remembered from before.
    """

    def __init__(self, catalogue: AppCatalogue, records: Iterable[AppRecord] = ()) -> None:
        self._catalogue = catalogue
        self._destinations = {each.destination_id: each for each in catalogue.destinations}
        self._known: dict[str, _Known] = {}
        for each in records:
            if len(self._known) < RECORDS_LIMIT:
                self._known[each.destination_id] = _Known(
                    first_seen_at=each.first_seen_at,
                    last_used_at=each.last_used_at,
                    told_at=each.told_at,
                    evidence=set(each.evidence),
                )
        self._processes: dict[ProcessKey, str] = {}
        self._pids: dict[int, ProcessKey] = {}
        self._listening: frozenset[_Answering] = frozenset()
        self._installed: frozenset[str] = frozenset()
        self._revision = 0

    @property
    def revision(self) -> int:
        """Another number whenever `apps` may return something else."""
        return self._revision

    def observe(self, observation: AppObservation, at: datetime) -> tuple[AppEvent, ...]:
        """Take in what a sensor saw, and return what happened."""
        match observation:
            case ProcessesChanged():
                return tuple(self._processes_changed(observation, at))
            case ListenersFound():
                return tuple(self._listeners_found(observation, at))
            case InstalledFound():
                return tuple(self._installed_found(observation, at))

    def focused(self, destination: Destination, at: datetime) -> tuple[AppEvent, ...]:
        """A window of the app got the focus."""
        if destination.destination_id not in self._destinations:
            return ()
        events = [*self._recognized(AppMatch(destination=destination, evidence=Evidence.WINDOW), at)]
        self._revision += 1
        self._known[destination.destination_id].use(at)
        return (*events, AppEvent(kind=AppEventKind.USED, destination=destination, at=at))

    def told(self, destination_id: str, at: datetime) -> None:
        """The person was told of the app; ids that are not known are ignored."""
        if (known := self._known.get(destination_id)) is not None:
            known.told_at = at

    def use_catalogue(self, catalogue: AppCatalogue) -> None:
        """Recognize by another catalogue from now on; what runs and is installed must be told again, whole."""
        self._catalogue = catalogue
        self._destinations = {each.destination_id: each for each in catalogue.destinations}

    def forget_before(self, at: datetime) -> None:
        """Forget when apps were used, and apps that are not here any more, where that was before."""
        here = self._running() | self._installed
        for destination_id, known in list(self._known.items()):
            if (known.last_used_at or known.first_seen_at) >= at:
                continue
            known.last_used_at = None
            if destination_id not in here:
                del self._known[destination_id]

    def forget_all(self, at: datetime) -> None:
        """Forget everything; what is here now is seen for the first time."""
        here = self._running() | self._installed
        self._known = {
            destination_id: _Known(first_seen_at=at, evidence=known.evidence)
            for destination_id, known in self._known.items()
            if destination_id in here
        }

    def processes(self) -> tuple[ProcessKey, ...]:
        """The processes of AI apps, those of local servers among them."""
        answering = (each.process for each in self._listening if each.process is not None)
        return tuple({*self._processes, *answering})

    def app_of(self, pid: int) -> Destination | None:
        """The app that a running process was recognized as."""
        key = self._pids.get(pid)
        return self._destinations.get(self._processes[key]) if key is not None else None

    def apps(self) -> tuple[AppState, ...]:
        """Every app that the catalogue knows and that was seen, those that run first, then by name."""
        pids: dict[str, set[int]] = {}
        for key, destination_id in self._processes.items():
            pids.setdefault(destination_id, set()).add(key.pid)
        for each in self._listening:
            if each.process is not None:
                pids.setdefault(each.destination_id, set()).add(each.process.pid)
        running = self._running()
        states = (
            AppState(
                destination=self._destinations[record.destination_id],
                record=record,
                pids=tuple(sorted(pids.get(record.destination_id, ()))),
                is_running=record.destination_id in running,
                is_installed=record.destination_id in self._installed,
            )
            for record in self.records()
            if record.destination_id in self._destinations
        )
        return tuple(sorted(states, key=lambda each: (not each.is_running, each.destination.name.lower())))

    def records(self) -> tuple[AppRecord, ...]:
        """What to remember, also of apps that this catalogue does not know."""
        return tuple(
            AppRecord(
                destination_id=destination_id,
                first_seen_at=known.first_seen_at,
                last_used_at=known.last_used_at,
                told_at=known.told_at,
                evidence=tuple(each for each in Evidence if each in known.evidence),
            )
            for destination_id, known in self._known.items()
        )

    def _running(self) -> frozenset[str]:
        return frozenset(each.destination_id for each in self._listening).union(self._processes.values())

    def _processes_changed(self, change: ProcessesChanged, at: datetime) -> Iterator[AppEvent]:
        before = self._running()
        if change.is_whole:
            self._revision += 1
            self._processes, self._pids = {}, {}
        for facts in change.started:
            yield from self._process_started(facts, at)
        for key in change.ended:
            self._remove(key)
        ended = frozenset(change.ended)
        still = frozenset(each for each in self._listening if each.process not in ended)
        if still != self._listening:
            self._listening = still
            self._revision += 1
        yield from self._began_and_ended(before, at, were_found=change.is_whole)

    def _process_started(self, facts: ProcessFacts, at: datetime) -> Iterator[AppEvent]:
        key = ProcessKey(pid=facts.pid, created_at=facts.created_at)
        self._remove(self._pids.get(facts.pid))  # it runs something else now, or its pid is another's
        found = self._catalogue.match_process(facts)
        if found is None or len(self._processes) >= _PROCESSES_LIMIT:
            return
        self._processes[key] = found.destination.destination_id
        self._pids[key.pid] = key
        self._revision += 1
        yield from self._recognized(found, at)
        known = self._known[found.destination.destination_id]
        known.use(min(at, datetime.fromtimestamp(max(0.0, facts.created_at), UTC)))

    def _remove(self, key: ProcessKey | None) -> None:
        if key is not None and self._processes.pop(key, None) is not None:
            del self._pids[key.pid]
            self._revision += 1

    def _listeners_found(self, found: ListenersFound, at: datetime) -> Iterator[AppEvent]:
        before = self._running()
        listening = set()
        for each in found.listeners:
            match = self._catalogue.match_listener(each.port, each.process)
            if match is not None:
                process = each.process
                key = ProcessKey(pid=process.pid, created_at=process.created_at) if process is not None else None
                listening.add(_Answering(destination_id=match.destination.destination_id, process=key))
                yield from self._recognized(match, at)
        self._listening = frozenset(listening)
        self._revision += 1
        # A listener's age is not told: it may have answered for days.
        yield from self._began_and_ended(before, at, were_found=True)

    def _installed_found(self, found: InstalledFound, at: datetime) -> Iterator[AppEvent]:
        names = (self._catalogue.match_installed(each.kind, each.name) for each in sorted(found.names))
        plug_ins = (self._catalogue.match_editor_extension(each) for each in sorted(found.editor_extensions))
        recognized = [each for each in (*names, *plug_ins) if each is not None]
        installed = frozenset(each.destination.destination_id for each in recognized)
        self._installed = installed if found.is_complete else installed | self._installed
        self._revision += 1
        for each in recognized:
            yield from self._recognized(each, at)

    def _recognized(self, found: AppMatch, at: datetime) -> Iterator[AppEvent]:
        destination_id = found.destination.destination_id
        known = self._known.get(destination_id)
        if known is None:
            known = self._known[destination_id] = _Known(first_seen_at=at)
            yield AppEvent(kind=AppEventKind.FIRST_SEEN, destination=found.destination, at=at)
        if found.evidence not in known.evidence:
            known.evidence.add(found.evidence)
            self._revision += 1

    def _began_and_ended(self, before: frozenset[str], at: datetime, *, were_found: bool) -> Iterator[AppEvent]:
        now = self._running()
        for destination_id in sorted(now - before):
            known = self._known[destination_id]
            is_same_run = known.stopped_at is not None and abs(at - known.stopped_at) < timedelta(seconds=SAME_RUN_S)
            if not were_found and not is_same_run:
                yield self._event(AppEventKind.STARTED, destination_id, at)
        for destination_id in sorted(before - now):
            if (known_before := self._known.get(destination_id)) is not None:
                known_before.stopped_at = at
                known_before.use(at)
            if destination_id in self._destinations:
                yield self._event(AppEventKind.STOPPED, destination_id, at)

    def _event(self, kind: AppEventKind, destination_id: str, at: datetime) -> AppEvent:
        return AppEvent(kind=kind, destination=self._destinations[destination_id], at=at)
