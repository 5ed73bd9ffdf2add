"""Claude Code: recorded messages in, documented answers out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from agent.hooks.call import HookCall, HookDecision, HookEvent, HookMessageError, HookOutcome, PieceKind
from agent.hooks.claude_code import answer, parse
from tests.hooks.recorded import CARD, CLAUDE_CODE_PROMPT, CLAUDE_CODE_TOOL, bytes_of


def call_of(message: dict[str, Any]) -> HookCall:
    call = parse(bytes_of(message))
    assert call is not None
    return call


def said(call: HookCall, decision: HookDecision, *, texts: tuple[str, ...] = (), redacted: str = "") -> dict[str, Any]:
    answered = answer(call, HookOutcome(decision=decision, message="Words.", texts=texts, redacted=redacted))
    assert answered.exit_code == 0
    output: dict[str, Any] = json.loads(answered.output or "{}")
    return output


def test_a_prompt_is_what_the_person_wrote_and_nothing_else():
    call = call_of(CLAUDE_CODE_PROMPT)
    assert call.event is HookEvent.PROMPT
    assert [piece.text for piece in call.pieces] == [f"why is {CARD} declined?"]
    assert not call.abilities.rewrites


def test_a_tool_call_is_every_text_of_its_input():
    call = call_of(CLAUDE_CODE_TOOL)
    assert call.event is HookEvent.TOOL_CALL
    texts = [piece.text for piece in call.pieces if piece.kind is PieceKind.TEXT]
    assert texts == [f"curl -d card='{CARD}' localhost", "Charge it"]


@pytest.mark.parametrize("event", ["PostToolUse", "Stop", "SessionStart", "Notification", "SomethingNew"])
def test_other_events_hold_nothing_to_judge(event: str):
    assert parse(bytes_of({**CLAUDE_CODE_TOOL, "hook_event_name": event})) is None


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"hook_event_name": 5},
        {"hook_event_name": "UserPromptSubmit"},
        {"hook_event_name": "UserPromptSubmit", "prompt": ["x"]},
        {"hook_event_name": "PreToolUse", "tool_input": "ls"},
    ],
)
def test_what_is_no_message_is_refused(message: dict[str, Any]):
    with pytest.raises(HookMessageError):
        parse(bytes_of(message))


def test_what_is_allowed_is_answered_with_nothing_so_that_the_persons_own_permissions_count():
    for message in (CLAUDE_CODE_PROMPT, CLAUDE_CODE_TOOL):
        assert said(call_of(message), HookDecision.ALLOW) == {}
        assert said(call_of(message), HookDecision.TELL) == {"systemMessage": "Words."}


def test_a_prompt_is_held_back_with_a_reason_for_the_person():
    call = call_of(CLAUDE_CODE_PROMPT)
    assert said(call, HookDecision.DENY) == {"decision": "block", "reason": "Words."}
    offered = said(call, HookDecision.DENY, redacted="why is [CREDIT_CARD] declined?")
    assert offered["reason"].endswith("why is [CREDIT_CARD] declined?")


@pytest.mark.parametrize("decision", [HookDecision.ASK, HookDecision.DENY])
def test_a_tool_call_is_asked_about_or_held_back(decision: HookDecision):
    assert said(call_of(CLAUDE_CODE_TOOL), decision) == {
        "hookSpecificOutput": {
            "hookEventName": "PreToolUse",
            "permissionDecision": decision.value,
            "permissionDecisionReason": "Words.",
        }
    }


@pytest.mark.parametrize("mode", ["default", "acceptEdits", "plan", "dontAsk", "bypassPermissions", None])
def test_a_person_who_is_never_asked_is_not_relied_on(mode: str | None):
    abilities = call_of({**CLAUDE_CODE_TOOL, "permission_mode": mode}).abilities
    assert abilities.asks is abilities.rewrites is (mode != "bypassPermissions")
    assert abilities.tells


def test_a_rewritten_tool_call_is_whole_and_shown_to_the_person():
    output = said(call_of(CLAUDE_CODE_TOOL), HookDecision.REWRITE, texts=("curl -d card='[CREDIT_CARD]'", "Charge it"))
    output = output["hookSpecificOutput"]
    assert output["permissionDecision"] == "ask"
    assert output["updatedInput"] == {
        "command": "curl -d card='[CREDIT_CARD]'",
        "description": "Charge it",
        "timeout": 120000,
    }
