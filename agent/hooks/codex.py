"""The hooks of Codex, as its published schemas have them: `UserPromptSubmit` and `PreToolUse`.

The messages look like Claude Code's; what may be answered is less. Rules kept here: "ask" is refused by Codex, so that
what needs a person's word is held back; "allow" is refused unless it comes with a rewritten input, and gives no
permission that the person has not given; a reason must not be empty. A prompt cannot be rewritten.

Reference: github.com/openai/codex, codex-rs/hooks/schema/generated, and codex-rs/hooks/src/engine/output_parser.rs for
what is refused.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from agent.hooks import claude_code
from agent.hooks.call import Abilities, HookAnswer, HookCall, HookDecision, HookEvent, HookOutcome
from agent.hooks.message import answer_of
from agent.hooks.pieces import rewritten

__all__ = ["answer", "parse"]

_ABILITIES: Final = {
    HookEvent.PROMPT: Abilities(tells=True, shows_reason=True),
    HookEvent.TOOL_CALL: Abilities(tells=True, rewrites=True),
}


def parse(untrusted: bytes) -> HookCall | None:
    """Return the call in a message; None for an event that holds nothing to judge.

    Raises:
        HookMessageError: it is no message of this protocol.
    """
    call = claude_code.parse(untrusted)
    return replace(call, abilities=_ABILITIES[call.event]) if call is not None else None


def answer(call: HookCall, outcome: HookOutcome) -> HookAnswer:
    """Return what the tool is told."""
    if outcome.decision is not HookDecision.REWRITE:
        return claude_code.answer(call, outcome)
    said = {
        "hookEventName": call.native_event,
        "permissionDecision": "allow",
        "updatedInput": rewritten(call.tool_input, outcome.texts),
    }
    return answer_of({"systemMessage": outcome.message, "hookSpecificOutput": said})
