"""The screen: every passage gets a score of its own, whatever is in it; a file that is no screen is refused."""

from __future__ import annotations

import random
import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.classifier.passages import Passage, cut
from agent.classifier.screen import HEADS, SLOTS, Screen, screen_file, slots_of, words_of
from models.training.examples import Example, Span
from models.training.screen import train_screen

_NOISE = np.random.default_rng(1).integers(-127, 128, (SLOTS, HEADS)).astype(np.int8)
_FILE = screen_file(_NOISE, 0.02, [-3.0] * HEADS)
_SCREEN = Screen(_FILE)
"""Weights by chance: whatever holds for them holds for any."""

_ANY = st.characters(exclude_categories=["Cs"])
_PIECES = st.lists(st.text(_ANY, max_size=60) | st.text("aB1 .\0\n\u00e9", max_size=60), max_size=12)


def _joined(pieces: list[str]) -> tuple[str, list[Passage]]:
    passages, start = [], 0
    for each in pieces:
        passages.append(Passage(start=start, end=start + len(each)))
        start += len(each)
    return "".join(pieces), passages


@given(_PIECES)
def test_every_passage_has_one_finite_score(pieces: list[str]):
    scores = _SCREEN(*_joined(pieces))
    assert len(scores) == len(pieces)
    assert all(np.isfinite(each) and each >= 0.0 for each in scores)


@given(pieces=_PIECES, dice=st.randoms(use_true_random=False))
def test_a_score_depends_on_nothing_but_the_passage(pieces: list[str], dice: random.Random):
    text, passages = _joined(pieces)
    scores = dict(zip(passages, _SCREEN(text, passages), strict=True))
    for each in passages:
        alone = text[each.start : each.end]
        assert _SCREEN(alone, [Passage(start=0, end=len(alone))]) == [scores[each]]
    shuffled = passages.copy()
    dice.shuffle(shuffled)
    assert _SCREEN(text, shuffled) == [scores[each] for each in shuffled]


def test_chunks_make_no_difference():
    piece = "Ada Lovelace was born on 10 December 1815; she lives at 12 St James's Square, London.\n"
    passages = [Passage(start=place * len(piece), end=(place + 1) * len(piece)) for place in range(3000)]
    assert len(set(_SCREEN(piece * 3000, passages))) == 1


@given(_PIECES)
def test_words_are_cut_by_piece(pieces: list[str]):
    data = [each.encode() for each in pieces] or [b""]
    words = words_of(data)
    assert [words.data[at : at + len(each)].tobytes() for at, each in zip(words.offsets, data, strict=True)] == data
    assert len(words.first) == len(data)
    assert all(words.data[words.starts[first]] == 0 for first in words.first)
    slots = np.stack(list(slots_of(words)))
    assert slots.shape[1] == len(words.starts)
    assert slots.max() < SLOTS


def test_passages_may_be_apart_or_empty_or_none_at_all():
    text = "nothing here. Ada Lovelace. nothing there."
    assert _SCREEN(text, []) == []
    assert _SCREEN("", [Passage(start=0, end=0)]) == [0.0]
    first, empty, last = _SCREEN(text, [Passage(start=0, end=13), Passage(start=20, end=20), Passage(start=28, end=42)])
    assert empty == 0.0
    assert min(first, last) > 0.0


@pytest.mark.parametrize("data", [b"", _FILE[:-1], _FILE + b"\0", b"x" * 2_000_000])
def test_a_file_of_another_size_is_refused(data: bytes):
    with pytest.raises(ValueError, match=f"has 2097180 bytes, and this has {len(data)}"):
        Screen(data)


@pytest.mark.parametrize("head", [b"cordonS0" + _FILE[8:12], _FILE[:8] + struct.pack("<f", float("nan"))])
def test_a_file_that_is_no_screen_is_refused(head: bytes):
    with pytest.raises(ValueError, match="no screen"):
        Screen(head + _FILE[12:])


def test_a_long_text_takes_little_memory():
    text = "The committee of 3 met Ada Lovelace, and \u00e9mile. " * 40_000
    passages = cut(text)
    tracemalloc.start()
    try:
        _SCREEN(text, passages)
        assert tracemalloc.get_traced_memory()[1] < 12_000_000
    finally:
        tracemalloc.stop()


def test_a_trained_screen_ranks_names_first():
    named = [f"Please call {name} about it tomorrow." for name in ("Ada Byron", "Bob Roe", "Eve Poe", "Max Doe")]
    texts = [
        *(
            Example(
                text=each,
                spans=(Span(12, each.index(" about"), "PERSON"),),
                known=frozenset({"PERSON"}),
                source="a",
            )
            for each in named
        ),
        Example(text="Please call the office about it tomorrow.", known=frozenset({"PERSON"}), source="a"),
        Example(text="Water boils when the kettle is hot enough.", known=frozenset({"PERSON"}), source="a"),
    ]
    screen = Screen(train_screen(texts * 20, seed=1))
    text, passages = _joined(
        ["Water boils at a hundred degrees. ", "Please call Ann Loe about it. ", "Please call the office."]
    )
    scores = screen(text, passages)
    assert scores[1] > 2 * max(scores[0], scores[2])
