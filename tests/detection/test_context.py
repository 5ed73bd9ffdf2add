"""What the words beside a value say."""

from __future__ import annotations

import pytest

from agent.detection.context import ContextWords, Nearby
from agent.detection.recognizer import Context

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


def test_areas_are_where_a_word_is_near():
    data = b"." * 500 + b" passport " + b"." * 500 + b" passport passport " + b"." * 500
    areas = list(WORDS.areas(data, 0, len(data)))
    assert [len(areas), all(start < end for start, end in areas)] == [2, True]
    start, end = areas[0]
    assert start < 500
    assert 540 < end < 700


def test_without_words_there_is_no_area():
    assert list(ContextWords(Context()).areas(b"passport", 0, 8)) == []
    assert list(WORDS.areas(b"nothing here", 0, 12)) == []
