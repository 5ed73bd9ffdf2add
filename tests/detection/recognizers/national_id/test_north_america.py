"""Table of what is and what is no id of the United States and Canada."""

from __future__ import annotations

import pytest

from tests.detection.recognizers.national_id.found import ids, is_found

FOUND = [
    ("us", "SSN 536-90-4399", "536-90-4399"),
    ("us", "employee,536-90-4399,active", "536-90-4399"),
    ("us", "my ssn is 536 90 4399", "536 90 4399"),
    ("us", "social security number: 536904399", "536904399"),
    ("us", "taxpayer: 911-70-1234", "911-70-1234"),
    ("us", "employer id 12-3456789", "12-3456789"),
    ("us_health", "Patient 1EG4-TE5-MK73", "1EG4-TE5-MK73"),
    ("us_health", "NPI: 1245319599", "1245319599"),
    ("ca", "my SIN is 130-692-544", "130-692-544"),
    ("ca", "NAS: 130 692 544", "130 692 544"),
    ("ca", "health card 9876543217", "9876543217"),
]

NOT_FOUND = [
    ("us", "SSN 078-05-1120"),
    ("us", "SSN 666-12-3456"),
    ("us", "SSN 000-12-3456"),
    ("us", "SSN 536-00-4399"),
    ("us", "SSN 536-90-0000"),
    ("us", "536904399"),
    ("us", "call 536 90 4399"),
    ("us", "order 536-90-4399"),
    ("us", "1536-90-4399"),
    ("us", "536-90-4399-1"),
    ("us", "EIN 07-1234567"),
    ("us", "12-3456789"),
    ("us_health", "1SG4-TE5-MK73"),
    ("us_health", "NPI 1245319598"),
    ("ca", "130-692-544"),
    ("ca", "my SIN is 130-692-545"),
    ("ca", "since 130692544"),
    ("ca", "SIN number 130-692 544"),
]


@pytest.mark.parametrize(("country", "text", "expected"), FOUND, ids=[case[1] for case in FOUND])
def test_finds_id(country: str, text: str, expected: str):
    assert ids(text) == [(country, expected)]


@pytest.mark.parametrize(("country", "text"), NOT_FOUND, ids=[case[1] for case in NOT_FOUND])
def test_finds_no_id(country: str, text: str):
    assert not is_found(country, text)
