"""Events in words, and filters as questions."""

from datetime import datetime, timedelta

import pytest

from agent.core.errors import AgentError
from agent.core.findings import Category, Inspection
from agent.core.gestures import Channel
from agent.core.verdicts import Action, Mode
from agent.ipc.messages import EventModel
from gui.samples import sample_events
from gui.viewmodels.history_view import (
    PAGE_SIZE,
    HistoryFilter,
    Period,
    history_detail,
    history_row,
    matches,
    problem_text,
    total_text,
)


@pytest.fixture
def event(now: datetime) -> EventModel:
    return sample_events(now)[0]


def test_row_is_readable(event: EventModel, now: datetime):
    row = history_row(event, now=now)
    assert (row.what, row.destination, row.label, row.action, row.outcome) == (
        "1 card number and 1 email address",
        "ChatGPT",
        "Restricted",
        "Warn",
        "Redacted",
    )


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"entities": ()}, "Nothing sensitive"),
        ({"entities": (), "category": Category.LEGAL}, "A legal document"),
        ({"entities": (), "inspection": Inspection.UNINSPECTABLE}, "Content that could not be checked"),
    ],
)
def test_event_without_entities_still_says_what_it_was(
    event: EventModel, now: datetime, changes: dict[str, object], what: str
):
    assert history_row(event.with_fields(changes), now=now).what == what


def test_detail_explains(event: EventModel, now: datetime):
    why = " ".join(history_detail(event, now=now).why)
    assert "a card number" in why
    assert "Restricted" in why
    assert "not approved" in why
    assert "warn-restricted" in why
    assert "monitoring" not in why


def test_detail_says_what_was_not_read_and_what_mode_changed(event: EventModel, now: datetime):
    changed = event.with_fields(
        {
            "inspection": Inspection.PARTIAL,
            "mode": Mode.MONITOR,
            "rule_ids": ("a", "b"),
            "category": Category.HR,
        }
    )
    why = " ".join(history_detail(changed, now=now).why)
    for part in ("Only a part", "monitoring", "2 rules applied: a, b", "personnel"):
        assert part in why


def test_uninspected_event_does_not_claim_that_nothing_was_found(event: EventModel, now: datetime):
    unread = event.with_fields({"entities": (), "inspection": Inspection.UNINSPECTABLE})
    assert "Nothing sensitive" not in " ".join(history_detail(unread, now=now).why)


def test_default_filter_is_the_last_week(now: datetime):
    params = HistoryFilter().to_params(now=now)
    assert params.since == now - timedelta(days=7)
    assert (params.channel, params.label, params.action, params.limit) == (None, None, None, PAGE_SIZE)
    assert HistoryFilter().is_default


@pytest.mark.parametrize(
    ("chosen", "is_everything", "is_period_only"),
    [
        (HistoryFilter(), False, True),
        (HistoryFilter(period=Period.ALL), True, True),
        (HistoryFilter(period=Period.ALL, label="internal"), False, False),
        (HistoryFilter(action=Action.WARN), False, False),
    ],
)
def test_filter_knows_what_it_leaves_out(chosen: HistoryFilter, is_everything: bool, is_period_only: bool):
    assert (chosen.is_everything, chosen.is_period_only) == (is_everything, is_period_only)


def test_problem_is_told_in_sentences():
    assert problem_text(AgentError("No answer")) == "No answer."
    error = AgentError("The history is locked", detail="The keyring is closed.", hint="Open it.")
    assert problem_text(error) == "The history is locked. The keyring is closed. Open it."


def test_everything_has_no_beginning(now: datetime):
    chosen = HistoryFilter(period=Period.ALL, action=Action.WARN)
    params = chosen.to_params(now=now, cursor=7)
    assert (params.since, params.action, params.cursor) == (None, Action.WARN, 7)
    assert not chosen.is_default


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (HistoryFilter(), True),
        (HistoryFilter(label="restricted", action=Action.WARN, channel=Channel.CLIPBOARD), True),
        (HistoryFilter(label="internal"), False),
        (HistoryFilter(action=Action.BLOCK), False),
        (HistoryFilter(channel=Channel.BROWSER), False),
    ],
)
def test_announced_event_is_filtered_like_the_list(
    event: EventModel, now: datetime, chosen: HistoryFilter, expected: bool
):
    assert matches(event, chosen, now=now) is expected


def test_old_event_does_not_match_a_short_period(event: EventModel, now: datetime):
    old = event.with_fields({"occurred_at": now - timedelta(days=2)})
    assert not matches(old, HistoryFilter(period=Period.DAY), now=now)


def test_total_in_words():
    assert [total_text(each) for each in (0, 1, 12345)] == ["0 events", "1 event", "12,345 events"]
