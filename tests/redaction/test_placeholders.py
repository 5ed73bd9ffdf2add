"""Findings to placeholders."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agent.core import Explanation, Finding
from agent.redaction import Replacement, apply, plan, redact


def _finding(start: int, end: int, entity: str = "EMAIL", confidence: float = 0.5) -> Finding:
    return Finding(
        entity=entity,
        start=start,
        end=end,
        confidence=confidence,
        recognizer="test",
        explanation=Explanation(summary=""),
    )


def _of(text: str, *values: tuple[str, str]) -> list[Finding]:
    """A finding for the first occurrence of each (entity, value)."""
    return [_finding(text.index(value), text.index(value) + len(value), entity) for entity, value in values]


def test_only_value_of_an_entity_has_no_number():
    text = "write to jane@example.com today"
    redaction = redact(text, _of(text, ("EMAIL", "jane@example.com")))
    assert redaction.text == "write to [EMAIL] today"
    assert redaction.replaced == 1


def test_different_values_are_numbered_in_order_of_appearance():
    text = "b@x.org, a@x.org, 4111"
    redaction = redact(text, _of(text, ("CREDIT_CARD", "4111"), ("EMAIL", "a@x.org"), ("EMAIL", "b@x.org")))
    assert redaction.text == "[EMAIL_1], [EMAIL_2], [CREDIT_CARD]"


def test_same_value_keeps_its_placeholder():
    assert redact("aa bb aa", [_finding(0, 2), _finding(3, 5), _finding(6, 8)]).text == "[EMAIL_1] [EMAIL_2] [EMAIL_1]"
    assert redact("aa - aa", [_finding(0, 2), _finding(5, 7)]).text == "[EMAIL] - [EMAIL]"


def test_overlapping_findings_are_one_named_by_the_surest():
    redaction = redact("0123456789", [_finding(1, 5, "PHONE", 0.4), _finding(3, 8, "IBAN", 0.9)])
    assert redaction.text == "0[IBAN]89"
    assert redaction.replaced == 1


def test_neighbors_stay_two():
    assert redact("aabb", [_finding(0, 2), _finding(2, 4)]).text == "[EMAIL_1][EMAIL_2]"


def test_spans_beyond_the_text_are_cut_and_empty_ones_ignored():
    assert (
        redact("abc", [_finding(2, 9), _finding(1, 1), _finding(7, 9), _finding(-4, 1, "PHONE")]).text
        == "[PHONE]b[EMAIL]"
    )


def test_nothing_found_changes_nothing():
    redaction = redact("as it was", [])
    assert (redaction.text, redaction.replaced) == ("as it was", 0)


def test_neither_value_nor_text_is_in_a_repr():
    text = "jane@example.com"
    assert "jane" not in repr(redact(text + " wrote", _of(text, ("EMAIL", text))))
    assert "wrote" not in repr(redact(text + " wrote", _of(text, ("EMAIL", text))))
    assert "jane" not in repr(plan(text, _of(text, ("EMAIL", text))))


def test_plan_is_applied_as_it_stands():
    replacements = (Replacement(start=1, end=2, placeholder="<x>"), Replacement(start=2, end=3, placeholder=""))
    assert apply("abcd", replacements) == "a<x>d"


@st.composite
def _text_and_findings(draw: st.DrawFn) -> tuple[str, list[Finding]]:
    text = draw(st.text(max_size=60))
    places = st.integers(0, len(text))
    entities = st.sampled_from(["EMAIL", "PHONE"])
    findings = draw(st.lists(st.builds(_finding, places, places, entities, st.sampled_from([0.4, 0.9])), max_size=8))
    return text, findings


@given(_text_and_findings())
def test_exactly_the_flagged_characters_are_replaced(case: tuple[str, list[Finding]]):
    text, findings = case
    flagged = {index for each in findings for index in range(each.start, each.end)}
    replacements = plan(text, findings)
    assert {index for each in replacements for index in range(each.start, each.end)} == flagged
    kept = "".join(character for index, character in enumerate(text) if index not in flagged)
    bare = [Replacement(start=each.start, end=each.end, placeholder="") for each in replacements]
    assert apply(text, bare) == kept
    assert redact(text, findings).replaced == len(replacements)


@given(_text_and_findings())
def test_placeholders_and_values_correspond_one_to_one(case: tuple[str, list[Finding]]):
    text, findings = case
    replacements = plan(text, findings)
    pairs = {(each.placeholder, text[each.start : each.end]) for each in replacements}
    assert len({placeholder for placeholder, _ in pairs}) == len(pairs)
