"""The methods about AI apps: which there are, and why something is one or is none.

Rules kept here: a process is asked what it is only when somebody asks about it, and what it says stays here: its number
and name go out, its command line and its path do not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Final

from agent.core.apps import AppMatch
from agent.core.errors import AgentError
from agent.core.gestures import Destination
from agent.core.health import HealthCode
from agent.core.in_force import PolicyFacts
from agent.core.ports import Engines
from agent.inventory import AppState
from agent.ipc.app_messages import AppExplainParams, AppExplanation, AppListResult, AppModel, AppProcess
from agent.ipc.codec import Request
from agent.ipc.connection import Handler
from agent.ipc.sync_messages import LayerModel
from agent.ipc.wire import Nothing
from agent.sensors.processes import ProcessTable
from agent.service.app_inventory import AppInventory
from agent.service.health import HealthTable

__all__ = ["AppMethods", "AppUnknownError", "NoSuchProcessError"]

_SUGGESTIONS: Final = 5
_NAME_LIMIT: Final = 200


class AppUnknownError(AgentError):
    """The catalogue knows no app of that name."""

    code = "app_unknown"


class NoSuchProcessError(AgentError):
    """There is no such process of this user."""

    code = "no_such_process"


class AppMethods:
    """Answers them.

    Args:
        inventory: what is known.
        engines: of the policy in force.
        facts: about it.
        table: the processes.
        health: whether processes can be read.
    """

    def __init__(
        self,
        *,
        inventory: AppInventory,
        engines: Engines,
        facts: Callable[[], PolicyFacts],
        table: ProcessTable,
        health: HealthTable,
    ) -> None:
        self._inventory = inventory
        self._engines = engines
        self._facts = facts
        self._table = table
        self._health = health
        self.handlers: Mapping[str, Handler] = {"apps.list": self._list, "apps.explain": self._explain}

    async def _list(self, request: Request) -> AppListResult:
        Nothing.parse(request.params)
        return AppListResult(
            apps=tuple(self._model(each) for each in self._inventory.apps()),
            sees_processes=HealthCode.PROCESSES_UNREADABLE not in self._health.open_codes(),
        )

    async def _explain(self, request: Request) -> AppExplanation:
        subject = AppExplainParams.parse(request.params).subject.strip()
        if subject.isascii() and subject.isdigit():
            return await self._explain_process(int(subject))
        return self._explanation(self._find(subject))

    async def _explain_process(self, pid: int) -> AppExplanation:
        facts = await asyncio.to_thread(self._table.facts, pid)
        if facts is None:
            raise NoSuchProcessError(
                f"You have no process {pid}",
                detail="It has ended, or belongs to another user.",
                hint="`cordon apps list` shows the processes of AI apps.",
            )
        found = self._engines.apps().match_process(facts)
        process = AppProcess(pid=pid, name=facts.name[:_NAME_LIMIT])
        if found is None:
            return AppExplanation(policy=self._policy(), process=process)
        return self._explanation(found.destination, process, found)

    def _explanation(
        self, destination: Destination, process: AppProcess | None = None, found: AppMatch | None = None
    ) -> AppExplanation:
        said_by = self._engines.standing(destination).said_by
        return AppExplanation(
            policy=self._policy(),
            app=self._model_of(destination),
            process=process,
            recognized_by=found.evidence if found is not None else None,
            said_by=LayerModel(layer=said_by.layer, name=said_by.name, version=said_by.version) if said_by else None,
        )

    def _find(self, subject: str) -> Destination:
        wanted = subject.casefold()
        known = self._engines.apps().destinations
        for each in known:
            if wanted in {each.destination_id.casefold(), each.name.casefold()}:
                return each
        near = [each for each in known if wanted in each.name.casefold() or wanted in each.vendor.casefold()]
        if len(near) == 1:
            return near[0]
        names = ", ".join(each.destination_id for each in near[:_SUGGESTIONS])
        raise AppUnknownError(
            "The catalogue knows no AI app of that name" if not near else "More than one AI app has that in its name",
            detail=f"Perhaps one of these: {names}." if near else "",
            hint="`cordon apps list` shows those that were seen here; a process is asked about by its number.",
        )

    def _model_of(self, destination: Destination) -> AppModel:
        for each in self._inventory.apps():
            if each.destination.destination_id == destination.destination_id:
                return self._model(each)
        return self._never_seen(destination)

    def _model(self, state: AppState) -> AppModel:
        return AppModel(
            id=state.destination.destination_id,
            name=state.destination.name,
            vendor=state.destination.vendor,
            kind=state.destination.kind,
            status=self._engines.standing(state.destination).status,
            running=state.is_running,
            pids=state.pids,
            installed=state.is_installed,
            first_seen_at=state.record.first_seen_at,
            last_used_at=state.record.last_used_at,
            evidence=state.record.evidence,
        )

    def _never_seen(self, destination: Destination) -> AppModel:
        return AppModel(
            id=destination.destination_id,
            name=destination.name,
            vendor=destination.vendor,
            kind=destination.kind,
            status=self._engines.standing(destination).status,
            running=False,
            pids=(),
            installed=False,
            first_seen_at=None,
            last_used_at=None,
            evidence=(),
        )

    def _policy(self) -> str:
        facts = self._facts()
        return f"{facts.name}, version {facts.version}"[:_NAME_LIMIT]
