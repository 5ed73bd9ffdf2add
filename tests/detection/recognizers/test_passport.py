# ruff: noqa: RUF001 - labels in their own alphabets
"""Table of what is and what is no passport."""

from __future__ import annotations

import pytest

from agent.core import Entity
from tests.detection.samples import values

FOUND = [
    ("Greek", "Διαβατήριο: AB4567823", "AB4567823"),
    ("in pairs", "Travel doc: TD 12 34 56 78", "TD 12 34 56 78"),
    ("abbreviated label", "PP No: K1234567", "K1234567"),
    ("German number with few digits", "Reisepass CFGHJKLM7", "CFGHJKLM7"),
    ("in groups set apart by dots", "Passport: 123.456.789", "123.456.789"),
    ("a letter and groups", "passport: a12 345 678", "a12 345 678"),
    ("Polish, inflected", "nr paszportu AB1234567", "AB1234567"),
    ("label in brackets behind it", "671958743 (Reisepassnummer)", "671958743"),
    ("asked for", "Please confirm your passport number.\nCustomer: Sure, it is R72721703", "R72721703"),
    ("letter, two digits, and a space", "Passport No. S71 396994", "S71 396994"),
    ("label and number", "Passport No: K1234567", "K1234567"),
    ("prose", "My passport number is 512345678 and it expires soon", "512345678"),
    ("directly behind the word", "travelling on passport 512345678", "512345678"),
    ("name in between", "Passport issued to Jane Doe, number 512345678", "512345678"),
    ("country in between", "passport of my home country: 512345678", "512345678"),
    ("any shape behind the label", "passport: 99A1234B5", "99A1234B5"),
    ("grouped", "passport no. AB 1234567", "AB 1234567"),
    ("field", '"passportNumber": "C01X00T47"', "C01X00T47"),
    ("column", "passport_no,name\nK1234567,Jane\n", "K1234567"),
    ("form", "Passport No.\n K1234567", "K1234567"),
    ("travel document", "my travel document is A12803456", "A12803456"),
    ("behind the number", "AAA123456 is my passport number", "AAA123456"),
    ("German", "Reisepass-Nr.: C01X00T47", "C01X00T47"),
    ("French", "passeport n° 12AB34567", "12AB34567"),
    ("Spanish", "Mi pasaporte es AAA123456", "AAA123456"),
    ("Spanish, behind the number", "AAA123456 es mi número de pasaporte", "AAA123456"),
    ("Italian", "numero di passaporto: YA1234567", "YA1234567"),
    ("Russian", "Паспорт: серия 45 08 № 123456", "45 08 № 123456"),
    ("Russian in capitals", "ПАСПОРТ 4508 123456", "4508 123456"),
    ("Chinese", "護照號碼：312345678", "312345678"),
    ("Korean", "여권번호는 M123A4567입니다", "M123A4567"),
    ("copied by itself", " K1234567\n", "K1234567"),
    ("Japanese", "旅券番号 TK1234567", "TK1234567"),
]

NOT_FOUND = [
    ("pages", "pp 123456 ff."),
    ("a word in capitals", "passport CHRYSTL12"),
    ("label of the next value", "671958743, passport: expired"),
    ("no passport's shape before the label", "12345 (passport)"),
    ("no label", "give K1234567 to Jane"),
    ("digits copied by themselves", "512345678"),
    ("three letters copied by themselves", "INV123456"),
    ("a text of two numbers", "K1234567 K1234568"),
    ("too few digits", "passport ABCDE12"),
    ("too short", "passport 1234"),
    ("too long", "passport 512345678901234567"),
    ("expiry", "the passport expires 20300101"),
    ("date", "passport issued 2020-01-01"),
    ("fee", "a passport costs $123456"),
    ("office", "passport office 02079460958"),
    ("phone number of a service", "passport hotline, call 02079460958"),
    ("null", '"passport": null, "zip": 123456'),
    ("another key", "Passport: yes; Booking: AB123456"),
    ("next sentence", "I lost my passport. Order 12345678 is late"),
    ("library", "passport.js 0.6.0"),
    ("glued word", "passportization 12345678"),
    ("year", "passport of 2019"),
    ("quantity", "passports for 12 people"),
    ("decimal", "passport 12345.678"),
    ("share", "passport holders 1234567%"),
    ("next line", "passport\nhouse 1234567"),
    ("another word", "compass 1234567"),
    ("behind the number, no shape of one", "12345678901 is my passport number"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_passport_number(text: str, expected: str):
    assert values(text, Entity.PASSPORT) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_passport_number(text: str):
    assert values(text, Entity.PASSPORT) == []
