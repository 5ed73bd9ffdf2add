"""Table of what is and what is no driving licence number."""

from __future__ import annotations

import pytest

from agent.core import Entity
from tests.detection.samples import values

FOUND = [
    ("commercial licence", "CDL: A1234567", "A1234567"),
    ("Japanese, short", "免許証番号: 123456789012", "123456789012"),
    ("with the holder's name, a star behind it", "DL# XTJPWMP7869*", "XTJPWMP7869*"),
    ("abbreviated label", "D.L. A1234567", "A1234567"),
    ("operator's license", "operator's license 123456789", "123456789"),
    ("OLN", "OLN: 12345678", "12345678"),
    ("lic. no", "lic no A1234567", "A1234567"),
    ("Italian, copied by itself", "AB0123456C", "AB0123456C"),
    ("Korean, copied by itself", "11-22-123456-12", "11-22-123456-12"),
    ("label in brackets behind it", "H7592-57782-01199 (Driver License Number)", "H7592-57782-01199"),
    ("label in a sentence behind it", "F257501911871 is my driving licence number", "F257501911871"),
    ("label and number", "Driver's License: D1234567", "D1234567"),
    ("British spelling", "driving licence number 12345678", "12345678"),
    ("short label", "DL# F255-921-50-094-0", "F255-921-50-094-0"),
    ("field", '"driverLicenseNumber": "S12345678"', "S12345678"),
    ("column", "name,dl_number\nJane,D1234567\n", "D1234567"),
    ("bare licence, shape of an issuer", "My license is 13-22-123456-12", "13-22-123456-12"),
    ("British number alone", "MORGA657054SM9IJ", "MORGA657054SM9IJ"),
    ("British number with fillers", "FO999512018AA1AB", "FO999512018AA1AB"),
    ("any shape behind the label", "driver licence: 99A1234B5", "99A1234B5"),
    ("German", "Führerscheinnummer B072RRE2I55", "B072RRE2I55"),
    ("German in capitals", "FÜHRERSCHEIN B072RRE2I55", "B072RRE2I55"),
    ("French", "permis de conduire n° 123456789012", "123456789012"),
    ("Italian", "patente di guida U1K711J11M", "U1K711J11M"),
    ("Dutch", "rijbewijsnummer 5123456789", "5123456789"),
    ("Spanish", "licencia de conducir: 12345678", "12345678"),
    ("Polish", "prawo jazdy nr 12345/67/8901", "12345/67/8901"),
    ("Swedish", "körkort 850503-1234", "850503-1234"),
    ("Japanese", "運転免許証番号 301234567890", "301234567890"),
]

NOT_FOUND = [
    ("no place that Korea's licences name", "29-22-123456-12"),
    ("a list of the same letters", "cdl 12345678"),
    ("a word with two digits", "driving licence CERTIFICATES2"),
    ("Italian, in a sentence", "see AB0123456C there"),
    ("a word that begins like the label", "lick 12345678"),
    ("label of the next value", "F257501911871, driving licence: none"),
    ("few digits before the label", "A12 (driving licence)"),
    ("no label", "D1234567"),
    ("plate", "driver's license plate 7ABC123"),
    ("too few digits", "driver's license ABC12"),
    ("too long", "driving licence 123456789012345678901234"),
    ("expiry", "driver's license expires 20300101"),
    ("issue date", "driving licence issued 2020-01-01"),
    ("fee", "a driving licence costs £12345"),
    ("software licence, no shape of an issuer", "license 1A2B3C4D5E6F"),
    ("software licence", "licensed under the Apache License 2.0"),
    ("copyright", "MIT License, copyright 2012-2024"),
    ("driver of a device", "driver version 12345678"),
    ("British number, no such month", "MORGA699054SM9IJ"),
    ("British number, no such day", "MORGA657394SM9IJ"),
    ("British number inside a word", "XMORGA657054SM9IJ"),
    ("next sentence", "I lost my driving licence. Order 12345678 is late"),
    ("another key", "dl: yes; phone: 12345678"),
    ("dates", "driving licence 2020-2030"),
    ("permission", "permission 12345678"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_licence_number(text: str, expected: str):
    assert values(text, Entity.DRIVER_LICENSE) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_licence_number(text: str):
    assert values(text, Entity.DRIVER_LICENSE) == []
