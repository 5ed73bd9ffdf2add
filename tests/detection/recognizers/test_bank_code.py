"""Table of what is and what is no code of a bank."""

from __future__ import annotations

import pytest

from agent.core import Entity
from tests.detection.samples import values

FOUND = [
    ("US routing number", "routing number 021000021", "021000021"),
    ("US routing number, grouped", "ABA 3222-7162-7", "3222-7162-7"),
    ("routing number that fails its check", "routing number: 123456789", "123456789"),
    ("sort code", "sort code 20-00-00", "20-00-00"),
    ("sort code with spaces", "Sort Code: 20 00 00", "20 00 00"),
    ("BSB", "BSB 062-000", "062-000"),
    ("Bankleitzahl", "BLZ 370 400 44", "370 400 44"),
    ("Canadian transit", "transit 12345-003", "12345-003"),
    ("IFSC", "IFSC: SBIN0001234", "SBIN0001234"),
    ("IFSC near a bank's word", "State bank, SBIN0001234", "SBIN0001234"),
    ("Brazilian agency", "Agência 1234-5", "1234-5"),
    ("Russian", "БИК 044525225", "044525225"),
    ("field", '"routing_number": "021000021"', "021000021"),
]

NOT_FOUND = [
    ("no label", "021000021"),
    ("date", "sort code 20-12-2024"),
    ("other length", "routing number 12345678901"),
    ("word with a routing", "the routing table has 021000021 entries per day"),
    ("sorting", "sort codes 1234567"),
    ("in transit", "transit time 12345"),
    ("decimal", "branch 12345.67"),
    ("git branch", "branch release-12.345"),
    ("IFSC in lower case", "state bank sbin0001234"),
    ("IFSC without a bank", "SBIN0001234"),
    ("IFSC with a letter for the zero", "bank SBINO001234"),
    ("abacus", "abacus 021000021"),
    ("clearing a room", "clearing 2024-01-02"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_code(text: str, expected: str):
    assert values(text, Entity.BANK_ACCOUNT) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_code(text: str):
    assert values(text, Entity.BANK_ACCOUNT) == []
