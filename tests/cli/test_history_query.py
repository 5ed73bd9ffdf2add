"""Since when, and page after page; what `cordon history list` makes of it is in its own tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import typer

from agent.cli.history_query import load_history, parse_since
from agent.ipc.client import AgentNotRunningError
from agent.ipc.messages import EventModel, HistoryListParams
from tests.cli.conftest import Home
from tests.fakes.agent_server import FakeAgent
from tests.ipc.samples import event


@pytest.fixture(autouse=True)
def _here(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", home.env["XDG_RUNTIME_DIR"])


@pytest.mark.parametrize(("limit", "count"), [(None, 1203), (1100, 1100), (3, 3), (2000, 1203)])
def test_follows_the_pages_to_the_limit_and_to_the_end(agent: FakeAgent, limit: int | None, count: int):
    one = EventModel.of(event())
    agent.events += [one.with_fields({"event_id": f"{number:032x}"}) for number in range(1203)]
    result = load_history(HistoryListParams(), limit)
    assert [each.event_id for each in result.events] == [f"{number:032x}" for number in range(count)]
    assert result.total == 1203


def test_without_an_agent_there_is_nobody_to_ask():
    with pytest.raises(AgentNotRunningError):
        load_history(HistoryListParams(), None)


def test_no_text_is_no_limit():
    assert parse_since("") is None


def test_counts_back_from_now():
    before = datetime.now(UTC)
    since = parse_since("30d")
    assert since is not None
    assert before - timedelta(days=30) <= since <= datetime.now(UTC) - timedelta(days=30)


@pytest.mark.parametrize("text", ["30", "d", "30y", "2026-02-30"])
def test_what_is_no_time_is_wrong_usage(text: str):
    with pytest.raises(typer.BadParameter):
        parse_since(text)


def test_a_date_with_a_zone_is_an_instant():
    assert parse_since("2026-03-01T12:00:00+02:00") == datetime(2026, 3, 1, 10, tzinfo=UTC)
