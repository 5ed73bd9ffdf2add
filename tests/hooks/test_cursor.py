"""Cursor: recorded messages of each event in, documented answers out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from agent.hooks.call import HookCall, HookDecision, HookEvent, HookMessageError, HookOutcome, PieceKind
from agent.hooks.cursor import EVENTS, PROMPT_EVENT, answer, parse
from tests.hooks.recorded import CARD, bytes_of, cursor

TOOL_EVENTS = [event for event in EVENTS if event != PROMPT_EVENT]


def call_of(event: str, **changes: object) -> HookCall:
    call = parse(bytes_of({**cursor(event), **changes}))
    assert call is not None
    return call


def said(call: HookCall, decision: HookDecision, *, texts: tuple[str, ...] = (), redacted: str = "") -> dict[str, Any]:
    outcome = HookOutcome(decision=decision, message="Words.", texts=texts, redacted=redacted)
    output: dict[str, Any] = json.loads(answer(call, outcome).output)
    return output


@pytest.mark.parametrize(
    ("event", "texts"),
    [
        ("beforeSubmitPrompt", [f"why is {CARD} declined?"]),
        ("beforeShellExecution", [f"curl -d card='{CARD}' localhost"]),
        ("beforeMCPExecution", [CARD]),
        ("beforeReadFile", [f"CARD={CARD}\n"]),
        ("preToolUse", ["/home/jane/shop/notes", f"the card is {CARD}"]),
    ],
)
def test_what_is_judged(event: str, texts: list[str]):
    call = call_of(event)
    assert call.event is (HookEvent.PROMPT if event == PROMPT_EVENT else HookEvent.TOOL_CALL)
    assert [piece.text for piece in call.pieces if piece.kind is PieceKind.TEXT] == texts


def test_parameters_that_are_no_json_are_judged_as_they_stand():
    assert [piece.text for piece in call_of("beforeMCPExecution", tool_input=f"card {CARD}").pieces] == [f"card {CARD}"]


@pytest.mark.parametrize("event", ["afterFileEdit", "stop", "beforeTabFileRead", "sessionStart", "somethingNew"])
def test_other_events_hold_nothing_to_judge(event: str):
    assert parse(bytes_of({**cursor("beforeReadFile"), "hook_event_name": event})) is None


@pytest.mark.parametrize("event", EVENTS)
def test_what_is_no_message_is_refused(event: str):
    with pytest.raises(HookMessageError):
        parse(bytes_of({"hook_event_name": event}))


def test_a_prompt_goes_on_or_is_held_back_with_a_message():
    call = call_of(PROMPT_EVENT)
    assert said(call, HookDecision.ALLOW) == {"continue": True}
    denied = said(call, HookDecision.DENY, redacted="why is [CREDIT_CARD] declined?")
    assert denied["continue"] is False
    assert denied["user_message"].endswith("why is [CREDIT_CARD] declined?")


@pytest.mark.parametrize("event", TOOL_EVENTS)
def test_every_answer_about_a_tool_decides(event: str):
    call = call_of(event)
    assert said(call, HookDecision.ALLOW) == {"permission": "allow"}
    denied = said(call, HookDecision.DENY)
    assert (denied["permission"], denied["user_message"]) == ("deny", "Words.")
    assert ("agent_message" in denied) is (event != "beforeReadFile")


@pytest.mark.parametrize("event", EVENTS)
def test_only_commands_and_mcp_tools_are_asked_about(event: str):
    call = call_of(event)
    assert call.abilities.asks is (event in {"beforeShellExecution", "beforeMCPExecution"})
    if call.abilities.asks:
        assert said(call, HookDecision.ASK)["permission"] == "ask"


def test_only_the_event_for_all_tools_can_be_rewritten():
    assert [event for event in EVENTS if call_of(event).abilities.rewrites] == ["preToolUse"]
    output = said(call_of("preToolUse"), HookDecision.REWRITE, texts=("/home/jane/shop/notes", "the card is [CARD]"))
    assert output == {
        "permission": "allow",
        "updated_input": {"file_path": "/home/jane/shop/notes", "content": "the card is [CARD]"},
    }
