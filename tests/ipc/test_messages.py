"""Typed messages: what once was understood still is, and what was not agreed on is refused without quoting it."""

from __future__ import annotations

import dataclasses
import json
import traceback
from datetime import UTC, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core import (
    Action,
    Category,
    Channel,
    DestinationStatus,
    Disposition,
    EntityCount,
    Event,
    EventPage,
    EventQuery,
    Inspection,
    Label,
    Mode,
    Reason,
)
from agent.core.health import ChannelCoverage, Coverage, HealthCode, HealthIssue, Severity
from agent.ipc import messages, prompt_messages, wire
from agent.ipc.codec import Notification, Response, encode_message, parse_message
from agent.ipc.messages import (
    CoverageModel,
    EventModel,
    HealthIssueModel,
    HelloParams,
    HistoryListParams,
    HistoryListResult,
    Notify,
)
from agent.ipc.prompt_messages import Prompt, PromptAnswer
from agent.ipc.wire import ParamsError, WireModel
from tests.ipc.samples import EVENT, event

CANARY = "canary-5f1d"
GOLDEN = json.loads((Path(__file__).parent / "data" / "messages_v1.json").read_text(encoding="utf-8"))
PARTS = {"CoverageModel", "EntityCountModel", "EventModel", "Excerpt", "HealthIssueModel", "LabelModel"} | {
    "PromptFinding",
    "Span",
    "WireModel",
}
"""Models that travel inside others only."""

MODELS = {
    name: model
    for module in (wire, messages, prompt_messages)
    for name in module.__all__
    if isinstance(model := getattr(module, name), type) and issubclass(model, WireModel)
}

short_texts = st.text(max_size=200)
events = st.builds(
    Event,
    event_id=st.text("0123456789abcdef", min_size=32, max_size=32),
    occurred_at=st.datetimes(timezones=st.just(UTC)),
    channel=st.sampled_from(Channel),
    reason=st.sampled_from(Reason),
    destination_id=short_texts,
    destination_name=short_texts,
    destination_status=st.sampled_from(DestinationStatus),
    label=st.builds(Label, rank=st.integers(0, 100), name=short_texts),
    category=st.none() | st.sampled_from(Category),
    entities=st.lists(st.builds(EntityCount, entity=short_texts, count=st.integers(0)), max_size=3).map(tuple),
    inspection=st.sampled_from(Inspection),
    mode=st.sampled_from(Mode),
    action=st.sampled_from(Action),
    disposition=st.sampled_from(Disposition),
    rule_ids=st.lists(short_texts, max_size=3).map(tuple),
    policy_version=short_texts,
)


def plain(event: Event) -> dict[str, object]:
    """An event as JSON values, without the help of the models."""
    values = dataclasses.asdict(event) | {"occurred_at": event.occurred_at.isoformat().replace("+00:00", "Z")}
    parsed: dict[str, object] = json.loads(json.dumps({key: each for key, each in values.items() if each is not None}))
    return parsed


def refused(model: type[WireModel], untrusted: dict[str, object]) -> str:
    """All that a refusal says, with its traceback."""
    with pytest.raises(ParamsError) as caught:
        model.parse(untrusted)
    return "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("name", GOLDEN)
def test_an_old_message_still_means_the_same(name: str):
    assert MODELS[name].parse(GOLDEN[name]).to_json() == GOLDEN[name]


def test_there_is_an_old_example_of_every_message():
    assert GOLDEN.keys() == MODELS.keys() - PARTS


@pytest.mark.parametrize("name", GOLDEN)
def test_an_unknown_field_is_refused_and_not_quoted(name: str):
    assert CANARY not in refused(MODELS[name], GOLDEN[name] | {CANARY: CANARY})


@pytest.mark.parametrize("name", [name for name, model in MODELS.items() if name in GOLDEN and model.__struct_fields__])
def test_a_value_of_the_wrong_type_is_refused_by_the_name_of_its_field(name: str):
    field = next(iter(MODELS[name].__struct_fields__))
    message = refused(MODELS[name], GOLDEN[name] | {field: {CANARY: CANARY}})
    assert CANARY not in message
    assert f"{name}: {field}." in message


