"""Windows cover a text, overlap, and know where their tokens stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agent.classifier.windows import LENGTH, STRIDE
from tests.classifier.samples import windower

_WINDOWER = windower()


@given(st.text(st.characters(codec="utf-8"), max_size=3000))
def test_every_token_stands_where_it_says(text: str):
    windows = list(_WINDOWER.windows(text))
    assert windows
    for window in windows:
        assert len(window.tokens) == len(window.features) == len(window.offsets) <= LENGTH
        assert (window.tokens[0], window.tokens[-1]) == (101, 102)
        assert all(0 <= start < end <= len(text) for start, end in window.offsets[1:-1])


def test_no_word_is_left_out():
    text = "word " * 5000
    seen = {offset for window in _WINDOWER.windows(text) for offset in window.offsets[1:-1]}
    assert len(seen) == 5000


def test_neighbors_share_some_words():
    first, second = list(_WINDOWER.windows("word " * 200))[:2]
    shared = set(first.offsets[1:-1]) & set(second.offsets[1:-1])
    assert len(shared) == LENGTH - 2 - STRIDE


def test_part_of_a_text_keeps_the_offsets_of_the_whole():
    text = "Ada Doe and Ada"
    (window,) = _WINDOWER.windows(text, 8, 15)
    assert [text[start:end] for start, end in window.offsets[1:-1]] == ["and", "Ada"]


def test_the_gap_before_a_word_is_known():
    (window,) = _WINDOWER.windows("Ada\nDoe Ada")
    assert len(set(window.features[1:-1])) == 3
