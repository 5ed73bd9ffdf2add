"""The hooks of Cursor, version 1 of its `hooks.json`: what it asks before it sends, runs, calls or reads.

| event | judged | can be |
|---|---|---|
| `beforeSubmitPrompt` | the prompt | let through, held back with a message |
| `beforeShellExecution` | the command | let through, asked about, held back |
| `beforeMCPExecution` | the input, JSON in a text | let through, asked about, held back |
| `beforeReadFile` | the file's content | let through, held back with a message |
| `preToolUse` | the input | let through, rewritten, held back |

Rule kept here: every answer says what is decided, also "allow": where a hook fails closed, no answer is a failure.

Reference: cursor.com/docs/hooks, section "Hook events".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from agent.hooks.call import Abilities, HookAnswer, HookCall, HookDecision, HookEvent, HookOutcome
from agent.hooks.message import answer_of, member, object_in, text_of
from agent.hooks.pieces import pieces_of, rewritten

__all__ = ["EVENTS", "PROMPT_EVENT", "answer", "parse"]

PROMPT_EVENT: Final = "beforeSubmitPrompt"
_READ: Final = "beforeReadFile"

_ASKS = Abilities(asks=True)
_ABILITIES: Final = {
    PROMPT_EVENT: Abilities(shows_reason=True),
    "beforeShellExecution": _ASKS,
    "beforeMCPExecution": _ASKS,
    _READ: Abilities(),
    "preToolUse": Abilities(rewrites=True),
}
EVENTS: Final = tuple(_ABILITIES)


def parse(untrusted: bytes) -> HookCall | None:
    """Return the call in a message; None for an event that holds nothing to judge.

    Raises:
        HookMessageError: it is no message of this protocol.
    """
    message = object_in(untrusted)
    event = text_of(message, "hook_event_name")
    if event not in _ABILITIES:
        return None
    judged = _judged(event, message)
    return HookCall(
        event=HookEvent.PROMPT if event == PROMPT_EVENT else HookEvent.TOOL_CALL,
        native_event=event,
        pieces=pieces_of(judged),
        abilities=_ABILITIES[event],
        tool_input=judged if isinstance(judged, dict) else {},
    )


def answer(call: HookCall, outcome: HookOutcome) -> HookAnswer:
    """Return what the tool is told."""
    is_denied = outcome.decision is HookDecision.DENY
    if call.event is HookEvent.PROMPT:
        return answer_of({"continue": not is_denied} | ({"user_message": outcome.reason} if is_denied else {}))
    match outcome.decision:
        case HookDecision.ALLOW | HookDecision.TELL:
            return answer_of({"permission": "allow"})
        case HookDecision.REWRITE:
            return answer_of({"permission": "allow", "updated_input": rewritten(call.tool_input, outcome.texts)})
        case HookDecision.ASK | HookDecision.DENY:
            said = {"permission": outcome.decision.value, "user_message": outcome.reason}
            return answer_of(said if call.native_event == _READ else said | {"agent_message": outcome.message})


def _judged(event: str, message: Mapping[str, Any]) -> object:
    match event:
        case "beforeSubmitPrompt":
            return text_of(message, "prompt")
        case "beforeShellExecution":
            return text_of(message, "command")
        case "beforeMCPExecution":
            return _parameters(text_of(message, "tool_input"))
        case "beforeReadFile":
            return text_of(message, "content")
        case _:
            return member(message, "tool_input")


def _parameters(text: str) -> object:
    """What an MCP tool gets: JSON in a text, or whatever else stands there."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return value
