"""Table of what is and what is no identifier of a device."""

from __future__ import annotations

import string

import pytest

from agent.core import Entity
from agent.detection import default_pipeline
from agent.detection.checksums import is_luhn
from tests.detection.samples import values

# The examples that 3GPP, ITU-T and ISO 3779's users print everywhere.
IMEI = "490154203237518"
VIN = "1M8GDM9AXKP042788"
ICCID = "891004234814455936" + next(last for last in string.digits if is_luhn("891004234814455936" + last))
UUID = "38400000-8cf0-11bd-b23e-10b96e40000d"

FOUND = [
    ("IMEI behind its label", f"IMEI: {IMEI}", IMEI),
    ("IMEI in its groups", "49-015420-323751-8", "49-015420-323751-8"),
    ("IMEI with a wrong digit, behind its label", "imei=490154203237517", "490154203237517"),
    ("IMEISV", "IMEISV 4901542032375101", "4901542032375101"),
    ("SIM", f"ICCID {ICCID}", ICCID),
    ("IMSI", "imsi: 310150123456789", "310150123456789"),
    ("vehicle", f"sold {VIN} in May", VIN),
    ("vehicle without a check digit, behind its label", "VIN: WVWZZZ1JZXW000001", "WVWZZZ1JZXW000001"),
    ("vehicle, small letters behind its label", f"vin={VIN.lower()}", VIN.lower()),
    ("serial number", "Serial number: C02XL0ABJGH5", "C02XL0ABJGH5"),
    ("serial number in a record", '"serialNumber": "C02XL0ABJGH5"', "C02XL0ABJGH5"),
    ("serial number in French", "Num\u00e9ro de s\u00e9rie : C02XL0ABJGH5", "C02XL0ABJGH5"),
    ("advertising id", f"advertising_id={UUID}", UUID),
    ("Android id", "android_id: 9774d56d682e549c", "9774d56d682e549c"),
]

NOT_FOUND = [
    ("IMEI alone", IMEI),
    ("IMEI in its groups, wrong digit", "49-015420-323751-9"),
    ("zeros", "imei 000000000000000"),
    ("too short", "imei 49015420323751"[:-1]),
    ("vehicle with a wrong check digit", VIN.replace("X", "1")),
    ("vehicle with letters that none has", VIN.replace("M", "O")),
    ("17 letters", "VIN ABCDEFGHJKLMNPRST"),
    ("17 digits", "12345678901234567"),
    ("serial number without a digit", "serial number: UNKNOWN"),
    ("serial number of placeholders", "serial number: 00000000"),
    ("word about serials", "a serial entrepreneur since 2004"),
    ("UUID alone", UUID),
    ("part of a longer id", f"imei {IMEI}-17"),
    ("constant in a program", "MAXIMUM_VALUE1234 = ABCDEFGH123456789"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_identifier(text: str, expected: str):
    assert values(text, Entity.DEVICE_ID) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_identifier(text: str):
    assert values(text, Entity.DEVICE_ID) == []


def test_is_surer_of_a_right_check_digit():
    (right,) = default_pipeline().find(f"IMEI: {IMEI}")
    (wrong,) = default_pipeline().find(f"IMEI: {IMEI[:-1]}7")
    assert wrong.confidence < right.confidence
