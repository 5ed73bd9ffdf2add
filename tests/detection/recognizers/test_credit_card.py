"""Table of what is and what is no credit card."""

from __future__ import annotations

import pytest

from agent.core import Entity
from agent.detection import default_pipeline
from tests.detection.samples import values

FOUND = [
    ("fourteen digits in groups, wrong check digit", "my card number is 3008 055446 3231", "3008 055446 3231"),
    ("wrong check digit behind a word of paying", "I paid with 3503 1949 0434 3348 today", "3503 1949 0434 3348"),
    ("grouped by dots", "4532.0151.1283.0366", "4532.0151.1283.0366"),
    ("grouped by two spaces", "pay 4532  0151  1283  0366 now", "4532  0151  1283  0366"),
    ("thirteen digits in groups behind a label", "card 4222 2222 2222 2", "4222 2222 2222 2"),
    ("twelve digits in groups behind a label", "Maestro card 5018 0000 0009", "5018 0000 0009"),
    ("wrong check digit behind the name of a field", "cc_number=4111-1111-1111-1112", "4111-1111-1111-1112"),
    ("visa compact", "card 4111111111111111 please", "4111111111111111"),
    ("visa grouped", "It is 4111 1111 1111 1111.", "4111 1111 1111 1111"),
    ("visa dashed", "4111-1111-1111-1111", "4111-1111-1111-1111"),
    ("mastercard", "5555555555554444", "5555555555554444"),
    ("mastercard, 2 series", "2223003122003222", "2223003122003222"),
    ("amex grouped", "3782 822463 10005", "3782 822463 10005"),
    ("diners grouped", "3056 930902 5904", "3056 930902 5904"),
    ("discover", "6011111111111117", "6011111111111117"),
    ("jcb", "3530111333300000", "3530111333300000"),
    ("security code follows", "4111 1111 1111 1111 123", "4111 1111 1111 1111"),
    ("group before it", "1234 4111 1111 1111 1111", "4111 1111 1111 1111"),
    ("cell of a table", "7,4111111111111111,12/29", "4111111111111111"),
    ("end of a sentence in another script", "卡号4111111111111111。", "4111111111111111"),
    ("rare length beside a card word", "Visa card 4222222222222", "4222222222222"),
    ("an order that was paid by card", "order paid with card 4111111111111111", "4111111111111111"),
    ("wrong check digit behind a label", "Card number: 4111 1111 1111 1112", "4111 1111 1111 1112"),
    ("made-up number behind a label", "card no. 1234 5678 9012 3456", "1234 5678 9012 3456"),
    ("compact number with a wrong check digit behind a label", "credit card 4111111111111112", "4111111111111112"),
    (
        "wrong check digit, word further off",
        "The card was declined in 2024: 4111 1111 1111 1112",
        "4111 1111 1111 1112",
    ),
    ("wrong check digit of no network behind a label", "card 9111111111111112", "9111111111111112"),
    ("air travel card behind a label", "UATP card 122000000000003", "122000000000003"),
    ("twelve digits behind a label", "Maestro card 501800000009", "501800000009"),
    ("column of a table", "name,card_number\nJane,4111111111111112\n", "4111111111111112"),
    ("order number in card grouping", "order 4111 1111 1111 1111", "4111 1111 1111 1111"),
]

NOT_FOUND = [
    ("charge of something else", "the charge of 3503194904343348"),
    ("twelve digits in groups, wrong check digit", "my card number is 5018 0000 0008"),
    ("card that nobody pays with", "Aadhaar card no: 703595380675"),
    ("card that nobody pays with", "library card number 4111 1111 1111 1112"),
    ("dotted groups with a wrong check digit", "4532.0151.1283.0367"),
    ("version in dotted groups", "build 1.4532.0151.1283.0366"),
    ("wrong check digit", "4111111111111112"),
    ("thirteen digits, wrong check digit, behind a label", "card 4222222222223"),
    ("wrong check digit of no network, word further off", "The card was declined in 2024: 9111111111111112"),
    ("eleven digits behind a label", "card 41111111111"),
    ("year of a card", "the card expires 2027, its limit is 5000"),
    ("groups of a phone number beside a word", "credit line 4111 111 111"),
    ("one digit only, behind a label", "card no. 5555555555555555"),
    ("middle of a grouped IBAN", "ES94 4111 1111 1111 1111 6963"),
    ("placeholder behind a label", "card number 0000 0000 0000 0000"),
    ("wrong check digit, grouped", "4111 1111 1111 1112"),
    ("no network", "9111111111111111 1000000000000008"),
    ("zeros", "0000 0000 0000 0000"),
    ("mixed separators", "4111-1111 1111-1111"),
    ("longer run of digits", "941111111111111111110"),
    ("inside a word", "x4111111111111111y"),
    ("fraction", "0.4111111111111111"),
    ("decimal", "4111111111111111.25"),
    ("first groups of a dashed id", "4111-1111-1111-1111-8a0f"),
    ("last groups of a dashed id", "8a0f-4111-1111-1111-1111"),
    ("rare length behind another label", "id 4222222222222"),
    ("order number", "Your order no. 4111111111111111 is on its way"),
    ("tracking number", "Tracking: 4111111111111111"),
    ("order number in German", "Bestellnummer 4111111111111111"),
    ("chat user id", "user 412345678901234567"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_card(text: str, expected: str):
    assert values(text, Entity.CREDIT_CARD) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_card(text: str):
    assert values(text, Entity.CREDIT_CARD) == []


def test_finds_each_of_several_cards():
    text = "4111 1111 1111 1111 5555 5555 5555 4444\n4111111111111111"
    assert values(text, Entity.CREDIT_CARD) == ["4111 1111 1111 1111", "5555 5555 5555 4444", "4111111111111111"]


def test_rare_length_alone_is_barely_kept():
    (finding,) = default_pipeline().find("4222222222222")
    assert finding.confidence < 0.5


def test_label_of_something_else_takes_confidence_from_a_grouped_number():
    (plain,) = default_pipeline().find("4111 1111 1111 1111")
    (labelled,) = default_pipeline().find("order 4111 1111 1111 1111")
    assert labelled.confidence < 0.5 < plain.confidence


def test_explains_each_step():
    (finding,) = default_pipeline().find("my card: 4111 1111 1111 1111")
    assert [step.what.partition(":")[0] for step in finding.explanation.steps] == ["pattern", "checksum", "context"]
    assert finding.explanation.steps[-1].confidence == finding.confidence
    assert "4111" not in repr(finding)
