"""Methods for an `IpcServer` without an agent behind it; they fail or hang when asked to."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from agent.core.errors import AgentError
from agent.ipc.codec import PROTOCOL_VERSION, Request
from agent.ipc.connection import Handler
from agent.ipc.messages import GuiShowParams, HelloResult, StatusResult
from agent.ipc.peer import Actor
from agent.ipc.server import SUBSCRIBE
from agent.ipc.wire import Nothing

__all__ = ["FakeMethods"]


class FakeMethods:
    """Implements `agent.ipc.server.Methods`.

    Attributes:
        hanging: set while a request is in the method "hang".
        cancelled: set when such a request was given up.
        actors: who has connected.
    """

    def __init__(self, status: StatusResult) -> None:
        self.status = status
        self.actors: list[Actor] = []
        self.hanging = asyncio.Event()
        self.cancelled = asyncio.Event()
        self.handlers: Mapping[str, Handler] = {
            "status.get": self._status,
            SUBSCRIBE: self._status,
            "gui.show": self._show,
            "refuse": self._refuse,
            "fail": self._fail,
            "hang": self._hang,
        }

    def handlers_for(self, actor: Actor) -> Mapping[str, Handler]:
        """Every method, whoever asks."""
        self.actors.append(actor)
        return self.handlers

    def hello(self) -> HelloResult:
        """Who the agent is."""
        return HelloResult(protocol=PROTOCOL_VERSION, agent_version="1", instance_id="fake", pid=1)

    async def _status(self, _request: Request) -> StatusResult:
        return self.status

    async def _show(self, request: Request) -> GuiShowParams:
        """Returns what was understood."""
        return GuiShowParams.parse(request.params)

    async def _refuse(self, _request: Request) -> Nothing:
        raise AgentError("Not now", detail="It is late.", hint="Ask again.")

    async def _fail(self, request: Request) -> Nothing:
        raise RuntimeError(str(request.params))

    async def _hang(self, _request: Request) -> Nothing:
        self.hanging.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.cancelled.set()
        return Nothing()
