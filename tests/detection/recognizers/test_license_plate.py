"""Table of what is and what is no registration plate."""

from __future__ import annotations

import pytest

from agent.core import Entity
from tests.detection.samples import values

FOUND = [
    ("label", "license plate: 7ABC123", "7ABC123"),
    ("prose", "The plate number is ABJ-123XY for this vehicle", "ABJ-123XY"),
    ("British", "My car reg is AB51 ABC and it expires", "AB51 ABC"),
    ("digits last", "number plate ABC 123D", "ABC 123D"),
    ("Indian", "My bike's registration number is OD02BA2341", "OD02BA2341"),
    ("field", '"license_plate": "ABC-1234"', "ABC-1234"),
    ("German", "Kennzeichen: B-AB 1234", "B-AB 1234"),
    ("Italian", "targa AB123CD", "AB123CD"),
]

NOT_FOUND = [
    ("no label", "ABJ-123XY"),
    ("eggs", "a plate of 12 eggs"),
    ("tectonics", "plate tectonics 250 MILLION years"),
    ("price", "number plates cost 30 GBP"),
    ("digits alone", "plate 12"),
    ("letters alone", "plate ABCDEF and 1"),
    ("lower case", "plate of abc123"),
    ("too long", "license plate ABCD1234EFGH5678"),
    ("template", "template AB12CD"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_plate(text: str, expected: str):
    assert values(text, Entity.ID_NUMBER) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_plate(text: str):
    assert values(text, Entity.ID_NUMBER) == []
