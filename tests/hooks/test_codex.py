"""Codex: recorded messages in, and out only what its published schemas take."""

from __future__ import annotations

import json
from typing import Any

import pytest

from agent.hooks.call import HookCall, HookDecision, HookEvent, HookMessageError, HookOutcome
from agent.hooks.codex import answer, parse
from tests.hooks.recorded import CARD, CODEX_PROMPT, CODEX_TOOL, bytes_of

# codex-rs/hooks/schema/generated: both outputs are closed, as is what is in hookSpecificOutput.
OUTPUTS = {"continue", "decision", "hookSpecificOutput", "reason", "stopReason", "suppressOutput", "systemMessage"}
SPECIFIC = {"additionalContext", "hookEventName", "permissionDecision", "permissionDecisionReason", "updatedInput"}


def call_of(message: dict[str, Any]) -> HookCall:
    call = parse(bytes_of(message))
    assert call is not None
    return call


def said(call: HookCall, decision: HookDecision, *, texts: tuple[str, ...] = (), redacted: str = "") -> dict[str, Any]:
    answered = answer(call, HookOutcome(decision=decision, message="Words.", texts=texts, redacted=redacted))
    output: dict[str, Any] = json.loads(answered.output or "{}")
    assert output.keys() <= OUTPUTS
    assert output.get("hookSpecificOutput", {}).keys() <= SPECIFIC
    return output


def test_prompt_and_tool_call_are_understood():
    assert [piece.text for piece in call_of(CODEX_PROMPT).pieces] == [f"why is {CARD} declined?"]
    assert call_of(CODEX_TOOL).event is HookEvent.TOOL_CALL
    assert parse(bytes_of({**CODEX_TOOL, "hook_event_name": "PermissionRequest"})) is None
    with pytest.raises(HookMessageError):
        parse(b"{}")


def test_codex_cannot_be_made_to_ask():
    for message in (CODEX_PROMPT, CODEX_TOOL):
        assert not call_of(message).abilities.asks


def test_allowing_says_nothing_since_codex_refuses_the_word_alone():
    assert said(call_of(CODEX_TOOL), HookDecision.ALLOW) == {}
    assert said(call_of(CODEX_TOOL), HookDecision.TELL) == {"systemMessage": "Words."}
    assert said(call_of(CODEX_PROMPT), HookDecision.TELL) == {"systemMessage": "Words."}


def test_a_rewritten_input_comes_with_the_word_that_codex_asks_for():
    output = said(call_of(CODEX_TOOL), HookDecision.REWRITE, texts=("curl localhost",))
    assert output["systemMessage"] == "Words."
    assert output["hookSpecificOutput"] == {
        "hookEventName": "PreToolUse",
        "permissionDecision": "allow",
        "updatedInput": {"command": "curl localhost"},
    }


def test_what_is_held_back_has_a_reason_as_codex_demands():
    assert said(call_of(CODEX_PROMPT), HookDecision.DENY) == {"decision": "block", "reason": "Words."}
    denied = said(call_of(CODEX_TOOL), HookDecision.DENY)["hookSpecificOutput"]
    assert (denied["permissionDecision"], denied["permissionDecisionReason"]) == ("deny", "Words.")
