"""The methods of the public socket: what any program of this user may ask of the agent.

Rules kept here: nothing here answers a prompt, and only the methods of hooks (`agent/service/hook_gestures.py`) take
content or return any. A subscriber first gets the whole status, then each change (`agent/service/publisher.py`).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from agent import __version__
from agent.core.errors import AgentError
from agent.core.health import ChannelCoverage
from agent.core.ports import EventStore
from agent.ipc.codec import PROTOCOL_VERSION, FrameError, Request, Response, encode_message
from agent.ipc.connection import Handler
from agent.ipc.messages import (
    CoverageModel,
    GuiShowParams,
    HealthIssueModel,
    HelloResult,
    HistoryListParams,
    HistoryListResult,
    PolicyInForceResult,
    PolicyResult,
    StatusResult,
)
from agent.ipc.peer import Actor
from agent.ipc.server import SUBSCRIBE
from agent.ipc.sync_messages import LayerModel
from agent.ipc.wire import Nothing
from agent.service.accounts import account_of
from agent.service.health import HealthTable
from agent.service.policy_in_force import PolicyInForce
from agent.service.prompts import PromptBroker
from agent.service.sync_methods import SyncFront, sync_handlers

__all__ = ["AgentControl", "AgentFacts", "PolicyTooLargeError", "TrayUnavailableError"]


class TrayUnavailableError(AgentError):
    """There is no tray to show a window."""

    code = "tray_unavailable"


class PolicyTooLargeError(AgentError):
    """The documents of the policy in force do not fit into one message."""

    code = "policy_too_large"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentFacts:
    """What does not change while the agent runs."""

    instance_id: str
    pid: int
    started_at: datetime
    clipboard_backend: str
    has_tray: bool


class AgentControl:
    """Implements `agent.ipc.server.Methods`.

    Args:
        facts: what does not change.
        policy: the one in force.
        health: open issues.
        prompts: whether a tray is there.
        store: history.
        coverage: the capability matrix now.
        request_stop: ends the agent, soon.
        wake_tray: has the tray started again if it was given up.
        sync: whoever knows how the device stands with its server; None where nobody governs it.
        hooks: the methods for coding agents' hooks.
        apps: the methods about AI apps.
    """

    def __init__(  # noqa: PLR0913 - one for each neighbor
        self,
        *,
        facts: AgentFacts,
        policy: PolicyInForce,
        health: HealthTable,
        prompts: PromptBroker,
        store: EventStore,
        coverage: Callable[[], tuple[ChannelCoverage, ...]],
        request_stop: Callable[[], None],
        wake_tray: Callable[[], None],
        sync: Callable[[], SyncFront | None] = lambda: None,
        hooks: Callable[[], Mapping[str, Handler]] = dict,
        apps: Mapping[str, Handler] = MappingProxyType({}),
    ) -> None:
        self._facts = facts
        self._policy = policy
        self._health = health
        self._prompts = prompts
        self._store = store
        self._coverage = coverage
        self._request_stop = request_stop
        self._wake_tray = wake_tray
        self._sync = sync
        self._hooks = hooks
        self.handlers: Mapping[str, Handler] = {
            "status.get": self._status,
            SUBSCRIBE: self._status,
            "history.list": self._history,
            "policy.get": self._get_policy,
            "policy.reload": self._reload_policy,
            "gui.show": self._show,
            "agent.stop": self._stop,
            **apps,
        }

    def handlers_for(self, actor: Actor) -> Mapping[str, Handler]:
        """Every method: whoever may connect may ask for all of them. Whose exceptions they are depends on who asks."""
        account = account_of(actor.uid)
        return {**self.handlers, **self._hooks(), **sync_handlers(self._sync, account=account, uid=actor.uid)}

    def hello(self) -> HelloResult:
        """Who the agent is."""
        facts = self._facts
        return HelloResult(
            protocol=PROTOCOL_VERSION, agent_version=__version__, instance_id=facts.instance_id, pid=facts.pid
        )

    def status(self) -> StatusResult:
        """Everything there is to know about the agent now."""
        facts, policy = self._facts, self._policy.facts
        return StatusResult(
            agent_version=__version__,
            instance_id=facts.instance_id,
            pid=facts.pid,
            started_at=facts.started_at,
            mode=policy.mode,
            policy_name=policy.name,
            policy_version=policy.version,
            policy_origin=policy.origin,
            policy_layers=tuple(
                LayerModel(layer=each.layer, name=each.name, version=each.version) for each in policy.layers
            ),
            sync=front.model() if (front := self._sync()) is not None else None,
            clipboard_backend=facts.clipboard_backend,
            tray_connected=self._prompts.is_connected,
            health=tuple(HealthIssueModel.of(issue) for issue in self._health.visible()),
            coverage=tuple(CoverageModel.of(row) for row in self._coverage()),
        )

    async def _status(self, request: Request) -> StatusResult:
        Nothing.parse(request.params)
        return self.status()

    async def _history(self, request: Request) -> HistoryListResult:
        query = HistoryListParams.parse(request.params).to_query()
        # A disk may stall; the clipboard must not wait for it.
        return HistoryListResult.of(await asyncio.to_thread(self._store.list, query))

    async def _get_policy(self, request: Request) -> PolicyResult:
        Nothing.parse(request.params)
        result = PolicyResult.of(self._policy.facts)
        try:
            encode_message(Response(id=request.id, result=result.to_json()))
        except FrameError as exc:
            raise PolicyTooLargeError(
                "The policy in force is too large to be handed out",
                detail=exc.detail,
                hint="Name its file instead, for example `cordon policy show policy.yaml`.",
            ) from None
        return result

    async def _reload_policy(self, request: Request) -> PolicyInForceResult:
        Nothing.parse(request.params)
        # Compiling takes long; the clipboard must not wait for it.
        return PolicyInForceResult.of(await asyncio.to_thread(self._policy.reload))

    async def _show(self, request: Request) -> Nothing:
        params = GuiShowParams.parse(request.params)
        if not self._facts.has_tray:
            raise TrayUnavailableError(
                "This agent runs without a tray", hint="Run `cordon stop`, then `cordon run` in a graphical session."
            )
        if not self._prompts.show_window(params.window):
            self._wake_tray()
            raise TrayUnavailableError("The tray is starting", hint="Try again in a moment.")
        return Nothing()

    async def _stop(self, request: Request) -> Nothing:
        Nothing.parse(request.params)
        self._request_stop()
        return Nothing()
