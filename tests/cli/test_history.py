"""`cordon history list`."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import Result

from agent.ipc.messages import EventModel, HistoryListParams
from tests.cli.conftest import NOW
from tests.fakes.agent_server import FakeAgent
from tests.ipc.samples import event as sample_event


@pytest.fixture
def event(agent: FakeAgent) -> EventModel:
    """One event in the agent's history."""
    model = EventModel.of(sample_event())
    agent.events.append(model)
    return model


def asked(agent: FakeAgent) -> HistoryListParams:
    """What the agent was asked for."""
    (request,) = agent.asked("history.list")
    return HistoryListParams.parse(request.params)


def test_shows_what_was_found_and_what_happened(cordon: Callable[..., Result], agent: FakeAgent, event: EventModel):
    text = cordon("history", "list", "--limit", "3").stdout
    assert event.destination_name in text
    assert event.label.name in text
    assert asked(agent).limit == 3


def test_says_so_when_there_is_nothing(cordon: Callable[..., Result], agent: FakeAgent):
    assert "Nothing recorded" in cordon("history", "list").stdout
    assert agent.asked("history.list")


@pytest.mark.usefixtures("agent")
def test_prints_json_for_programs(cordon: Callable[..., Result], event: EventModel):
    parsed = json.loads(cordon("history", "list", "--format", "json").stdout)
    assert [each["event_id"] for each in parsed["events"]] == [event.event_id]


def test_passes_every_filter_on(cordon: Callable[..., Result], agent: FakeAgent):
    options = (
        "--channel",
        "clipboard",
        "--label",
        "restricted",
        "--action",
        "warn",
        "--since",
        "2026-03-01T12:30:00+00:00",
    )
    assert cordon("history", "list", *options).exit_code == 0
    params = asked(agent)
    assert (params.channel, params.label, params.action, params.since) == ("clipboard", "restricted", "warn", NOW)


@pytest.mark.parametrize(
    ("text", "ago"), [("30m", timedelta(minutes=30)), ("12h", timedelta(hours=12)), ("7d", timedelta(days=7))]
)
def test_counts_back_from_now(cordon: Callable[..., Result], agent: FakeAgent, text: str, ago: timedelta):
    before = datetime.now(UTC)
    cordon("history", "list", "--since", text)
    since = asked(agent).since
    assert since is not None
    assert before - ago <= since <= datetime.now(UTC) - ago


@pytest.mark.parametrize("text", ["yesterday", "7", "7w", "2026-13-01", "d", "99999999d", "0001-01-01T00:00:00+23:00"])
def test_refuses_a_time_that_is_none(cordon: Callable[..., Result], agent: FakeAgent, text: str):
    done = cordon("history", "list", "--since", text)
    assert done.exit_code == 2
    assert agent.asked("history.list") == []


def test_follows_the_pages_to_the_limit_and_to_the_end(cordon: Callable[..., Result], agent: FakeAgent):
    one = EventModel.of(sample_event())
    agent.events += [one.with_fields({"event_id": f"{number:032x}"}) for number in range(1203)]
    for arguments, count in ((("--limit", "1100"), 1100), (("--all",), 1203), ((), 50)):
        parsed = json.loads(cordon("history", "list", *arguments, "--format", "json").stdout)
        assert [each["event_id"] for each in parsed["events"]] == [f"{number:032x}" for number in range(count)]
        assert parsed["total"] == 1203


def test_a_row_is_one_line_where_there_is_no_terminal(
    cordon: Callable[..., Result], agent: FakeAgent, event: EventModel
):
    agent.events[0] = event.with_fields({"destination_name": "A tool with a name that goes on and on " * 4})
    (_heading, row) = cordon("history", "list").stdout.splitlines()
    assert row.count("A tool with a name that goes on and on") == 4
