"""Digits and tokens that every match of a pattern holds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.detection.digit_runs import DigitRuns
from agent.detection.recognizers import RECOGNIZERS
from agent.detection.runs import DigitRun, digit_run, longest_token


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


def test_nothing_is_known_of_the_digits_by_default():
    assert DigitRun() == DigitRun(digits=0, lead=0, width=512)
