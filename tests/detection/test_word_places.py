"""Values far from every context word need not ask for one; those near one do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.context import ContextWords, Nearby
from agent.detection.recognizer import Context
from agent.detection.recognizers import RECOGNIZERS
from agent.detection.word_places import WordPlaces, words_anywhere

CONTEXTS = tuple({each.context: None for each in RECOGNIZERS if each.context.supporting})
SIGNS = [" ", "\n", "\r\n", "\x1e", ",", "5", "x", "é", "\u4f60", ": ", "card", "tel", "id", "nit", "order no ", "iban"]


@pytest.mark.parametrize("context", CONTEXTS, ids=[each.recognizer_id for each in RECOGNIZERS][: len(CONTEXTS)])
def test_words_of_every_recognizer_are_understood(context: Context):
    words = words_anywhere(context)
    assert words is not None
    assert words.compiled.place(b"", 0, 0) is None


@pytest.mark.parametrize("word", [r"a\\b", "^a", r"a\z", "a$b", r"\Aa"])
def test_word_that_depends_on_its_place_is_not_understood(word: str):
    assert words_anywhere(Context(supporting=(word,))) is None


@given(st.sampled_from(CONTEXTS), st.lists(st.tuples(st.sampled_from(SIGNS), st.integers(1, 40)), max_size=24))
def test_no_word_beside_a_value_is_missed(context: Context, parts: list[tuple[str, int]]):
    text = "".join(sign * (times if len(sign) == 1 else 1) for sign, times in parts)
    data = ("4111 " * 20 + text + " 4111" * 20).encode()
    places = WordPlaces(data, words_anywhere(context))
    words = ContextWords(context)
    for start in range(0, len(data), 3):
        near = words.nearby(data, start, start + 2)
        assert near is Nearby.SAYS_NOTHING or places.may_be_beside(start, start + 2)


def test_values_far_from_words_do_not_ask():
    data = b"4111 " * 10_000 + b"card " + b"4111 " * 10_000
    places = WordPlaces(data, words_anywhere(Context(supporting=("card",))))
    asked = [start for start in range(0, len(data), 5) if places.may_be_beside(start, start + 4)]
    assert len(asked) < 150
    assert {50_000 + each for each in range(5, 65, 5)} <= set(asked)


def test_many_words_are_looked_for_once():
    data = b"card 4111 " * 20_000
    places = WordPlaces(data, words_anywhere(Context(supporting=("card",))))
    assert all(places.may_be_beside(start, start + 4) for start in range(5, len(data), 10))
