"""Numbering plans."""

from __future__ import annotations

import string

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.recognizers.phone.plans import (
    Standing,
    has_country_code,
    international,
    is_north_american,
    valid_region,
)

MANY = ("GB", "FR", "US", "DE")


@pytest.mark.parametrize(
    ("digits", "standing"),
    [
        ("442079460958", Standing.VALID),
        ("4402079460958", Standing.VALID),
        ("493012345678", Standing.VALID),
        ("14155552671", Standing.VALID),
        ("5511984565666", Standing.VALID),
        ("11235552671", Standing.POSSIBLE),
        ("27686707513", Standing.VALID),
        ("33042685300", Standing.POSSIBLE),
        ("1415555267", Standing.NONE),
        ("999207946095", Standing.NONE),
        ("44207", Standing.NONE),
        ("0", Standing.NONE),
        ("", Standing.NONE),
    ],
)
def test_international(digits: str, standing: Standing):
    assert international(digits) is standing


@pytest.mark.parametrize("region", ["GB", "DE", "FR", "IT", "JP", "IN", "BR", "AU", "ZA", "RU", "US"])
@pytest.mark.parametrize("kind", [phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.MOBILE])
def test_agrees_with_the_library_on_its_examples(region: str, kind: int):
    example = phonenumbers.example_number_for_type(region, kind)
    assert example is not None
    text = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    assert international(text[1:]) is Standing.VALID


@pytest.mark.parametrize(("digits", "expected"), [("374916824021", True), ("999", False), ("0044", False), ("", False)])
def test_country_code(digits: str, *, expected: bool):
    assert has_country_code(digits) is expected


@given(st.text(string.digits, max_size=17))
def test_is_total(digits: str):
    assert international(digits) in Standing
    assert valid_region(digits, MANY) in (None, *MANY)


@pytest.mark.parametrize(("digits", "region"), [("02079460958", "GB"), ("0142685300", "FR"), ("4155552671", "US")])
def test_finds_the_region(digits: str, region: str):
    assert valid_region(digits, MANY) == region


@pytest.mark.parametrize("digits", ["0000000000", "1234567", "11111111111", ""])
def test_finds_no_region(digits: str):
    assert valid_region(digits, MANY) is None


@pytest.mark.parametrize(
    ("digits", "expected"),
    [("4155552671", True), ("1155552671", False), ("4151552671", False), ("9115552671", False), ("415555267", False)],
)
def test_north_american(digits: str, *, expected: bool):
    assert is_north_american(digits) is expected
