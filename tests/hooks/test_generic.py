"""The protocol of our own: what it says, and that its schema says the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agent.hooks.call import HookDecision, HookEvent, HookMessageError, HookOutcome
from agent.hooks.generic import answer, parse
from tests.hooks.recorded import bytes_of

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "hooks-generic.schema.json").read_text(encoding="utf-8"))
MESSAGE = {"event": "tool_call", "tool": "shell", "text": "ls"}


def said(outcome: HookOutcome) -> dict[str, Any]:
    output: dict[str, Any] = json.loads(answer(parse(bytes_of(MESSAGE)), outcome).output)
    assert output.keys() <= SCHEMA["$defs"]["answer"]["properties"].keys()
    assert output["decision"] in SCHEMA["$defs"]["answer"]["properties"]["decision"]["enum"]
    return output


@pytest.mark.parametrize("event", HookEvent)
def test_both_events_are_understood(event: HookEvent):
    call = parse(bytes_of({"event": event, "text": "hello", "more": 5}))
    assert (call.event, [piece.text for piece in call.pieces]) == (event, ["hello"])


@pytest.mark.parametrize(
    "message", [{}, {"event": "prompt"}, {"text": "x"}, {"event": "other", "text": "x"}, {"event": "prompt", "text": 5}]
)
def test_what_is_no_message_is_refused(message: dict[str, Any]):
    with pytest.raises(HookMessageError):
        parse(bytes_of(message))


def test_every_decision_has_an_answer():
    def answered(decision: HookDecision, *, message: str = "Words.", redacted: str = "") -> dict[str, Any]:
        return said(HookOutcome(decision=decision, message=message, texts=("echo",), redacted=redacted))

    assert answered(HookDecision.ALLOW) == {"decision": "allow"}
    assert answered(HookDecision.TELL) == {"decision": "allow", "message": "Words."}
    assert answered(HookDecision.REWRITE) == {"decision": "rewrite", "text": "echo", "message": "Words."}
    assert answered(HookDecision.DENY) == {"decision": "deny", "message": "Words."}
    assert answered(HookDecision.DENY, redacted="pay") == {"decision": "deny", "message": "Words.", "text": "pay"}


def test_the_schema_has_the_events_and_the_fields_that_are_read():
    properties = SCHEMA["$defs"]["message"]["properties"]
    assert properties["event"]["enum"] == [*HookEvent]
    assert properties.keys() == MESSAGE.keys()
    assert SCHEMA["$defs"]["message"]["required"] == ["event", "text"]
