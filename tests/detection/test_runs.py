"""Digits and tokens that every match of a pattern holds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.detection.digit_runs import SHORTEST_RUN, DigitRuns
from agent.detection.recognizers import RECOGNIZERS
from agent.detection.runs import DIGIT_GAP, DigitRun, digit_run, longest_token


@pytest.mark.parametrize(
    ("regex", "digits", "lead"),
    [
        (rb"\b[0-9]{9}\b", 9, 0),
        (rb"[A-Z]{2}[0-9]{2} ?[A-Z0-9]{30,}", 2, 2),
        (rb"[0-9]{3}-[0-9]{2}-[0-9]{4}", 9, 0),
        (rb"[0-9]{4} to {1,9}[0-9]{6}", 6, 16),
        (rb"[0-9]{6} to {1,9}[0-9]{4}", 6, 0),
        (rb"[a-z]{1,3}(?:-[0-9]{2}){3,5}", 6, 4),
        (rb"(?:\+|00)[0-9](?:[ .-]{0,3}[0-9]){6,16}", 7, 2),
        (rb"(?:a1|1)", 1, 1),
        (rb"(?:[0-9]{3}|[0-9]{2}x)[0-9]{2}", 4, 0),
        (rb"[0-9]{2}(?:[0-9]{3})?[0-9]{2}", 4, 0),
        (rb"[0-9]+", 1, 0),
        (rb"(?:[0-9]{2}.{5}){2}", 2, 0),
    ],
)
def test_run_of_digits_is_known(regex: bytes, digits: int, lead: int):
    run = digit_run(regex)
    assert (run.digits, run.lead) == (digits, lead)


@pytest.mark.parametrize("regex", [rb"[0-9A-Z]{9}", rb"(?:a|1)[0-9]?", rb"[0-9]*", rb"\w{3}", rb"[[:digit:]]{9}"])
def test_no_run_is_known(regex: bytes):
    assert digit_run(regex).digits == 0


@pytest.mark.parametrize(
    ("regex", "token"),
    [
        (rb"\b[0-9]{9}\b", 9),
        (rb"SK(?:[a-f0-9]{32}|[A-F0-9]{40})", 34),
        (rb"[A-Z]{2}[0-9]{2} ?[A-Z0-9]{30,}", 30),
        (rb"(?:a|1)[0-9]?", 1),
        (rb"[^a]{40}", 0),
        (rb"(?:[A-Z0-9]{10} )+", 10),
    ],
)
def test_longest_token_is_known(regex: bytes, token: int):
    assert longest_token(regex) == token


PATTERNS = sorted(
    {
        pattern.regex
        for recognizer in RECOGNIZERS
        for pattern in recognizer.patterns
        if pattern.digits is None and digit_run(pattern.regex).digits >= 3
    }
)


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_matches_hold_the_run_that_is_said_of_their_pattern(data: st.DataObject):
    regex = data.draw(st.sampled_from(PATTERNS))
    run = digit_run(regex)
    plain = regex.replace(rb"\z", rb"\Z").decode("latin-1")
    match = data.draw(st.from_regex(re.compile(plain, re.ASCII), fullmatch=True)).encode()
    runs = DigitRuns(match)
    assert runs.are_in(0, run.lead + 1, run.digits)


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


def test_nothing_is_known_of_the_digits_by_default():
    assert DigitRun() == DigitRun(digits=0, lead=0, width=512)
