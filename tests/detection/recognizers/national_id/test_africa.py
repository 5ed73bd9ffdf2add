"""Table of what is and what is no id of Africa."""

from __future__ import annotations

import pytest

from tests.detection.recognizers.national_id.found import ids, is_found

FOUND = [
    ("za", "SA ID number 7503305044089", "7503305044089"),
    ("za", "Refugee ID number 0001015002288 is on file", "0001015002288"),
    ("ke", "KRA PIN A004416331M", "A004416331M"),
    ("ng", "NIN 12345678901", "12345678901"),
    ("gh", "GHA-123456789-0", "GHA-123456789-0"),
    ("ug", "ugandan NIN CM90012345ABCD", "CM90012345ABCD"),
    ("tz", "19900101-12345-12345-12", "19900101-12345-12345-12"),
    ("rw", "indangamuntu 1 1990 8 0012345 1 23", "1 1990 8 0012345 1 23"),
    ("zw", "Zambia 123456/10/1", "123456/10/1"),
    ("mu", "J2906201304089", "J2906201304089"),
    ("mz", "NUIT 400339910", "400339910"),
]

NOT_FOUND = [
    ("za", "7503305044089"),
    ("za", "SA ID number 7503305044088"),
    ("za", "SA ID number 7513305044089"),
    ("za", "said 7503305044089"),
    ("ke", "A004416331M"),
    ("ng", "12345678901"),
    ("gh", "GHANA-123456789-0"),
    ("gh", "XGHA-123456789-0"),
    ("ug", "CM90012345ABCD"),
    ("tz", "19901301-12345-12345-12"),
    ("rw", "1 1990 8 0012345 1 23"),
    ("zw", "123456/10/4"),
    ("mu", "J2906201304080"),
    ("mu", "J2913201304089"),
    ("mz", "400339910"),
    ("mz", "NUIT 400339911"),
]


@pytest.mark.parametrize(("country", "text", "expected"), FOUND, ids=[case[1] for case in FOUND])
def test_finds_id(country: str, text: str, expected: str):
    assert ids(text) == [(country, expected)]


@pytest.mark.parametrize(("country", "text"), NOT_FOUND, ids=[case[1] for case in NOT_FOUND])
def test_finds_no_id(country: str, text: str):
    assert not is_found(country, text)
