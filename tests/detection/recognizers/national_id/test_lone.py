"""A text that is one number: what is sure enough without a word beside it."""

from __future__ import annotations

import pytest

from tests.detection.recognizers.national_id.found import confidence, explained, ids

FOUND = [
    ("PESEL", "44051401359"),
    ("T.C. kimlik no", "10000000146"),
    ("CPF", "39053344705"),
    ("personnummer", "198803200016"),
    ("identity number", "7503305044089"),
    ("Aadhaar", "2341 2341 2346"),
    ("SIN", "130 692 544"),
    ("SSN or ITIN", "536 90 4399"),
    ("ABN", "51824753556"),
    ("NPI", "1234-567-893"),
    ("NIF", "x9613851n"),
    ("NRIC", "s1234567d"),
]

NOT_FOUND = [
    ("wrong check digit", "44051401358"),
    ("no such day", "44053201359"),
    ("a number that no weak scheme confirms", "130692545"),
    ("a longer number that a weak scheme confirms", "1306925440"),
    ("Unix time", "1612345678"),
    ("Unix time in milliseconds", "1612345678901"),
    ("a day and a time", "20240115093000"),
    ("a barcode", "4006381333931"),
    ("a phone number", "212-555-0123"),
    ("a date", "2024-01-15"),
    ("an amount", "1.234.567"),
    ("wrong check digits", "51824753557"),
    ("a weak number and a word", "130692544 items"),
    ("wrong letter", "x9613851m"),
    ("wrong letter", "rssmra85t33a562x"),
    ("words", "all is well"),
    ("a name with digits", "model 2024-x10"),
    ("a letter more", "s1234567dx"),
    ("two numbers", "44051401359\n44051401359"),
    ("a word beside it", "item 44051401359"),
]


@pytest.mark.parametrize(("name", "number"), FOUND, ids=[case[0] for case in FOUND])
def test_finds_a_lone_number(name: str, number: str):
    assert ids(f" {number}\n") == [("lone", number)]
    assert explained(number)[1] == f"nothing but the number; checksum: {name}"


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[f"{case[0]} {case[1]}" for case in NOT_FOUND])
def test_finds_no_lone_number(text: str):
    assert ids(text) == []


@pytest.mark.parametrize("number", ["130692544", "876543210", "2123456701", "1234567893", "234123412346"])
def test_a_weak_number_is_said_below_what_rules_count(number: str):
    assert confidence(number) < 0.5


def test_a_lone_number_is_less_sure_than_one_beside_its_name():
    assert confidence("44051401359") < confidence("PESEL 44051401359")
