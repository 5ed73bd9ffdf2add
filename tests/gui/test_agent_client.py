"""The link to the agent, against a real socket."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from agent.core.errors import AgentError
from agent.core.health import HealthCode
from agent.ipc.app_messages import AppListResult
from agent.ipc.codec import Notification, encode_message
from agent.ipc.messages import HistoryListParams, HistoryListResult
from gui.client.agent_client import AgentClient
from gui.samples import sample_apps, sample_events, sample_status
from gui.viewmodels.link import LinkState
from tests.fakes.agent_server import FakeAgent, Manner


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "agent.sock"


@pytest.fixture
def client(path: Path) -> Iterator[AgentClient]:
    made = AgentClient(path, version="0.1.0")
    yield made
    made.stop()
    made.deleteLater()


def until(qtbot: QtBot, client: AgentClient, state: LinkState) -> None:
    qtbot.waitUntil(lambda: client.link.state is state, timeout=8_000)


def test_greets_subscribes_and_knows_the_status(path: Path, client: AgentClient, qtbot: QtBot, now: datetime):
    status = sample_status(now)
    with FakeAgent(path, status) as agent:
        client.start()
        until(qtbot, client, LinkState.CONNECTED)
        assert client.link.status == status
        assert [each.method for each in agent.requests] == ["hello", "notify.subscribe"]
        assert agent.requests[0].params["client"] == "tray"


def test_notifications_change_the_link_and_announce_events(
    path: Path, client: AgentClient, qtbot: QtBot, now: datetime
):
    worse = sample_status(now, issues=(HealthCode.NO_KEYRING,))
    event = sample_events(now)[0]
    with FakeAgent(path, sample_status(now)) as agent:
        client.start()
        until(qtbot, client, LinkState.CONNECTED)
        with qtbot.waitSignals([client.link_changed, client.event_received]) as _:
            agent.tell(status=worse)
            agent.tell(event=event)
        assert client.link.status == worse


def test_malformed_notifications_are_skipped(path: Path, client: AgentClient, qtbot: QtBot, now: datetime):
    event = sample_events(now)[0]
    with FakeAgent(path, sample_status(now)) as agent:
        client.start()
        until(qtbot, client, LinkState.CONNECTED)
        with qtbot.waitSignal(client.event_received):
            agent.send_raw(encode_message(Notification(method="notify", params={"status": 3})))
            agent.send_raw(encode_message(Notification(method="unknown", params={})))
            agent.send_raw(b"\x00\x00\x00\x02[]")
            agent.tell(event=event)
        assert client.link.state is LinkState.CONNECTED


def test_comes_back_after_the_agent_restarted(path: Path, client: AgentClient, qtbot: QtBot, now: datetime):
    with FakeAgent(path, sample_status(now)):
        client.start()
        until(qtbot, client, LinkState.CONNECTED)
    until(qtbot, client, LinkState.LOST)
    assert client.link.status is None
    with FakeAgent(path, sample_status(now)):
        until(qtbot, client, LinkState.CONNECTED)


def test_dropped_connection_is_made_again(path: Path, client: AgentClient, qtbot: QtBot, now: datetime):
    with FakeAgent(path, sample_status(now)) as agent:
        client.start()
        until(qtbot, client, LinkState.CONNECTED)
        agent.drop()
        until(qtbot, client, LinkState.LOST)
        until(qtbot, client, LinkState.CONNECTED)


def test_no_agent_is_connecting_first_and_lost_later(client: AgentClient, qtbot: QtBot):
    client.start()
    assert client.link.state is LinkState.CONNECTING
    until(qtbot, client, LinkState.LOST)


@pytest.mark.parametrize("manner", [Manner.OTHER_VERSION, Manner.REFUSES])
def test_other_version_is_refused(path: Path, client: AgentClient, qtbot: QtBot, now: datetime, manner: Manner):
    with FakeAgent(path, sample_status(now), manner=manner):
        client.start()
        until(qtbot, client, LinkState.REFUSED)


def test_refused_becomes_lost_when_that_agent_goes(path: Path, client: AgentClient, qtbot: QtBot, now: datetime):
    with FakeAgent(path, sample_status(now), manner=Manner.REFUSES):
        client.start()
        until(qtbot, client, LinkState.REFUSED)
    until(qtbot, client, LinkState.LOST)


@pytest.mark.parametrize("manner", [Manner.CLOSES, Manner.BAD_FRAME, Manner.NO_JSON, Manner.BAD_STATUS])
def test_agent_that_misbehaves_is_tried_again(
    path: Path, client: AgentClient, qtbot: QtBot, now: datetime, manner: Manner
):
    with FakeAgent(path, sample_status(now), manner=manner) as agent:
        client.start()
        qtbot.waitUntil(lambda: len(agent.asked("hello")) >= 2, timeout=8_000)
        assert client.link.state is not LinkState.CONNECTED
        agent.manner = Manner.GOOD
        until(qtbot, client, LinkState.CONNECTED)


def test_silent_agent_is_given_up(path: Path, client: AgentClient, qtbot: QtBot, now: datetime):
    with FakeAgent(path, sample_status(now), manner=Manner.SILENT) as agent:
        client.start()
        qtbot.waitUntil(lambda: len(agent.asked("hello")) >= 2, timeout=8_000)
        assert client.link.state is LinkState.LOST


class Pages:
    """Collects what history requests came to."""

    def __init__(self) -> None:
        self.pages: list[HistoryListResult] = []
        self.errors: list[AgentError] = []


def test_history_pages_arrive(path: Path, client: AgentClient, qtbot: QtBot, now: datetime):
    got = Pages()
    with FakeAgent(path, sample_status(now)) as agent:
        agent.events = list(sample_events(now))
        client.start()
        until(qtbot, client, LinkState.CONNECTED)
        client.list_history(HistoryListParams(limit=4), got.pages.append, got.errors.append)
        qtbot.waitUntil(lambda: bool(got.pages))
        assert [len(got.pages[0].events), got.pages[0].next_cursor, got.pages[0].total] == [4, 4, len(agent.events)]


def test_history_error_is_told(path: Path, client: AgentClient, qtbot: QtBot, now: datetime):
    got = Pages()
    with FakeAgent(path, sample_status(now)) as agent:
        agent.fails_history = True
        client.start()
        until(qtbot, client, LinkState.CONNECTED)
        client.list_history(HistoryListParams(), got.pages.append, got.errors.append)
        qtbot.waitUntil(lambda: bool(got.errors))
    assert got.pages == []


def test_history_without_an_agent_fails(client: AgentClient, qtbot: QtBot):
    got = Pages()
    client.list_history(HistoryListParams(), got.pages.append, got.errors.append)
    qtbot.waitUntil(lambda: bool(got.errors))


def test_stop_is_passed_on(path: Path, client: AgentClient, qtbot: QtBot, now: datetime):
    done: list[bool] = []
    with FakeAgent(path, sample_status(now)) as agent:
        client.start()
        until(qtbot, client, LinkState.CONNECTED)
        client.stop_agent(lambda: done.append(True), lambda _: done.append(False))
        qtbot.waitUntil(lambda: bool(done))
        assert len(agent.asked("agent.stop")) == 1
    assert done == [True]


def test_stopped_client_does_not_come_back(path: Path, client: AgentClient, qtbot: QtBot, now: datetime):
    with FakeAgent(path, sample_status(now)) as agent:
        client.start()
        until(qtbot, client, LinkState.CONNECTED)
        client.stop()
        until(qtbot, client, LinkState.LOST)
        assert len(agent.asked("hello")) == 1


def test_apps_are_listed_and_a_change_is_announced(path: Path, client: AgentClient, qtbot: QtBot, now: datetime):
    with FakeAgent(path, sample_status(now)) as agent:
        agent.answers["apps.list"] = sample_apps(now)
        client.start()
        until(qtbot, client, LinkState.CONNECTED)
        told: list[AppListResult] = []
        client.list_apps(told.append, lambda _error: None)
        qtbot.waitUntil(lambda: told == [sample_apps(now)])
        with qtbot.waitSignal(client.apps_changed):
            agent.send_raw(encode_message(Notification(method="notify", params={"apps_changed": True})))


def test_apps_that_cannot_be_listed_are_an_error(path: Path, client: AgentClient, qtbot: QtBot, now: datetime):
    errors: list[AgentError] = []
    client.list_apps(lambda _result: None, errors.append)
    qtbot.waitUntil(lambda: len(errors) == 1)
    with FakeAgent(path, sample_status(now)) as agent:
        agent.answers["apps.list"] = HistoryListResult(events=(), total=0)
        client.start()
        until(qtbot, client, LinkState.CONNECTED)
        client.list_apps(lambda _result: None, errors.append)
        qtbot.waitUntil(lambda: len(errors) == 2)
