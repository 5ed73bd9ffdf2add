"""What the words beside a value say."""

from __future__ import annotations

import pytest

from agent.detection.context import ContextWords, Nearby
from agent.detection.recognizer import Context
from agent.detection.runs import DigitRun

WORDS = ContextWords(Context(supporting=("passport", "pass no"), opposing=("order",), boost=0.3, drop=0.4))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Passport: X", Nearby.LABELS),
        ("passport_no=X", Nearby.LABELS),
        ("passport\nX", Nearby.LABELS),
        ("order passport X", Nearby.LABELS),
        ("passport, X", Nearby.SUPPORTS),
        ("passport 12 X", Nearby.SUPPORTS),
        ("passport of mine\nas I said\nX", Nearby.SUPPORTS),
        ("X is my passport", Nearby.SUPPORTS),
        ("passport, order X", Nearby.OPPOSES),
        ("order no. X", Nearby.OPPOSES),
        ("X\npassport", Nearby.SAYS_NOTHING),
        ("nopassport X", Nearby.SAYS_NOTHING),
        ("order\nX", Nearby.SAYS_NOTHING),
        ("passport" + " " * 60 + "X", Nearby.SAYS_NOTHING),
        ("passport\x1e\nX", Nearby.SAYS_NOTHING),
    ],
)
def test_word_and_its_place_decide(text: str, says: Nearby):
    start = text.index("X")
    assert WORDS.nearby(text.encode(), start, start + 1) is says


@pytest.mark.parametrize(
    ("says", "confidence"),
    [(Nearby.LABELS, 0.8), (Nearby.SUPPORTS, 0.71), (Nearby.OPPOSES, 0.1), (Nearby.SAYS_NOTHING, 0.5)],
)
def test_confidence_is_adjusted(says: Nearby, confidence: float):
    assert WORDS.adjusted(0.5, says, 0.99) == confidence


def test_context_never_lowers_what_it_supports():
    assert WORDS.adjusted(0.995, Nearby.LABELS, 0.99) == 0.995


def test_target_is_known_by_every_word():
    target = ContextWords(Context(supporting=("passport", "p\u00e4sse"))).target(DigitRun(5), is_label=False)
    assert target.digits.digits == 5
    assert {each.text for each in target.words} == {b" passport"}
    assert {each.text for each in target.literals or ()} == {"p\u00e4sse".encode()}


def test_word_without_literals_leaves_the_target_to_its_regex():
    target = ContextWords(Context(supporting=("passport", "x"))).target(DigitRun(5), is_label=False)
    assert target.literals is None
    assert not target.digits.digits


def test_pattern_that_needs_context_needs_words():
    with pytest.raises(ValueError, match="supporting words"):
        ContextWords(Context()).target(DigitRun(), is_label=False)
