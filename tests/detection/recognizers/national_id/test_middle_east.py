"""Table of what is and what is no id of the Middle East."""

from __future__ import annotations

import pytest

from tests.detection.recognizers.national_id.found import ids, is_found

FOUND = [
    ("il", "ת.ז. 039337423", "039337423"),
    ("il", "israeli id 03933742-3", "03933742-3"),
    ("eg", "الرقم القومي 29001011234567", "29001011234567"),
    ("sa", "iqama 1023456781", "1023456781"),
    ("ae", "784-1984-1234567-4", "784-1984-1234567-4"),
    ("ae", "Emirates ID 784198412345674", "784198412345674"),
    ("kw", "civil id 285010112358", "285010112358"),
    ("ir", "کد ملی 0499370899", "0499370899"),
]

NOT_FOUND = [
    ("il", "039337423"),
    ("il", "ת.ז. 039337424"),
    ("eg", "29001011234567"),
    ("eg", "الرقم القومي 29013011234567"),
    ("eg", "الرقم القومي 29001019934567"),
    ("sa", "1023456781"),
    ("sa", "iqama 1023456782"),
    ("ae", "784-1884-1234567-4"),
    ("ae", "783-1984-1234567-4"),
    ("kw", "285010112358"),
    ("kw", "civil id 285130112347"),
    ("ir", "کد ملی 0499370898"),
    ("ir", "0499370899"),
]


@pytest.mark.parametrize(("country", "text", "expected"), FOUND, ids=[case[1] for case in FOUND])
def test_finds_id(country: str, text: str, expected: str):
    assert ids(text) == [(country, expected)]


@pytest.mark.parametrize(("country", "text"), NOT_FOUND, ids=[case[1] for case in NOT_FOUND])
def test_finds_no_id(country: str, text: str):
    assert not is_found(country, text)
