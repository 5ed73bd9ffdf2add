"""`cordon exception`."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

from typer.testing import Result

from agent.cli.exception import Reason
from agent.fleet.exceptions import ExceptionReason
from agent.ipc.client import RemoteError
from agent.ipc.sync_messages import ExceptionListResult, ExceptionModel, ExceptionRequestParams
from tests.fakes.agent_server import FakeAgent

WISH = ("--rule", "a", "--destination", "claude", "--label", "internal", "--days", "3", "--reason", "urgent")
GRANTED = ExceptionModel(
    request_id="e" * 32,
    rule_ids=("a", "b"),
    destination_id="claude",
    state="granted",
    expires_at=datetime(2026, 2, 1, tzinfo=UTC),
)


def test_reasons_are_those_that_the_server_knows():
    assert [*Reason] == [*ExceptionReason]


def test_asks_and_says_the_number(cordon: Callable[..., Result], agent: FakeAgent):
    agent.answers["exception.request"] = GRANTED
    done = cordon("exception", "request", *WISH, "--rule", "b", "--down-to", "warn")
    assert done.exit_code == 0
    (request,) = agent.asked("exception.request")
    params = ExceptionRequestParams.parse(request.params)
    assert (params.rule_ids, params.destination_id, params.label, params.days) == (("a", "b"), "claude", "internal", 3)
    assert (params.reason, params.down_to) == ("urgent", "warn")
    assert "e" * 32 in done.stderr


def test_what_cannot_be_meant_is_wrong_usage(cordon: Callable[..., Result], agent: FakeAgent):
    for changed in (("--days", "0"), ("--days", "400"), ("--reason", "because"), ("--down-to", "nothing")):
        assert cordon("exception", "request", *WISH, *changed).exit_code == 2
    assert cordon("exception", "request").exit_code == 2
    assert agent.asked("exception.request") == []


def test_lists_what_was_asked(cordon: Callable[..., Result], agent: FakeAgent):
    waiting = ExceptionModel(request_id="f" * 32, rule_ids=("a",), destination_id="chatgpt", state="waiting")
    agent.answers["exception.list"] = ExceptionListResult(exceptions=(GRANTED, waiting))
    text = cordon("exception", "list").stdout
    for part in ("granted", "a, b", "2026-02-01 00:00 UTC", "waiting", "f" * 32):
        assert part in text
    parsed = json.loads(cordon("exception", "list", "--format", "json").stdout)
    assert [each["state"] for each in parsed["exceptions"]] == ["granted", "waiting"]


def test_says_when_there_is_none(cordon: Callable[..., Result], agent: FakeAgent):
    agent.answers["exception.list"] = ExceptionListResult()
    assert cordon("exception", "list").stdout == ""


def test_a_refusal_is_an_error(cordon: Callable[..., Result], agent: FakeAgent):
    assert agent.answers == {}
    assert isinstance(cordon("exception", "request", *WISH).exception, RemoteError)
