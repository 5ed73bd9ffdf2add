"""Check digits."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.checksums import crc32_base62, is_luhn, is_mod97

DIGITS = st.text(string.digits, min_size=2, max_size=30)


@given(DIGITS)
def test_exactly_one_last_digit_is_right_by_luhn(digits: str):
    assert sum(is_luhn(digits + last) for last in string.digits) == 1


@given(DIGITS, st.data())
def test_luhn_sees_every_wrong_digit(digits: str, data: st.DataObject):
    (right,) = (digits + last for last in string.digits if is_luhn(digits + last))
    place = data.draw(st.integers(0, len(right) - 1))
    wrong = data.draw(st.sampled_from(string.digits.replace(right[place], "")))
    assert not is_luhn(right[:place] + wrong + right[place + 1 :])


@pytest.mark.parametrize(("account", "expected"), [("GB82WEST12345698765432", True), ("GB82WEST12345698765423", False)])
def test_mod97(account: str, expected: bool):
    assert is_mod97(account) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "000000"),
        # The published check value of CRC-32, 0xCBF43926, divided by 62 by hand: 3, 45, 35, 27, 22, 14.
        ("123456789", "3jZRME"),
    ],
)
def test_crc32_in_base_62(text: str, expected: str):
    assert crc32_base62(text) == expected
