"""What any user of a device may ask of the machine service."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import pytest

from agent import __version__
from agent.core.health import HealthCode
from agent.fleet.check_in import Session
from agent.fleet.message import MessageRefusedError
from agent.ipc.codec import PROTOCOL_VERSION, Request
from agent.ipc.machine_messages import (
    MachinePolicyResult,
    MachineReportParams,
    MachineReportResult,
    MachineStatusResult,
)
from agent.ipc.peer import Actor
from agent.ipc.server import SUBSCRIBE
from agent.ipc.wire import ParamsError, WireModel
from agent.service.accounts import account_of
from agent.service.health import HealthTable
from agent.service.machine_control import MachineControl
from agent.service.machine_sessions import MachineSessions
from tests.fakes.sync_front import SYNC, FakeSyncFront

pytestmark = pytest.mark.asyncio

NOW = datetime(2026, 1, 2, tzinfo=UTC)
SESSION = Session(session_id="a" * 32, agent_version="1")


class Service:
    """A control with real neighbors where they are ours."""

    def __init__(self) -> None:
        self.front = FakeSyncFront()
        self.health = HealthTable()
        self.sessions = MachineSessions()
        self.generation: int | None = 4
        self.control = MachineControl(
            instance_id="an instance",
            front=self.front,
            model=lambda: SYNC,
            health=self.health,
            sessions=self.sessions,
            generation=lambda: self.generation,
            checked_in_at=lambda: NOW,
        )

    async def ask(self, method: str, uid: int = 1000, **params: object) -> WireModel:
        """The result of a method, for a user."""
        handlers = self.control.handlers_for(Actor(uid=uid, pid=1))
        return await handlers[method](Request(id=1, method=method, params=params))


async def test_introduces_itself():
    hello = Service().control.hello()
    assert (hello.protocol, hello.agent_version, hello.pid) == (PROTOCOL_VERSION, __version__, os.getpid())


async def test_says_which_set_is_in_force_to_subscribers_too():
    service = Service()
    expected = MachinePolicyResult(sync=SYNC, generation=4, checked_in_at=NOW)
    assert await service.ask("machine.policy") == await service.ask(SUBSCRIBE) == expected
    assert service.control.policy() == expected


async def test_says_how_it_is():
    service = Service()
    service.health.report(HealthCode.POLICY_STALE)
    await service.ask("machine.report", session=SESSION.model_dump_json())
    status = await service.ask("machine.status")
    assert isinstance(status, MachineStatusResult)
    assert (status.sessions, [issue.code for issue in status.health]) == (1, ["policy_stale"])


async def test_whose_report_and_request_it_is_comes_from_the_socket():
    service = Service()
    params = MachineReportParams(session=SESSION.model_dump_json())
    assert await service.ask("machine.report", 1000, **params.to_json()) == MachineReportResult()
    assert service.sessions.is_own(SESSION.session_id, 1000)
    assert not service.sessions.is_own(SESSION.session_id, 0)
    wish = {"rule_ids": ["a"], "destination_id": "claude", "label": "internal", "days": 3, "reason": "urgent"}
    await service.ask("exception.request", os.getuid(), **wish)
    assert [account for account, _ in service.front.asked] == [account_of(os.getuid())]


@pytest.mark.parametrize("method", ["machine.policy", "machine.status", "machine.report", SUBSCRIBE])
async def test_what_was_not_agreed_on_is_refused(method: str):
    with pytest.raises(ParamsError):
        await Service().ask(method, canary=1)


async def test_a_report_that_is_none_is_refused():
    with pytest.raises(MessageRefusedError):
        await Service().ask("machine.report", session="{}")


async def test_nothing_of_an_agent_s_own_is_there():
    handlers = Service().control.handlers_for(Actor(uid=0, pid=1))
    assert not {"policy.reload", "agent.stop", "history.list", "gui.show"} & handlers.keys()
