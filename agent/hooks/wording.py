"""What a person is told about a call: kinds and counts of what was found, the label, the policy's own words; no values.

Pure.
"""

from __future__ import annotations

from collections import Counter

from agent.core.findings import Assessment, Inspection, sensitive
from agent.core.verdicts import Verdict
from agent.hooks.call import HookDecision, HookEvent

__all__ = ["message_about"]

_EVENTS = {HookEvent.PROMPT: "this prompt to {tool}", HookEvent.TOOL_CALL: "this step of {tool}"}
_SENTENCES = {
    HookDecision.TELL: "{what} holds {found} ({label}).",
    HookDecision.ASK: "{what} holds {found} ({label}). Should it go on?",
    HookDecision.REWRITE: "{what} held {found} ({label}). It goes on without.",
    HookDecision.DENY: "{what} was held back: it holds {found} ({label}).",
}
_RULES_LIMIT = 3


def message_about(decision: HookDecision, event: HookEvent, tool: str, assessment: Assessment, verdict: Verdict) -> str:
    """Return the words that go with a decision; none with ALLOW.

    Args:
        decision: what the tool is told.
        event: what it was about to do.
        tool: its name.
        assessment: what was found.
        verdict: what policy says of it.
    """
    if decision is HookDecision.ALLOW:
        return ""
    sentence = _SENTENCES[decision].format(
        what=_EVENTS[event].format(tool=tool), found=_found(assessment), label=verdict.label.name
    )
    rules = tuple(dict.fromkeys(rule.message for rule in verdict.triggered_rules if rule.message))
    return " ".join(("Cordon:", sentence, *rules[:_RULES_LIMIT]))


def _found(assessment: Assessment) -> str:
    counts = Counter(finding.entity for finding in sensitive(assessment.findings))
    if counts:
        return ", ".join(f"{entity} x{count}" for entity, count in sorted(counts.items()))
    if assessment.inspection is not Inspection.COMPLETE:
        return "what could not be inspected"
    return "what the policy keeps from it"
