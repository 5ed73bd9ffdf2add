"""Redacting and turning back gives the original; what is not ours stays."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core import Finding
from agent.redaction import Conversation, RedactionMode, nonces_in, redact, rehydrate
from tests.redaction.samples import CONVERSATION, NONCE, OTHER, any_text, finding, findings_in, findings_of


def redacted(text: str, *values: tuple[str, str]) -> tuple[str, Conversation]:
    """The text with placeholders, and the conversation that knows them."""
    result = redact(text, findings_of(text, *values), RedactionMode.PLACEHOLDER, CONVERSATION)
    assert result.conversation is not None
    return result.text, result.conversation


TEXT_AND_FINDINGS = any_text.flatmap(lambda text: st.tuples(st.just(text), findings_in(text)))


@given(TEXT_AND_FINDINGS)
def test_turning_back_gives_the_original(case: tuple[str, list[Finding]]):
    text, findings = case
    result = redact(text, findings, RedactionMode.PLACEHOLDER, CONVERSATION)
    assert result.conversation is not None
    assert rehydrate(result.text, [result.conversation]).text == text
    assert rehydrate(result.text, [result.conversation, OTHER]).text == text


@given(st.lists(TEXT_AND_FINDINGS, max_size=4))
def test_turning_back_gives_every_text_of_a_conversation(cases: list[tuple[str, list[Finding]]]):
    conversation, texts = CONVERSATION, []
    for text, findings in cases:
        result = redact(text, findings, RedactionMode.PLACEHOLDER, conversation)
        assert result.conversation is not None
        conversation = result.conversation
        texts.append(result.text)
    assert [rehydrate(each, [conversation]).text for each in texts] == [text for text, _ in cases]


@given(TEXT_AND_FINDINGS)
def test_redacting_what_was_redacted_is_turned_back_step_by_step(case: tuple[str, list[Finding]]):
    text, findings = case
    once = redact(text, findings, RedactionMode.PLACEHOLDER, CONVERSATION)
    twice = redact(once.text, findings, RedactionMode.PLACEHOLDER, OTHER)
    assert once.conversation is not None
    assert twice.conversation is not None
    back = rehydrate(twice.text, [once.conversation, twice.conversation])
    assert back.text == once.text
    assert rehydrate(back.text, [once.conversation]).text == text


@given(any_text)
def test_nothing_is_known_without_a_conversation(text: str):
    assert rehydrate(text, []).text == text
    assert rehydrate(text, []).restored == 0


def test_an_answer_may_reorder_repeat_drop_and_change_them():
    text, conversation = redacted(
        "jane@example.com, bob@example.com", ("EMAIL", "jane@example.com"), ("EMAIL", "bob@example.com")
    )
    assert text == f"⟦EMAIL_1·{NONCE}⟧, ⟦EMAIL_2·{NONCE}⟧"
    answer = f"An **[EMAIL\\_2·{NONCE}]** und EMAIL_2·{NONCE}: 【email_1 · {NONCE.upper()}】"
    back = rehydrate(answer, [conversation])
    assert back.text == "An **bob@example.com** und bob@example.com: jane@example.com"
    assert (back.restored, back.unknown, back.foreign) == (3, 0, 0)


@pytest.mark.parametrize(
    ("written", "unknown", "foreign"),
    [
        (f"⟦EMAIL_2·{NONCE}⟧", 1, 0),
        (f"⟦PHONE_1·{NONCE}⟧", 1, 0),
        (f"⟦CORREO_1·{NONCE}⟧", 1, 0),
        (f"⟦EMAIL_1·{OTHER.nonce}⟧", 0, 1),
        (f"⟦EMAIL_1·{NONCE[:3]}⟧", 0, 1),
        (f"⟦EMAIL_1·{NONCE}x⟧", 0, 1),
        ("⟦EMAIL_1⟧", 0, 1),
        ("[EMAIL_1]", 0, 0),
        ("⟦⟧", 0, 0),
    ],
)
def test_unknown_and_foreign_ones_stay_and_are_counted(written: str, unknown: int, foreign: int):
    _, conversation = redacted("a@x.org", ("EMAIL", "a@x.org"))
    text = f"to {written} or ⟦EMAIL_1·{NONCE}⟧."
    back = rehydrate(text, [conversation])
    assert back.text == f"to {written} or a@x.org."
    assert (back.restored, back.unknown, back.foreign) == (1, unknown, foreign)


def test_a_value_that_looks_like_a_placeholder_is_put_in_once():
    text = f"⟦EMAIL_1·{NONCE}⟧"
    result = redact(text, [finding(0, len(text))], RedactionMode.PLACEHOLDER, CONVERSATION)
    assert result.conversation is not None
    assert rehydrate(result.text, [result.conversation]).text == text


def test_literals_are_no_values():
    result = redact("⟦EMAIL_1·aaaaaa⟧", [], RedactionMode.PLACEHOLDER, CONVERSATION)
    assert result.conversation is not None
    assert rehydrate(result.text, [result.conversation]).restored == 0


def test_a_value_in_a_json_string_is_escaped():
    value = 'say "hi" \\ \n Grüße'
    text, conversation = redacted(value, ("PASSWORD", value))
    answer = json.dumps({"answer": text})
    assert json.loads(rehydrate(answer, [conversation]).text) == {"answer": value}


def test_the_text_is_not_in_a_repr():
    text, conversation = redacted("a@x.org wrote", ("EMAIL", "a@x.org"))
    assert "a@x.org" not in repr(rehydrate(text, [conversation]))


def test_nonces_are_those_that_could_be_ours():
    assert nonces_in("⟦A_1·k3f9qd⟧ [B_1·K3F9QD] ⟦C_1·zzzzzz⟧ ⟦D_1·k3f⟧ none·here") == {"k3f9qd", "zzzzzz"}
    assert nonces_in("") == frozenset()
