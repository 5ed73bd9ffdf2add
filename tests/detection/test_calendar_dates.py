"""Dates in the forms people write them, and what only looks like one."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.calendar_dates import MONTHS, find_date

FOUND = [
    ("ISO", "on 1985-05-03.", "1985-05-03"),
    ("ISO with a time", "1985-05-03T10:00:00Z", "1985-05-03"),
    ("day first", "23/05/1985", "23/05/1985"),
    ("month first", "05/23/1985", "05/23/1985"),
    ("dots", "3.5.1985", "3.5.1985"),
    ("dots and spaces", "3. 5. 1985", "3. 5. 1985"),
    ("spaces", "03 05 1985", "03 05 1985"),
    ("two-digit year", "3/5/85", "3/5/85"),
    ("month's name", "the 3rd of May 1985", "3rd of May 1985"),
    ("month's name first", "May 3rd, 1985", "May 3rd, 1985"),
    ("abbreviated, with dashes", "03-MAY-85", "03-MAY-85"),
    ("year first", "1985 May 3", "1985 May 3"),
    ("German", "3. März 1985", "3. März 1985"),
    ("French", "1er août 1985", "1er août 1985"),
    ("Spanish", "3 de mayo de 1985", "3 de mayo de 1985"),
    ("Russian", "3 мая 1985", "3 мая 1985"),
    ("Hungarian", "1985. május 3.", "1985. május 3"),
    ("Japanese", "1985年5月3日", "1985年5月3日"),
    ("Japanese era", "昭和60年5月3日", "昭和60年5月3日"),
    ("Korean", "1985년 5월 3일", "1985년 5월 3일"),
    ("compact", "19850503", "19850503"),
    ("leap day", "29.02.2000", "29.02.2000"),
    ("the second date is real", "31/02/1985 or 03/05/1985", "03/05/1985"),
]

NOT_FOUND = [
    ("no such day", "31/04/1985"),
    ("no leap year", "29.02.1999"),
    ("no such month", "13/13/1985"),
    ("too early", "03/05/1885"),
    ("too late", "03/05/2036"),
    ("year alone", "1985"),
    ("month and year", "May 1985"),
    ("day and month", "3 May"),
    ("no month", "3 apples 1985"),
    ("address", "10.12.1985.7"),
    ("version", "1.2.3.4"),
    ("different separators", "03/05-1985"),
    ("part of a longer number", "119850503"),
    ("phone number", "030 12 34 56"),
    ("short groups", "12 05 85"),
    ("time", "10:30:00"),
    ("compact, no such day", "19851350"),
]

FORMS = ["{0:%Y-%m-%d}", "{0:%d/%m/%Y}", "{0:%m/%d/%Y}", "{0:%d.%m.%Y}", "{0:%d %B %Y}", "{0:%B %d, %Y}", "{0:%Y%m%d}"]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_date(text: str, expected: str):
    span = find_date(text)
    assert span is not None
    assert text[slice(*span)] == expected


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_date(text: str):
    assert find_date(text) is None


@given(st.dates(dt.date(1900, 1, 1), dt.date(2035, 12, 31)), st.sampled_from(FORMS))
def test_reads_every_day_in_every_form(day: dt.date, form: str):
    text = form.format(day)
    assert find_date(f"({text})") == (1, 1 + len(text))


@given(st.sampled_from(sorted(MONTHS)))
def test_reads_every_month_s_name(name: str):
    assert find_date(f"3 {name} 1985") == (0, len(name) + 7)
    assert find_date(f"3x{name} 1985") is None


@given(st.text(max_size=60))
def test_reads_any_text(text: str):
    span = find_date(text)
    assert span is None or 0 <= span[0] < span[1] <= len(text)
