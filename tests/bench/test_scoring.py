"""Counting overlaps, and what confidence is worth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.scoring import Counts, Span, score, spread


def spans(*places: tuple[int, int]) -> list[Span]:
    """Spans of one label."""
    return [Span(start=start, end=end, label="EMAIL") for start, end in places]


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        (spans((0, 5)), spans((0, 5)), Counts(right=1, found=1)),
        (spans((0, 5)), spans((4, 9)), Counts(right=1, found=1)),
        (spans((0, 5)), spans((5, 9)), Counts(wrong=1, missed=1)),
        (spans((0, 5)), spans((0, 2), (3, 5)), Counts(right=2, found=1)),
        (spans((0, 2), (3, 5)), spans((0, 5)), Counts(right=1, found=2)),
        (spans((0, 5)), [], Counts(missed=1)),
        ([], spans((0, 5)), Counts(wrong=1)),
        (spans((0, 5)), [Span(start=0, end=5, label="IBAN")], Counts(wrong=1, missed=1)),
        ([], [], Counts()),
    ],
)
def test_counts_overlaps_of_the_same_label(gold: list[Span], predicted: list[Span], expected: Counts):
    assert score(gold, predicted) == expected


@pytest.mark.parametrize(
    ("counts", "precision", "recall", "f1"),
    [
        (Counts(right=3, wrong=1, found=3, missed=3), 0.75, 0.5, 0.6),
        (Counts(wrong=1, missed=1), 0.0, 0.0, 0.0),
        (Counts(missed=1), 1.0, 0.0, 0.0),
        (Counts(), 1.0, 1.0, 1.0),
    ],
)
def test_ratios(counts: Counts, precision: float, recall: float, f1: float):
    assert (counts.precision, counts.recall, counts.f1) == pytest.approx((precision, recall, f1))


@given(
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5))),
    st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5))),
)
def test_every_span_is_counted_once(gold: list[tuple[int, int]], predicted: list[tuple[int, int]]):
    counts = score(
        spans(*((start, start + size) for start, size in gold)),
        spans(*((start, start + size) for start, size in predicted)),
    )
    assert counts.right + counts.wrong == len(predicted)
    assert counts.found + counts.missed == len(gold)
    assert bool(counts.right) is bool(counts.found)


def test_confidence_that_means_what_it_says_has_no_calibration_error():
    reliability = spread([(0.75, True)] * 3 + [(0.75, False)])
    assert reliability.ece == pytest.approx(0.0)
    assert reliability.brier == pytest.approx(0.75 * 0.25)
    assert [(each.count, each.right) for each in reliability.bins] == [(4, 0.75)]


def test_overconfidence_is_the_distance():
    assert spread([(0.9, False)] * 10).ece == pytest.approx(0.9)


@pytest.mark.parametrize(("confidence", "mates"), [(1.0, 0.95), (0.3, 0.35), (0.0, 0.05)])
def test_edges_belong_to_the_bin_above_or_the_last(confidence: float, mates: float):
    assert len(spread([(confidence, True), (mates, True)]).bins) == 1


def test_nothing_has_no_error():
    assert spread([]).brier == spread([]).ece == 0.0
