"""Values become placeholders that say what they were and which of them is which."""

from __future__ import annotations

from agent.core import Finding
from agent.redaction import Entry
from agent.redaction.placeholders import plan_labels, plan_placeholders
from agent.redaction.spans import apply, joined_spans
from tests.redaction.samples import CONVERSATION, NONCE, finding, findings_of


def labeled(text: str, findings: list[Finding]) -> str:
    """The text with plain labels."""
    return apply(text, plan_labels(text, joined_spans(text, findings)))


def test_the_only_value_of_an_entity_has_no_number_in_its_label():
    text = "write to jane@example.com today"
    assert labeled(text, findings_of(text, ("EMAIL", "jane@example.com"))) == "write to [EMAIL] today"


def test_labels_of_several_values_are_numbered_in_order_of_appearance():
    text = "b@x.org, a@x.org, 4111"
    findings = findings_of(text, ("CREDIT_CARD", "4111"), ("EMAIL", "a@x.org"), ("EMAIL", "b@x.org"))
    assert labeled(text, findings) == "[EMAIL_1], [EMAIL_2], [CREDIT_CARD]"


def test_the_same_value_keeps_its_label():
    assert labeled("aa bb aa", [finding(0, 2), finding(3, 5), finding(6, 8)]) == "[EMAIL_1] [EMAIL_2] [EMAIL_1]"
    assert labeled("aa - aa", [finding(0, 2), finding(5, 7)]) == "[EMAIL] - [EMAIL]"


def test_placeholders_carry_number_and_nonce_always():
    replacements, after = plan_placeholders("aa bb aa", joined_spans("aa bb aa", [finding(0, 2)]), CONVERSATION)
    assert [each.text for each in replacements] == [f"⟦EMAIL_1·{NONCE}⟧"]
    assert after.entries == (Entry(name="EMAIL", number=1, value="aa"),)


def test_numbering_goes_on_where_the_conversation_stands():
    first = "a@x.org b@x.org"
    _, after = plan_placeholders(first, joined_spans(first, [finding(0, 7), finding(8, 15)]), CONVERSATION)
    second = "c@x.org b@x.org"
    replacements, last = plan_placeholders(second, joined_spans(second, [finding(0, 7), finding(8, 15)]), after)
    assert [each.text for each in replacements] == [f"⟦EMAIL_3·{NONCE}⟧", f"⟦EMAIL_2·{NONCE}⟧"]
    assert [entry.value for entry in last.entries] == ["a@x.org", "b@x.org", "c@x.org"]


def test_a_value_of_two_entities_has_two_placeholders():
    text = "123 123"
    spans = joined_spans(text, [finding(0, 3, "PHONE"), finding(4, 7, "PASSPORT")])
    replacements, _ = plan_placeholders(text, spans, CONVERSATION)
    assert [each.text for each in replacements] == [f"⟦PHONE_1·{NONCE}⟧", f"⟦PASSPORT_1·{NONCE}⟧"]


def test_a_text_without_findings_leaves_the_conversation_as_it_is():
    assert plan_placeholders("as it was ⟦ · ⟧", [], CONVERSATION) == ([], CONVERSATION)


def test_what_looks_like_a_placeholder_becomes_a_literal():
    text = "see ⟦EMAIL_7·aaaaaa⟧ and aa"
    replacements, after = plan_placeholders(text, joined_spans(text, [finding(25, 27)]), CONVERSATION)
    assert apply(text, replacements) == f"see ⟦LITERAL_1·{NONCE}⟧ and ⟦EMAIL_1·{NONCE}⟧"
    assert after.entries[0] == Entry(name="LITERAL", number=1, value="⟦EMAIL_7·aaaaaa⟧")


def test_a_finding_within_what_looks_like_a_placeholder_is_replaced_all_the_same():
    text = "⟦EMAIL_7·aaaaaa⟧"
    replacements, _ = plan_placeholders(text, joined_spans(text, [finding(9, 15, "SECRET")]), CONVERSATION)
    assert apply(text, replacements) == f"⟦EMAIL_7·⟦SECRET_1·{NONCE}⟧⟧"
