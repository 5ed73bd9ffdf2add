"""Table of what is and what is no SWIFT code."""

from __future__ import annotations

import pytest

from agent.core import Entity
from tests.detection.samples import values

FOUND = [
    ("label", "BIC: COBADEFFXXX", "COBADEFFXXX"),
    ("other label", "SWIFT/BIC code: DEUTDEFF", "DEUTDEFF"),
    ("branch", "swift code DEUTDEFF500", "DEUTDEFF500"),
    ("lower case with a branch", "bic deutdeff500", "deutdeff500"),
    ("field", '"swift_code": "ABNANL2A"', "ABNANL2A"),
    ("column", "bank,bic\nExample Bank,DEUTDEFF\n", "DEUTDEFF"),
    ("near a bank's word", "my bank is ABNANL2A", "ABNANL2A"),
    ("head office near a bank's word", "Bank: COBADEFFXXX", "COBADEFFXXX"),
]

NOT_FOUND = [
    ("no label", "DEUTDEFF500"),
    ("word near a bank's word", "BANK CUSTOMER DOCUMENT"),
    ("word behind the label", "swift STANDARD"),
    ("lower-case word behind the label", "swift document"),
    ("no such country", "BIC: DEUTXXFF"),
    ("too short", "BIC: DEUTDEF"),
    ("too long", "BIC: DEUTDEFF5000"),
    ("other words in between", "SWIFT was made by DEUTDEFF"),
    ("bicycle", "bicycle ABNANL2A"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_code(text: str, expected: str):
    assert values(text, Entity.BANK_ACCOUNT) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_code(text: str):
    assert values(text, Entity.BANK_ACCOUNT) == []
