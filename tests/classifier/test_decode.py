"""From logits to spans: only sequences that may be, words whole, windows joined."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from agent.classifier.decode import by_word, category_logits, merged, path, probabilities, spans_of

_ENTITIES = 2
_TAGS = 1 + 2 * _ENTITIES


def _may_be(tags: tuple[int, ...] | list[int]) -> bool:
    pairs = zip([0, *tags], tags, strict=False)
    return all(tag == 0 or tag % 2 or before in {tag - 1, tag} for before, tag in pairs)


def _logits(*rows: dict[int, float]) -> np.ndarray:
    logits = np.zeros((len(rows), _TAGS), dtype=np.float32)
    for place, row in enumerate(rows):
        for tag, value in row.items():
            logits[place, tag] = value
    return logits


@given(arrays(np.float32, st.tuples(st.integers(1, 5), st.just(_TAGS)), elements=st.floats(-4, 4, width=32)))
def test_a_path_may_be_and_no_other_between_the_same_gaps_is_better(logits: np.ndarray):
    tags = path(logits)
    assert _may_be(tags)
    gaps = [place for place, tag in enumerate(logits.argmax(axis=1)) if tag == 0]
    rivals = [
        each
        for each in product(range(_TAGS), repeat=len(logits))
        if _may_be(each) and all(each[place] == 0 for place in gaps)
    ]

    def worth(each: tuple[int, ...] | list[int]) -> float:
        return float(sum(logits[place, tag] for place, tag in enumerate(each)))

    assert worth(tags) >= max(map(worth, rivals)) - 1e-4


def test_what_nobody_wrote_has_no_path():
    assert path(np.zeros((0, _TAGS), dtype=np.float32)) == []


def test_spans_begin_at_a_beginning_and_end_before_a_gap():
    offsets = [(0, 1), (2, 3), (4, 5), (6, 7)]
    spans = spans_of(offsets, [1, 2, 1, 3])
    assert [(span.start, span.end, span.entity) for span in spans] == [(0, 3, 0), (4, 5, 0), (6, 7, 1)]
    assert [span.words for span in spans] == [slice(0, 2), slice(2, 3), slice(3, 4)]


def test_an_inside_behind_a_gap_begins_a_span_of_its_own():
    assert [(span.start, span.end) for span in spans_of([(0, 1), (2, 3), (4, 5)], [1, 0, 2])] == [(0, 1), (4, 5)]


def test_pieces_of_a_word_are_judged_together():
    logits = _logits({1: 6}, {0: 4}, {2: 9})
    words, joined = by_word("dizzy x", [(0, 2), (2, 5), (6, 7)], logits)
    assert words == [(0, 5), (6, 7)]
    assert [(span.start, span.end) for span in spans_of(words, path(joined))] == [(0, 7)]


def test_words_are_not_joined_across_punctuation():
    offsets = [(0, 1), (1, 2), (2, 3)]
    assert by_word("a-b", offsets, _logits({}, {}, {}))[0] == offsets


def test_a_token_counts_where_it_stands_further_from_the_edge():
    first, second = [(0, 0), (0, 1), (2, 3), (0, 0)], [(0, 0), (2, 3), (4, 5), (6, 7), (0, 0)]
    one, other = _logits({}, {1: 1}, {1: 1}, {}), _logits({}, {3: 2}, {3: 2}, {3: 2}, {})
    offsets, logits = merged([first, second], [one, other])
    assert offsets == [(0, 1), (2, 3), (4, 5), (6, 7)]
    # As far from both edges: the earlier window.
    assert logits.argmax(axis=1).tolist() == [1, 1, 3, 3]


def test_one_window_loses_its_marks_only():
    offsets, logits = merged([[(0, 0), (0, 1), (0, 0)]], [_logits({}, {1: 1}, {})])
    assert offsets == [(0, 1)]
    assert logits.tolist() == _logits({1: 1}).tolist()


def test_sure_spans_have_a_high_probability_and_unsure_ones_a_low_one():
    sure, unsure = probabilities(_logits({1: 9}, {2: 9}, {3: 0.1}), spans_of([(0, 1), (2, 3), (4, 5)], [1, 2, 3]))
    assert sure > 0.99
    assert unsure < 0.5


def test_the_category_is_weighed_by_how_much_was_read():
    mean = category_logits([30, 10], [np.array([1.0, 0.0]), np.array([0.0, 2.0])])
    assert mean.tolist() == [0.75, 0.5]
