"""Overlapping findings."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from agent.core import Explanation, Finding
from agent.detection.merge import merge


def _finding(start: int, end: int, confidence: float = 0.5, recognizer: str = "a") -> Finding:
    return Finding(
        entity="E",
        start=start,
        end=end,
        confidence=confidence,
        recognizer=recognizer,
        explanation=Explanation(summary=""),
    )


FINDINGS = st.lists(
    st.builds(
        lambda start, length, confidence, recognizer: _finding(start, start + length, confidence, recognizer),
        st.integers(0, 40),
        st.integers(1, 12),
        st.sampled_from([0.4, 0.5, 0.9]),
        st.sampled_from("ab"),
    ),
    max_size=15,
)


def test_surer_wins():
    assert merge([_finding(0, 9, 0.5), _finding(4, 6, 0.9)]) == (_finding(4, 6, 0.9),)


def test_longer_wins_when_equally_sure():
    assert merge([_finding(0, 4), _finding(2, 8)]) == (_finding(2, 8),)


def test_earlier_wins_when_equally_sure_and_long():
    assert merge([_finding(2, 6), _finding(0, 4)]) == (_finding(0, 4),)


def test_neighbors_both_stay():
    assert merge([_finding(4, 8), _finding(0, 4)]) == (_finding(0, 4), _finding(4, 8))


def test_both_sides_of_a_loser_stay():
    assert merge([_finding(0, 4, 0.9), _finding(3, 7), _finding(6, 9, 0.9)]) == (
        _finding(0, 4, 0.9),
        _finding(6, 9, 0.9),
    )


@given(FINDINGS, st.randoms())
def test_sorted_without_overlaps_whatever_the_order(findings: list[Finding], random: object):
    merged = merge(findings)
    assert all(left.end <= right.start for left, right in itertools.pairwise(merged))
    assert set(merged) <= set(findings)
    shuffled = findings[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined] # Hypothesis' Random
    assert merge(shuffled) == merged


@given(FINDINGS)
def test_nothing_is_dropped_without_a_better_one_over_it(findings: list[Finding]):
    merged = merge(findings)
    for finding in findings:
        assert any(
            kept.start < finding.end and finding.start < kept.end and kept.confidence >= finding.confidence
            for kept in merged
        )
