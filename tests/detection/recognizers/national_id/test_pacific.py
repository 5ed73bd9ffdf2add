"""Table of what is and what is no id of Australia and New Zealand."""

from __future__ import annotations

import pytest

from tests.detection.recognizers.national_id.found import ids, is_found

FOUND = [
    ("au", "TFN 123 456 782", "123 456 782"),
    ("au", "Medicare 2123 45670 1", "2123 45670 1"),
    ("au", "8003 6081 6666 9994", "8003 6081 6666 9994"),
    ("au", "ABN 51 824 753 556", "51 824 753 556"),
    ("au", "CRN 123 456 789A", "123 456 789A"),
    ("nz", "IRD 49-091-850", "49-091-850"),
    ("nz", "NHI ZZZ0016", "ZZZ0016"),
    ("nz", "nhi number ZBN77VL", "ZBN77VL"),
]

NOT_FOUND = [
    ("au", "123 456 782"),
    ("au", "TFN 123 456 783"),
    ("au", "ABN 51 824 753 557"),
    ("au", "sum 51 824 753 556 in all"),
    ("au", "2123 45670 1"),
    ("au", "Medicare 2123 25870 1"),
    ("au", "8003 6081 6666 9995"),
    ("au", "123 456 789A"),
    ("nz", "49-091-850"),
    ("nz", "IRD 49-091-851"),
    ("nz", "ZZZ0016"),
    ("nz", "NHI ZZZ0017"),
]


@pytest.mark.parametrize(("country", "text", "expected"), FOUND, ids=[case[1] for case in FOUND])
def test_finds_id(country: str, text: str, expected: str):
    assert ids(text) == [(country, expected)]


@pytest.mark.parametrize(("country", "text"), NOT_FOUND, ids=[case[1] for case in NOT_FOUND])
def test_finds_no_id(country: str, text: str):
    assert not is_found(country, text)
