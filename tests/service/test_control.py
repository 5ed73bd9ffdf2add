"""What any program of this user may ask of the agent, and what it gets."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from agent import __version__
from agent.core import Action, Channel, EventQuery, Mode
from agent.core.errors import AgentError
from agent.core.health import ChannelCoverage, Coverage, HealthCode
from agent.core.in_force import PolicyFacts, PolicyOrigin
from agent.ipc.codec import FRAME_LIMIT_BYTES, PROTOCOL_VERSION, Notification, Request
from agent.ipc.messages import EventModel, HistoryListResult, PolicyInForceResult, PolicyResult, StatusResult
from agent.ipc.server import SUBSCRIBE
from agent.ipc.wire import Nothing, ParamsError, WireModel
from agent.service.control import AgentControl, AgentFacts, PolicyTooLargeError, TrayUnavailableError
from agent.service.health import HealthTable
from agent.service.policy_in_force import LoadedPolicy, PolicyInForce
from agent.service.prompts import PromptBroker
from tests.fakes.engines import ScriptedEngines
from tests.fakes.event_store import FakeEventStore
from tests.ipc.samples import EVENT
from tests.service.tray import connected_tray

FACTS = AgentFacts(
    instance_id="an instance",
    pid=4321,
    started_at=datetime(2026, 1, 2, tzinfo=UTC),
    clipboard_backend="polling",
    has_tray=True,
)


POLICY = PolicyFacts(
    name="Test", version="7", mode=Mode.MONITOR, origin=PolicyOrigin.FILE, documents=('{"name":"Test"}',)
)


class Agent:
    """A control with real neighbors where they are ours, and a history in a list."""

    def __init__(self, facts: AgentFacts = FACTS) -> None:
        self.health = HealthTable()
        self.loads: list[PolicyFacts | AgentError] = [POLICY]
        self.policy = PolicyInForce(self._load, self.health)
        self.prompts = PromptBroker(on_connection=lambda: None)
        self.store = FakeEventStore()
        self.stops = 0
        self.wakes = 0
        self.control = AgentControl(
            facts=facts,
            policy=self.policy,
            health=self.health,
            prompts=self.prompts,
            store=self.store,
            coverage=lambda: (ChannelCoverage(channel=Channel.CLIPBOARD, coverage=Coverage.SEEN, why="Because."),),
            request_stop=self._stop,
            wake_tray=self._wake,
            apps={"apps.list": self._apps},
        )

    def _load(self) -> LoadedPolicy:
        loaded = self.loads[-1]
        if isinstance(loaded, AgentError):
            raise loaded
        return LoadedPolicy(facts=loaded, engines=ScriptedEngines().engines)

    async def _apps(self, _request: Request) -> Nothing:
        return Nothing()

    def _stop(self) -> None:
        self.stops += 1

    def _wake(self) -> None:
        self.wakes += 1

    async def ask(self, method: str, **params: object) -> WireModel:
        """The result of a method."""
        return await self.control.handlers[method](Request(id=1, method=method, params=params))


def test_the_agent_introduces_itself():
    hello = Agent().control.hello()
    assert (hello.protocol, hello.agent_version) == (PROTOCOL_VERSION, __version__)
    assert (hello.instance_id, hello.pid) == ("an instance", 4321)


@pytest.mark.asyncio
@pytest.mark.parametrize("method", ["status.get", SUBSCRIBE])
async def test_the_status_says_everything_that_is_so_now(method: str):
    agent = Agent()
    agent.health.report(HealthCode.NO_KEYRING, "none found")
    agent.health.report(HealthCode.GUI_NOT_RUNNING)
    status = await agent.ask(method)
    assert isinstance(status, StatusResult)
    assert (status.instance_id, status.pid, status.started_at) == ("an instance", 4321, FACTS.started_at)
    assert (status.mode, status.policy_name, status.policy_version) == (Mode.MONITOR, "Test", "7")
    assert (status.clipboard_backend, status.tray_connected) == ("polling", False)
    assert [(issue.code, issue.detail) for issue in status.health] == [
        ("policy_unsigned", "Test, version 7."),
        ("no_keyring", "none found"),
    ]
    assert [(row.channel, row.why) for row in status.coverage] == [(Channel.CLIPBOARD, "Because.")]
    agent.health.clear(HealthCode.NO_KEYRING)
    assert [issue.code for issue in agent.control.status().health] == ["policy_unsigned"]


@pytest.mark.asyncio
async def test_the_policy_in_force_is_handed_out():
    agent = Agent()
    assert agent.control.status().policy_origin is PolicyOrigin.FILE
    result = await agent.ask("policy.get")
    assert isinstance(result, PolicyResult)
    assert (result.name, result.origin, result.documents) == ("Test", PolicyOrigin.FILE, ('{"name":"Test"}',))


@pytest.mark.asyncio
async def test_another_policy_comes_into_force_whole_or_not_at_all():
    agent = Agent()
    told: list[str] = []
    agent.policy.set_listener(lambda: told.append(agent.control.status().policy_version))
    agent.loads.append(replace(POLICY, version="8"))
    result = await agent.ask("policy.reload")
    assert result == PolicyInForceResult(name="Test", version="8", mode=Mode.MONITOR, origin=PolicyOrigin.FILE)
    assert told == ["8"]
    agent.loads.append(AgentError("It cannot be used"))
    with pytest.raises(AgentError, match="It cannot be used"):
        await agent.ask("policy.reload")
    assert (agent.control.status().policy_version, told) == ("8", ["8"])


@pytest.mark.asyncio
async def test_a_policy_that_does_not_fit_into_a_message_is_put_in_force_and_its_file_asked_for_instead():
    agent = Agent()
    fits = replace(POLICY, documents=("x" * (FRAME_LIMIT_BYTES - 500),))
    large = replace(POLICY, version="9", documents=("x" * FRAME_LIMIT_BYTES,))
    agent.loads += [fits]
    await agent.ask("policy.reload")
    assert await agent.ask("policy.get") == PolicyResult.of(fits)
    agent.loads += [large]
    assert await agent.ask("policy.reload") == PolicyInForceResult.of(large)
    with pytest.raises(PolicyTooLargeError, match=r"cordon policy show policy\.yaml"):
        await agent.ask("policy.get")


@pytest.mark.asyncio
async def test_history_is_asked_away_from_the_loop():
    agent = Agent()
    agent.store.record(EVENT)
    page = await agent.ask("history.list", label="restricted", action="warn", limit=5)
    assert page == HistoryListResult(events=(EventModel.of(EVENT),), total=1)
    assert agent.store.queries == [EventQuery(label="restricted", action=Action.WARN, limit=5)]
    assert threading.current_thread().name not in agent.store.asked_on


@pytest.mark.asyncio
async def test_a_history_that_cannot_be_read_is_an_error():
    agent = Agent()
    agent.store.failure = AgentError("History cannot be read")
    with pytest.raises(AgentError, match="History cannot be read"):
        await agent.ask("history.list")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("status.get", {"verbose": True}),
        (SUBSCRIBE, {"since": 0}),
        ("agent.stop", {"force": True}),
        ("policy.get", {"layer": "team"}),
        ("policy.reload", {"file": "other.yaml"}),
        ("history.list", {"limit": 0}),
        ("history.list", {"text": "4111"}),
        ("gui.show", {}),
        ("gui.show", {"window": "prompt"}),
    ],
)
async def test_parameters_that_were_not_agreed_on_are_refused(method: str, params: dict[str, object]):
    agent = Agent()
    with pytest.raises(ParamsError):
        await agent.ask(method, **params)
    assert (agent.stops, agent.wakes, agent.store.queries) == (0, 0, [])


@pytest.mark.asyncio
async def test_a_stop_is_agreed_to_and_asked_for_once():
    agent = Agent()
    assert await agent.ask("agent.stop") == Nothing()
    assert agent.stops == 1


@pytest.mark.asyncio
async def test_a_window_is_shown_by_the_tray():
    agent = Agent()
    async with connected_tray(agent.prompts) as tray:
        assert agent.control.status().tray_connected
        assert await agent.ask("gui.show", window="history") == Nothing()
        assert await tray.channel.receive() == Notification(method="window.show", params={"window": "history"})
    assert agent.wakes == 0
    assert not agent.control.status().tray_connected


@pytest.mark.asyncio
async def test_a_tray_that_is_not_there_is_woken():
    agent = Agent()
    with pytest.raises(TrayUnavailableError, match="starting"):
        await agent.ask("gui.show", window="history")
    assert agent.wakes == 1


@pytest.mark.asyncio
async def test_an_agent_without_a_tray_says_so_and_wakes_none():
    agent = Agent(replace(FACTS, has_tray=False))
    with pytest.raises(TrayUnavailableError, match="without a tray"):
        await agent.ask("gui.show", window="status")
    assert agent.wakes == 0


def test_no_method_answers_a_prompt():
    asked = {
        "apps.list",
        "status.get",
        SUBSCRIBE,
        "history.list",
        "policy.get",
        "policy.reload",
        "gui.show",
        "agent.stop",
    }
    assert set(Agent().control.handlers) == asked
