"""Findings of any kind become spans that do not overlap."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core import Finding
from agent.redaction.spans import Replacement, apply, joined_spans
from tests.redaction.samples import any_text, finding, findings_in


@pytest.mark.parametrize(
    ("places", "joined"),
    [
        ([(1, 3), (4, 5)], [(1, 3), (4, 5)]),
        ([(1, 3), (3, 5)], [(1, 3), (3, 5)]),
        ([(4, 5), (1, 3)], [(1, 3), (4, 5)]),
        ([(1, 4), (3, 6)], [(1, 6)]),
        ([(1, 9), (3, 4)], [(1, 9)]),
        ([(-3, 2)], [(0, 2)]),
        ([(8, 99)], [(8, 10)]),
        ([(3, 3)], []),
        ([(5, 2)], []),
        ([(11, 12)], []),
        ([], []),
    ],
)
def test_spans_are_joined_cut_or_dropped(places: list[tuple[int, int]], joined: list[tuple[int, int]]):
    spans = joined_spans("0123456789", [finding(*place) for place in places])
    assert [(span.start, span.end) for span in spans] == joined


def test_the_surest_finding_names_the_span():
    (span,) = joined_spans("0123456789", [finding(1, 5, "PHONE", 0.4), finding(3, 8, "IBAN", 0.9)])
    assert span.entity == "IBAN"
    (span,) = joined_spans("0123456789", [finding(1, 5, "PHONE", 0.9), finding(3, 8, "IBAN", 0.4)])
    assert span.entity == "PHONE"


def test_replacements_are_applied_as_they_stand():
    assert apply("abcd", [Replacement(start=1, end=2, text="<x>"), Replacement(start=2, end=3, text="")]) == "a<x>d"
    assert apply("abcd", []) == "abcd"


def test_what_is_written_is_not_in_a_repr():
    assert "jane" not in repr(Replacement(start=0, end=1, text="jane"))


@given(any_text.flatmap(lambda text: st.tuples(st.just(text), findings_in(text))))
def test_exactly_the_flagged_characters_are_covered(case: tuple[str, list[Finding]]):
    text, findings = case
    flagged = {place for each in findings for place in range(max(0, each.start), min(len(text), each.end))}
    spans = joined_spans(text, findings)
    assert {place for span in spans for place in range(span.start, span.end)} == flagged
    assert all(one.end <= other.start for one, other in pairwise(spans))
