"""Table of what is and what is no phone."""

from __future__ import annotations

import pytest

from agent.core import Entity
from agent.detection import default_pipeline
from tests.detection.samples import values

FOUND = [
    ("international", "+44 20 7946 0958", "+44 20 7946 0958"),
    ("international, compact", "Ring +493012345678 now", "+493012345678"),
    ("international, zero in brackets", "+44 (0)20 7946 0958", "+44 (0)20 7946 0958"),
    ("international with 00", "0049 30 12345678", "0049 30 12345678"),
    (
        "international with no-break spaces",
        "+33\u00a01\u00a042\u00a068\u00a053\u00a000",
        "+33\u00a01\u00a042\u00a068\u00a053\u00a000",
    ),
    ("another number follows", "+33 1 42 68 53 00 12", "+33 1 42 68 53 00"),
    ("North American, brackets", "(415) 555-2671", "(415) 555-2671"),
    ("North American beside a word", "Phone: 415-555-2671", "415-555-2671"),
    ("British beside a word", "my mobile is 07911 123456", "07911 123456"),
    ("German beside a word", "Tel. 030/12345678", "030/12345678"),
    ("French beside a word", "Tél. 01 42 68 53 00", "01 42 68 53 00"),
    ("extension", "+1 415 555 2671x12", "+1 415 555 2671"),
    ("word behind it", "030 12345678 (Fax)", "030 12345678"),
]

NOT_FOUND = [
    ("North American alone", "415-555-2671"),
    ("German alone", "030/12345678"),
    ("no such plan", "+999 20 7946 0958"),
    ("too short", "+44 20 7946"),
    ("too long", "+44 20 7946 0958 1234 5678 9012 345"),
    ("sum", "1+44 20 7946 0958"),
    ("date beside a word", "call me on 2024-05-06 10:00"),
    ("amount beside a word", "my phone bill is 1,234.56"),
    ("impossible area code", "phone (123) 456-7890"),
    ("version beside a word", "the phone app 0.12.345.6789"),
    ("inside a word", "phone x4155552671y"),
    ("long number beside a word", "contact 0791112345678901234"),
    ("address", "phone gateway 192.168.100.1000"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_number(text: str, expected: str):
    assert values(text, Entity.PHONE) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_number(text: str):
    assert values(text, Entity.PHONE) == []


def test_is_surer_of_an_international_number():
    (international,) = default_pipeline().find("+1 415 555 2671")
    (national,) = default_pipeline().find("Phone: 415 555 2671")
    assert national.confidence < international.confidence
