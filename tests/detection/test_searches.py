"""Which patterns are searched in the same places, and by what they are found."""

from __future__ import annotations

import pytest

from agent.detection.compiled import LazyRegex
from agent.detection.recognizer import Pattern
from agent.detection.runs import DigitRun
from agent.detection.searches import LABEL_REACH, Search, groups_of


def _search(
    number: int, regex: bytes, *, owner: int = 0, needs_context: bool = True, label: bytes = b"", begins: bytes = b""
) -> Search:
    pattern = Pattern(
        name=f"pattern {number}", regex=regex, score=0.5, needs_context=needs_context, label=label, begins=begins
    )
    return Search.of(number, owner, pattern, {})


@pytest.mark.parametrize(("label", "begins"), [(rb"widget", b""), (b"", rb"widget")])
def test_only_patterns_that_need_context_have_a_finder(label: bytes, begins: bytes):
    with pytest.raises(ValueError, match="needs context"):
        _search(0, rb"widget [0-9]{5}", needs_context=False, label=label, begins=begins)


def test_a_pattern_has_one_finder_at_most():
    with pytest.raises(ValueError, match="label or a beginning"):
        _search(0, rb"[0-9]{5}", label=rb"widget", begins=rb"widget")


def test_patterns_that_need_no_context_are_in_no_group():
    assert groups_of([_search(0, rb"[0-9]{5}", needs_context=False)]) == ()


def test_groups_are_of_one_recognizer_and_one_kind():
    searches = [
        _search(0, rb"a[0-9]{5}"),
        _search(1, rb"b[0-9]{7}"),
        _search(2, rb"c[0-9]"),
        _search(3, rb"d[0-9]{5}", owner=1),
        _search(4, rb"[0-9]{5}", label=rb"e"),
        _search(5, rb"f[a-z]{5}", begins=rb"f"),
    ]
    groups = groups_of(searches)
    assert [tuple(search.number for search in group.searches) for group in groups] == [(0, 1), (2,), (3,), (4,), (5,)]
    assert [group.begins_with_word for group in groups] == [False, False, False, True, True]
    assert groups[0].first_of.source == rb"(?:a[0-9]{5})|(?:b[0-9]{7})"
    assert groups[0].digits == DigitRun(5, lead=1)
    assert groups[3].reach_bytes == LABEL_REACH


def test_patterns_share_what_they_begin_with():
    finders: dict[bytes, LazyRegex] = {}
    patterns = [
        Pattern(name=name, regex=name.encode(), score=0.5, needs_context=True, begins=rb"x") for name in ("xa", "xb")
    ]
    first, second = (Search.of(number, 0, each, finders) for number, each in enumerate(patterns))
    assert first.finder is second.finder
    (group,) = groups_of([first, second])
    assert group.first_of is first.finder


@pytest.mark.parametrize(
    ("regex", "reach"),
    [(rb"\b[0-9]{9}\b", 10), (rb"[a-z]{3}(?: ?[0-9]){4}", 12), (rb"[a-z]+[0-9]", 512), (rb"[[:alpha:]]", 512)],
)
def test_nothing_is_read_further_than_a_match_reaches(regex: bytes, reach: int):
    assert _search(0, regex).reach_bytes == reach