@pytest.mark.parametrize(
    ("model", "changes"),
    [
        (HelloParams, {"protocol": "1"}),
        (HelloParams, {"protocol": True}),
        (HelloParams, {"protocol": 1.0}),
        (HelloParams, {"client": ""}),
        (HelloParams, {"client": "x" * 101}),
        (HelloParams, {"client": None}),
        (HelloParams, {"client": "half a pair: \ud800"}),
        (HistoryListParams, {"limit": 0}),
        (HistoryListParams, {"limit": 1001}),
        (HistoryListParams, {"since": "2026-01-01T00:00:00"}),
        (HistoryListParams, {"since": 0}),
        (HistoryListParams, {"channel": "telepathy"}),
        (HistoryListParams, {"label": "x" * 201}),
        (Prompt, {"expires_at": "2026-01-01T00:00:00"}),
        (PromptAnswer, {"choice": "REDACTED"}),
    ],
)
def test_nothing_is_made_to_fit(model: type[WireModel], changes: dict[str, object]):
    good = GOLDEN[model.__name__]
    model.parse(good)
    refused(model, good | changes)


def test_a_missing_field_is_refused():
    refused(HelloParams, {"protocol": 1, "client": "cli"})


@given(events)
def test_an_event_comes_back_as_it_went(original: Event):
    frame = encode_message(Notification(method="notify", params=Notify(event=EventModel.of(original)).to_json()))
    received = parse_message(frame[4:])
    assert isinstance(received, Notification)
    notify = Notify.parse(received.params)
    assert notify.event is not None
    assert notify.event.to_json() == plain(original)


@given(events)
def test_an_event_is_the_same_after_its_wire_form(original: Event):
    assert EventModel.of(original).to_event() == original


def test_a_page_comes_back_as_it_went():
    page = EventPage(events=(event(event_id="1" * 32), event(event_id="2" * 32, category=None)), next_cursor=7, total=9)
    result = HistoryListResult.parse(HistoryListResult.of(page).to_json())
    assert [each.to_json() for each in result.events] == [plain(each) for each in page.events]
    assert (result.next_cursor, result.total) == (7, 9)


def test_the_longest_page_of_rich_events_fits_into_a_frame():
    rich = event(
        destination_id="a-destination-with-a-long-id",
        destination_name="A destination with a long name",
        category=Category.CUSTOMER_SUPPORT,
        entities=tuple(EntityCount(entity=f"ENTITY_OF_KIND_{each}", count=1000) for each in range(4)),
        rule_ids=tuple(f"a-rule-with-a-telling-id-{each}" for each in range(3)),
    )
    page = EventPage(events=(rich,) * 1000, next_cursor=2**40, total=2**40)
    assert encode_message(Response(id=1, result=HistoryListResult.of(page).to_json()))


def test_no_question_asks_for_everything():
    assert HistoryListParams.parse({}).to_query() == EventQuery()


def test_a_question_reaches_the_history_whole():
    params = HistoryListParams.parse(GOLDEN["HistoryListParams"])
    query = params.to_query()
    fields = HistoryListParams.__struct_fields__
    assert [getattr(query, name) for name in fields] == [getattr(params, name) for name in fields]


def test_another_time_zone_is_the_same_instant():
    shifted = EVENT.occurred_at.astimezone(timezone(timedelta(hours=5)))
    model = EventModel.parse(EventModel.of(EVENT).to_json() | {"occurred_at": shifted.isoformat()})
    assert model == EventModel.of(EVENT)


def test_an_issue_travels_with_its_words():
    issue = HealthIssue(code=HealthCode.NO_DISPLAY, since=EVENT.occurred_at, detail="DISPLAY is not set")
    model = HealthIssueModel.of(issue)
    assert (model.code, model.severity, model.title) == ("no_display", Severity.ERROR, issue.kind.title)
    assert (model.text, model.hint) == (issue.kind.text, issue.kind.hint)
    assert (model.detail, model.since) == ("DISPLAY is not set", EVENT.occurred_at)


def test_a_row_of_the_matrix_travels_whole():
    row = ChannelCoverage(channel=Channel.CLIPBOARD, coverage=Coverage.SEEN, why="Because.")
    assert CoverageModel.of(row).to_json() == {"channel": "clipboard", "coverage": "seen", "why": "Because."}
