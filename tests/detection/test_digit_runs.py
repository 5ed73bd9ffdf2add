"""Where runs of digits are in a text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.digit_runs import SHORTEST_RUN, DigitRuns
from agent.detection.runs import DIGIT_GAP


@pytest.mark.parametrize(
    ("text", "fewest", "holds"),
    [
        ("", 1, False),
        ("x1", 1, True),
        ("12 34 56", 6, True),
        ("12 34 56", 7, False),
        ("1234", 4, True),
        ("12 and 34", 4, False),
        ("(020) - 7946 0000", 11, True),
        ("2019, 2020 and 2021", 8, True),
        ("2019, 2020 and 2021", 9, False),
    ],
)
def test_digits_in_a_run_are_counted(text: str, fewest: int, holds: bool):
    assert DigitRuns(text.encode()).are_in(0, len(text), fewest) is holds


def _digits_near(data: bytes, start: int, end: int) -> int:
    """The most digits of a run that touches a part, found the slow way."""
    best = 0
    for match in re.finditer(rb"[0-9](?:[^0-9]{0,%d}[0-9])*" % DIGIT_GAP, data):
        if match.start() < end and match.end() > start:
            best = max(best, sum(48 <= byte <= 57 for byte in match[0]))
    return best


@given(st.text(alphabet="12 x", max_size=120), st.integers(-5, 130), st.integers(0, 60), st.integers(SHORTEST_RUN, 9))
def test_runs_are_found_wherever_they_begin_and_end(text: str, start: int, size: int, fewest: int):
    data = text.encode()
    assert DigitRuns(data).are_in(start, start + size, fewest) is (_digits_near(data, start, start + size) >= fewest)


@pytest.mark.parametrize(("text", "most"), [("", 0), ("12 and 34", 0), ("1234, 12-34-56 and 7", 10)])
def test_longest_run_is_known(text: str, most: int):
    assert DigitRuns(text.encode()).most == most


def test_parts_are_around_runs_and_apart():
    data = b"x" * 100 + b"12345" + b"x" * 20 + b"1234567" + b"x" * 100 + b"1234" + b"x" * 100
    parts = DigitRuns(data).parts
    assert list(parts(5, 10, 20)) == [(90, 152)]
    assert list(parts(4, 10, 20)) == [(90, 152), (222, 256)]
    assert list(parts(7, 200, 0)) == [(0, 132)]
    assert list(parts(8, 10, 20)) == []
