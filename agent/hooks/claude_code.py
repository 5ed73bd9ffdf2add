"""The hooks of Claude Code, as its reference has them: `UserPromptSubmit` and `PreToolUse`.

Rules kept here: what is allowed is answered with nothing, since "allow" would skip the person's own permission prompt;
so a rewritten input goes with "ask", and the person sees what it has become. Where the person has switched questions
off, neither can be relied on, and what needs one is held back. A prompt cannot be rewritten: it is held back, and the
reason, which the person sees and the model does not, has the text as it could go.

Reference: code.claude.com/docs/en/hooks, sections "JSON output", "PreToolUse decision control" and
"UserPromptSubmit decision control".
"""

from __future__ import annotations

from typing import Final

from agent.hooks.call import Abilities, HookAnswer, HookCall, HookDecision, HookEvent, HookOutcome
from agent.hooks.message import answer_of, member, object_in, text_of
from agent.hooks.pieces import pieces_of, rewritten

__all__ = ["PROMPT_EVENT", "TOOL_EVENT", "answer", "parse"]

PROMPT_EVENT: Final = "UserPromptSubmit"
TOOL_EVENT: Final = "PreToolUse"

_PROMPT = Abilities(tells=True, shows_reason=True)
_TOOL_CALL = Abilities(tells=True, asks=True, rewrites=True)
_UNASKED = Abilities(tells=True)
_NEVER_ASKS = "bypassPermissions"


def parse(untrusted: bytes) -> HookCall | None:
    """Return the call in a message; None for an event that holds nothing to judge.

    Raises:
        HookMessageError: it is no message of this protocol.
    """
    message = object_in(untrusted)
    event = text_of(message, "hook_event_name")
    if event == PROMPT_EVENT:
        pieces = pieces_of(text_of(message, "prompt"))
        return HookCall(event=HookEvent.PROMPT, native_event=event, pieces=pieces, abilities=_PROMPT)
    if event == TOOL_EVENT:
        tool_input = member(message, "tool_input")
        return HookCall(
            event=HookEvent.TOOL_CALL,
            native_event=event,
            pieces=pieces_of(tool_input),
            abilities=_UNASKED if message.get("permission_mode") == _NEVER_ASKS else _TOOL_CALL,
            tool_input=tool_input,
        )
    return None


def answer(call: HookCall, outcome: HookOutcome) -> HookAnswer:
    """Return what the tool is told."""
    match outcome.decision:
        case HookDecision.ALLOW:
            return answer_of(None)
        case HookDecision.TELL:
            return answer_of({"systemMessage": outcome.message})
        case _ if call.event is HookEvent.PROMPT:
            return answer_of({"decision": "block", "reason": outcome.reason})
        case HookDecision.ASK:
            return _decided(call, "ask", outcome.message)
        case HookDecision.REWRITE:
            return _decided(call, "ask", outcome.message, updatedInput=rewritten(call.tool_input, outcome.texts))
        case HookDecision.DENY:
            return _decided(call, "deny", outcome.reason)


def _decided(call: HookCall, decision: str, reason: str, **more: object) -> HookAnswer:
    said = {"hookEventName": call.native_event, "permissionDecision": decision, "permissionDecisionReason": reason}
    return answer_of({"hookSpecificOutput": said | more})
