"""Areas in which a pattern is worth a try: every match begins in one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.detection.compiled import LazyRegex
from agent.detection.literals import word_literals
from agent.detection.prefilter import WINDOW_BYTES, Prefilter, Target
from agent.detection.runs import DigitRun

REGEXES = (
    rb"ghp_[a-z0-9]{4}",
    rb"[a-z0-9.]+@[a-z]+",
    rb"\b[0-9]{3}-[0-9]{2}\b",
    rb"\b[A-F0-9]{20}\b",
    rb"(?:[a-z]{2})?token=[0-9]",
)
PATTERNS = tuple(LazyRegex(regex) for regex in REGEXES)
PIECES = st.sampled_from(
    [
        "ghp_ab12",
        "GHP_ab12",
        "jane.doe@example",
        "123-45",
        "A1" * 10,
        "token=1",
        "xxtoken=2",
        "@",
        "ghp_",
        "é",
        " ",
        "\n",
    ]
)


def _areas(data: bytes, *targets: Target) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for window in Prefilter(targets).windows(data):
        assert window.start <= window.end
        for index, areas in window.areas.items():
            assert all(window.start <= start < end <= window.end for start, end in areas)
            found.setdefault(index, []).extend(areas)
    return found


@given(st.lists(PIECES, max_size=30).map(" ".join), st.integers(0, 40))
@settings(max_examples=60, deadline=None)
def test_every_match_begins_in_an_area(text: str, before_window: int):
    data = b" " * (WINDOW_BYTES - before_window) + text.encode()
    found = _areas(data, *map(Target.of_pattern, PATTERNS))
    for index, pattern in enumerate(PATTERNS):
        for start, _ in pattern.compiled.spans(data):
            assert any(first <= start < last for first, last in found.get(index, ()))


@pytest.mark.parametrize("index", range(len(PATTERNS)))
def test_text_without_a_trace_has_no_area(index: int):
    assert _areas(b"nothing of the kind, in 12 words or less " * 2000, Target.of_pattern(PATTERNS[index])) == {}


def test_shape_with_digits_is_looked_for_near_runs_of_them_only():
    data = b"page 12 " + b"x" * 5000 + b" 123-45 " + b"x" * 5000
    ((start, end),) = _areas(data, Target.of_pattern(PATTERNS[2]))[0]
    assert 4900 <= start <= 5009 < end <= 5100


def test_area_is_near_its_literal():
    data = b"x" * 5000 + b" ghp_ab12 " + b"x" * 5000
    ((start, end),) = _areas(data, Target.of_pattern(PATTERNS[0]))[0]
    assert 4990 <= start <= 5001 < end <= 5010


def _word_target(*, digits: int = 0) -> Target:
    words = word_literals(b"passport")
    assert words is not None
    return Target(LazyRegex(b"passport"), (), before=30, after=90, digits=DigitRun(digits, lead=8), words=words)


@pytest.mark.parametrize(
    "text", ["passport 1", "my Passport: 1", "passport_no=1", "(PASSPORT) 1", "1 passport", "\u8b77passport 1"]
)
def test_area_is_around_a_word(text: str):
    (areas,) = _areas(text.encode(), _word_target()).values()
    assert any(start <= text.encode().index(b"1") < end for start, end in areas)


@pytest.mark.parametrize("text", ["", "nopassport 1", "pass port 1", "p", "1passport"])
def test_word_must_begin_as_one(text: str):
    assert bool(_areas(text.encode(), _word_target())) == text.startswith("1")


def test_area_without_a_digit_is_none_where_one_is_needed():
    for digits, value in ((1, b"K1"), (3, b"K12 3"), (4, b"K12 3/4"), (7, b"123 45 67")):
        target = _word_target(digits=digits)
        assert _areas(b"my passport is lost, I got it then" + b"x" * 200 + value, target) == {}
        assert _areas(b"my passport is " + value, target) != {}
        assert _areas(value + b" is my passport", target) != {}


def test_digits_far_apart_are_no_run():
    assert _areas(b"my passport, pages 12 and 34", _word_target(digits=4)) == {}
    assert _areas(b"my passport, page 12 - 34", _word_target(digits=4)) != {}


@pytest.mark.parametrize("distance", [0, 1, 30, 59])
@pytest.mark.parametrize("position", [0, 200, 255, 256, 300, 511, 512, 700, WINDOW_BYTES - 20, WINDOW_BYTES])
@pytest.mark.parametrize("order", ["word first", "digit first"])
@pytest.mark.parametrize("digits", [1, 5])
def test_word_and_digits_are_found_wherever_windows_end(distance: int, position: int, order: str, digits: int):
    word, value = "passport", "K1" + "23456"[: digits - 1]
    parts = (word, " " * (distance + 1), value) if order == "word first" else (value, " " * (distance % 20 + 1), word)
    data = (" " * position + "".join(parts) + " " * 2000).encode()
    (areas,) = _areas(data, _word_target(digits=digits)).values()
    assert any(start <= data.index(b"K1") < end for start, end in areas)


def test_long_tokens_are_named_once():
    data = b"short " + b"a1" * 20 + b" " * (WINDOW_BYTES - 60) + b"b2" * 20 + b" end"
    tokens = [token for window in Prefilter([Target.of_pattern(PATTERNS[0])]).windows(data) for token in window.tokens]
    assert [data[start:end] for start, end in tokens] == [b"a1" * 20, b"b2" * 20]


def test_block_of_lines_is_one_area():
    lines = b"\n".join(b"A1F0" * 16 for _ in range(40))
    (areas,) = _areas(b"x " * 100 + lines + b" y" * 100, Target.of_pattern(LazyRegex(rb"\b[A-F0-9]{64}\b"))).values()
    ((start, end),) = areas
    assert start <= 200
    assert end >= 200 + len(lines)


def test_names_of_columns_are_known_by_their_words():
    prefilter = Prefilter([_word_target()])
    assert prefilter.holds_word(b"passport_no")
    assert prefilter.holds_word("Pass-Nr. für Reisen".encode())  # may hold anything
    assert not prefilter.holds_word(b"city")
