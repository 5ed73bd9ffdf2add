"""What a person is told: kinds and counts, never a value."""

from __future__ import annotations

import pytest

from agent.core import Action, Assessment, Explanation, Finding, Inspection, Label, Layer, Mode, TriggeredRule, Verdict
from agent.hooks.call import HookDecision, HookEvent
from agent.hooks.wording import message_about


def finding(entity: str, start: int = 0) -> Finding:
    return Finding(
        entity=entity,
        start=start,
        end=start + 1,
        confidence=1.0,
        recognizer="test",
        explanation=Explanation(summary="It is one."),
    )


def verdict(*messages: str) -> Verdict:
    rules = tuple(
        TriggeredRule(rule_id=f"r{at}", action=Action.WARN, message=message, layer=Layer.GLOBAL)
        for at, message in enumerate(messages)
    )
    return Verdict(
        action=Action.WARN,
        label=Label(rank=2, name="restricted"),
        triggered_rules=rules,
        offers=(),
        mode=Mode.ENFORCE,
        policy_version="1",
    )


def test_it_says_what_was_found_how_often_and_the_label():
    assessment = Assessment(
        findings=(finding("EMAIL"), finding("CREDIT_CARD", 1), finding("EMAIL", 2), finding("DATE", 3))
    )
    words = message_about(HookDecision.DENY, HookEvent.PROMPT, "Codex", assessment, verdict())
    assert words == "Cordon: this prompt to Codex was held back: it holds CREDIT_CARD x1, EMAIL x2 (restricted)."


def test_the_policys_own_words_follow_each_once_and_not_too_many():
    assessment = Assessment(findings=(finding("EMAIL"),))
    words = message_about(
        HookDecision.TELL,
        HookEvent.TOOL_CALL,
        "Codex",
        assessment,
        verdict("One.", "One.", "", "Two.", "Three.", "Four."),
    )
    assert words.endswith("(restricted). One. Two. Three.")


@pytest.mark.parametrize(
    ("assessment", "words"),
    [
        (Assessment(inspection=Inspection.UNINSPECTABLE, is_failed=True), "what could not be inspected"),
        (Assessment(), "what the policy keeps from it"),
    ],
)
def test_it_says_so_where_nothing_was_found(assessment: Assessment, words: str):
    assert words in message_about(HookDecision.DENY, HookEvent.PROMPT, "Codex", assessment, verdict())


def test_what_is_let_through_needs_no_words_and_everything_else_has_some():
    said = {each: message_about(each, HookEvent.PROMPT, "Codex", Assessment(), verdict()) for each in HookDecision}
    assert said.pop(HookDecision.ALLOW) == ""
    assert all(said.values())
