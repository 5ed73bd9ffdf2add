"""The samples are what an agent could send."""

from datetime import datetime

import pytest

from agent.core.errors import AgentError
from agent.core.health import HealthCode
from agent.ipc.app_messages import AppListResult
from agent.ipc.messages import EventModel, HistoryListParams, HistoryListResult, StatusResult
from agent.ipc.prompt_messages import Prompt
from agent.service.coverage import channel_coverage
from gui.samples import SampleHistory, sample_apps, sample_events, sample_prompt, sample_secret_prompt, sample_status


def test_samples_pass_the_wires_checks(now: datetime):
    for prompt in (sample_prompt(now), sample_secret_prompt(now)):
        assert Prompt.parse(prompt.to_json()) == prompt
    assert StatusResult.parse(sample_status(now).to_json()) == sample_status(now)
    assert AppListResult.parse(sample_apps(now).to_json()) == sample_apps(now)
    assert all(EventModel.parse(event.to_json()) == event for event in sample_events(now))


@pytest.mark.parametrize("is_blind", [False, True])
def test_coverage_is_what_the_agent_says_of_such_a_session(now: datetime, is_blind: bool):
    real = channel_coverage(
        health=(HealthCode.NO_DISPLAY,) if is_blind else (), backend="none" if is_blind else "x11", can_warn=True
    )
    samples = sample_status(now, is_blind=is_blind).coverage
    assert [(row.channel, row.coverage) for row in samples] == [(row.channel, row.coverage) for row in real]


def test_events_are_distinct_and_newest_first(now: datetime):
    events = sample_events(now)
    assert len({event.event_id for event in events}) == len(events)
    assert sorted(events, key=lambda event: event.occurred_at, reverse=True) == list(events)


def test_history_filters_and_pages(now: datetime):
    pages: list[HistoryListResult] = []
    errors: list[AgentError] = []
    history = SampleHistory(sample_events(now))
    history.list_history(HistoryListParams(limit=2, label="restricted"), pages.append, errors.append)
    assert {event.label.name for event in pages[0].events} == {"restricted"}
    history.list_history(HistoryListParams(limit=2, label="restricted", cursor=2), pages.append, errors.append)
    assert pages[1].next_cursor is None
    assert pages[0].total == len(pages[0].events) + len(pages[1].events)
    assert errors == []


def test_history_can_fail_and_keep_silent(now: datetime):
    pages: list[HistoryListResult] = []
    errors: list[AgentError] = []
    SampleHistory((), error=AgentError("x")).list_history(HistoryListParams(), pages.append, errors.append)
    SampleHistory(sample_events(now), answers=False).list_history(HistoryListParams(), pages.append, errors.append)
    assert pages == []
    assert len(errors) == 1
