"""A protocol of our own, for any tool that has none of the others: docs/hooks-generic.schema.json.

    {"event": "prompt", "text": "…"}  →  {"decision": "allow"}
    {"event": "tool_call", "tool": "shell", "text": "…"}  →  {"decision": "rewrite", "text": "…", "message": "…"}

A message with "allow" is for the person. Unknown members are left alone, so that a tool may say more than is read.
"""

from __future__ import annotations

from agent.hooks.call import Abilities, HookAnswer, HookCall, HookDecision, HookEvent, HookMessageError, HookOutcome
from agent.hooks.message import answer_of, object_in, text_of
from agent.hooks.pieces import pieces_of

__all__ = ["answer", "parse"]

_ABILITIES = Abilities(tells=True, rewrites=True, shows_reason=True)


def parse(untrusted: bytes) -> HookCall:
    """Return the call in a message.

    Raises:
        HookMessageError: it is no message of this protocol.
    """
    message = object_in(untrusted)
    try:
        event = HookEvent(text_of(message, "event"))
    except ValueError:
        known = " or ".join(HookEvent)
        raise HookMessageError("The hook's message has wrong fields", detail=f"event must be {known}.") from None
    return HookCall(event=event, native_event=event, pieces=pieces_of(text_of(message, "text")), abilities=_ABILITIES)


def answer(_call: HookCall, outcome: HookOutcome) -> HookAnswer:
    """Return what the tool is told."""
    match outcome.decision:
        case HookDecision.ALLOW:
            return answer_of({"decision": "allow"})
        case HookDecision.TELL:
            return answer_of({"decision": "allow", "message": outcome.message})
        case HookDecision.REWRITE:
            return answer_of({"decision": "rewrite", "text": outcome.texts[0], "message": outcome.message})
        case HookDecision.ASK | HookDecision.DENY:
            instead = {"text": outcome.redacted} if outcome.redacted else {}
            return answer_of({"decision": "deny", "message": outcome.message} | instead)
