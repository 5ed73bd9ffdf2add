"""The methods of the machine service's socket: what any user of this device may ask of it.

Rules kept here: who asks is a uid that the operating system vouches for, and an account is the one of that uid. Nobody
gets to see what others ask or report. Nothing here changes what is enforced.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime

from agent import __version__
from agent.ipc.codec import PROTOCOL_VERSION, Request
from agent.ipc.connection import Handler
from agent.ipc.machine_messages import (
    MachinePolicyResult,
    MachineReportParams,
    MachineReportResult,
    MachineStatusResult,
)
from agent.ipc.messages import HealthIssueModel, HelloResult
from agent.ipc.peer import Actor
from agent.ipc.server import SUBSCRIBE
from agent.ipc.sync_messages import SyncModel
from agent.ipc.wire import Nothing
from agent.service.accounts import account_of
from agent.service.health import HealthTable
from agent.service.machine_sessions import MachineSessions
from agent.service.sync_methods import SyncFront, sync_handlers

__all__ = ["MachineControl"]


class MachineControl:
    """Implements `agent.ipc.server.Methods`.

    Args:
        instance_id: changes with every start of the service.
        front: knows how the device stands with its server.
        model: the same, never None.
        health: open issues.
        sessions: takes what agents report.
        generation: of the set in force; None for none.
        checked_in_at: when the server last took a check-in.
    """

    def __init__(
        self,
        *,
        instance_id: str,
        front: SyncFront,
        model: Callable[[], SyncModel],
        health: HealthTable,
        sessions: MachineSessions,
        generation: Callable[[], int | None],
        checked_in_at: Callable[[], datetime | None],
    ) -> None:
        self._instance_id = instance_id
        self._front = front
        self._model = model
        self._health = health
        self._sessions = sessions
        self._generation = generation
        self._checked_in_at = checked_in_at

    def hello(self) -> HelloResult:
        """Who the service is."""
        return HelloResult(
            protocol=PROTOCOL_VERSION, agent_version=__version__, instance_id=self._instance_id, pid=os.getpid()
        )

    def handlers_for(self, actor: Actor) -> Mapping[str, Handler]:
        """Every method by name, for whoever asks."""

        async def report(request: Request) -> MachineReportResult:
            params = MachineReportParams.parse(request.params)
            return MachineReportResult(counted_through=self._sessions.report(actor.uid, params.session.encode()))

        return {
            **sync_handlers(lambda: self._front, account=account_of(actor.uid), uid=actor.uid),
            "machine.status": self._status,
            "machine.policy": self._policy,
            "machine.report": report,
            SUBSCRIBE: self._policy,
        }

    def policy(self) -> MachinePolicyResult:
        """Return which set is in force."""
        return MachinePolicyResult(
            sync=self._model(), generation=self._generation(), checked_in_at=self._checked_in_at()
        )

    async def _status(self, request: Request) -> MachineStatusResult:
        Nothing.parse(request.params)
        return MachineStatusResult(
            agent_version=__version__,
            pid=os.getpid(),
            policy=self.policy(),
            health=tuple(HealthIssueModel.of(issue) for issue in self._health.visible()),
            sessions=len(self._sessions),
        )

    async def _policy(self, request: Request) -> MachinePolicyResult:
        Nothing.parse(request.params)
        return self.policy()
