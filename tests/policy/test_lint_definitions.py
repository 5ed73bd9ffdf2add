"""What lint says of patterns and words, without showing any."""

from __future__ import annotations

import pytest

from tests.policy.lints import linted, said
from tests.policy.samples import policy_text


def _recognizer(
    pattern: str = r"\bE-\d{6}\b",
    *,
    more: str = "confidence: 0.8",
    examples: str = "[by E-123456]",
    counter_examples: str = "[E-1234567, E-12345]",
) -> bytes:
    entry = (
        f"id: own, entity: OWN, title: a number, pattern: '{pattern}', {more}, examples: {examples}, "
        f"counter_examples: {counter_examples}"
    )
    return policy_text(f"rules: []\nrecognizers: [{{{entry}}}]\n")


@pytest.mark.parametrize(("counter_examples", "count"), [("[E-1]", 1), ("[E-1, E-2]", 0)])
def test_one_counter_example_is_few(counter_examples: str, count: int):
    assert len(said(_recognizer(counter_examples=counter_examples), "few-counter-examples")) == count


@pytest.mark.parametrize(
    ("examples", "counter_examples", "count"),
    [
        ("[by E-123456]", "[hello, a letter]", 1),
        ("[Kestrel]", "[a heron]", 1),
        ("['12345678']", "[a heron]", 1),
        ("[by E-123456]", "[hello, F-1]", 0),  # the same shape
        ("[Kestrel]", "[kestrels]", 0),
        ("['12345678']", "['1234567890']", 0),
        ("[build-7.corp.example]", "['https://www.example']", 0),
    ],
)
def test_counter_examples_come_near(examples: str, counter_examples: str, count: int):
    text = _recognizer(examples=examples, counter_examples=counter_examples)
    assert len(said(text, "distant-counter-examples")) == count


@pytest.mark.parametrize(
    ("pattern", "more", "count"),
    [
        (r"\b\d{8}\b", "confidence: 0.9", 1),
        (r"[0-9]{4}[ -]?[0-9]{4}", "confidence: 0.7", 1),
        (r"(?:\d\d\.){2}\d{4}", "confidence: 1.0", 1),
        (r"\b\d{8}\b", "confidence: 0.6", 0),
        (r"\b\d{8}\b", "confidence: 0.9, context: [customer]", 0),
        (r"\bK\d{8}\b", "confidence: 0.9", 0),
        (r"[A-Z]{8}", "confidence: 0.9", 0),
    ],
)
def test_digits_alone_are_not_certain(pattern: str, more: str, count: int):
    assert len(said(_recognizer(pattern, more=more), "broad-pattern")) == count


@pytest.mark.parametrize(
    ("terms", "said_so"),
    [
        ("[Kestrel, HR, ok]", ["2 of 3 terms of own have one or two characters"]),
        ("[Kestrel]", []),
        ("[東京]", []),
    ],
)
def test_short_terms(terms: str, said_so: list[str]):
    text = policy_text(f"rules: []\ndictionaries: [{{id: own, entity: OWN, title: a name, terms: {terms}}}]\n")
    messages = said(text, "short-term")
    assert [message.split(": ")[1].split(",")[0] for message in messages] == said_so


def test_nothing_of_them_is_shown():
    text = _recognizer(r"\b777\d{5}\b", examples="['77712345']", counter_examples="[qwertz]")
    text += b"dictionaries: [{id: names, entity: NAME, title: a name, terms: [zq]}]\n"
    findings = linted(text)
    assert {"few-counter-examples", "distant-counter-examples", "broad-pattern", "short-term"} <= {
        each.check_id for each in findings
    }
    assert not any(secret in each.message for each in findings for secret in ("777", "qwertz", "zq"))
