"""Sums and dates that id numbers are checked by."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.recognizers.national_id.digits import is_date, is_short_date, values_of, weighted_sum


@given(st.dates(dt.date(1880, 1, 1), dt.date(2060, 12, 31)))
def test_every_day_of_the_calendar_is_one(day: dt.date):
    assert is_date(day.year, day.month, day.day)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2060, 12, 31)))
def test_a_short_date_is_a_day_of_some_century(day: dt.date):
    assert is_short_date(f"{day:%y}", f"{day:%m}", f"{day:%d}")


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        (1990, 0, 1),
        (1990, 13, 1),
        (1990, 1, 0),
        (1990, 4, 31),
        (1999, 2, 29),
        (1900, 2, 29),
        (1879, 1, 1),
        (2061, 1, 1),
    ],
)
def test_no_day_of_the_calendar_is_none(year: int, month: int, day: int):
    assert not is_date(year, month, day)


@pytest.mark.parametrize("parts", [("99", "02", "29"), ("00", "13", "01"), ("50", "06", "31")])
def test_no_day_in_any_century_is_none(parts: tuple[str, str, str]):
    assert not is_short_date(*parts)


def test_a_weighted_sum_ends_with_the_shorter_of_both():
    assert weighted_sum("123", (7, 3, 1)) == 16
    assert weighted_sum("123", (7, 3)) == 13
    assert weighted_sum("A1", (2, 1, 5)) == 21


def test_letters_count_from_ten():
    assert values_of("09AZ") == [0, 9, 10, 35]
