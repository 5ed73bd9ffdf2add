# ruff: noqa: RUF001 - text in many alphabets
"""Table of what is and what is no PIN or one-time code."""

from __future__ import annotations

import pytest

from agent.core import Entity
from tests.detection.samples import values

CODE = "482913"
PIN = "4729"

FOUND = [
    ("PIN", f"PIN: {PIN}", PIN),
    ("PIN, record", f'{{"pin": "{PIN}"}}', PIN),
    ("PIN, sentence", f"my pin is {PIN}, thanks", PIN),
    ("PIN, changed", f"change my pin to {PIN}", PIN),
    ("PIN code", f"PIN code: {PIN}", PIN),
    ("recovery codes", "Recovery codes:\nk3f9w-7xq2m\nb8d4t-1nz6p", "k3f9w-7xq2m\nb8d4t-1nz6p"),
    ("backup codes", "backup codes: 75045699 12072409", "75045699 12072409"),
    ("one-time password", f"OTP: {CODE}", CODE),
    ("one-time password, sentence", f"Your OTP is {CODE}. Do not share it.", CODE),
    ("verification code", f"Your verification code is {CODE}", CODE),
    ("verification code, other order", f"{CODE} is your verification code", CODE),
    ("verification code, issuer", f"{CODE} is your Example login code", CODE),
    ("passcode", f"Passcode: {CODE}", CODE),
    ("passcode, without a sign", f"use passcode {PIN} to join", PIN),
    ("door", f"The door code is {PIN}.", PIN),
    ("password of digits", f"Password: {PIN}\n", PIN),
    ("German", f"Ihr Bestätigungscode lautet {CODE}", CODE),
    ("French", f"code de vérification : {CODE}", CODE),
    ("Spanish", f"Su código de verificación es {CODE}", CODE),
    ("Chinese", f"您的验证码是{CODE}，请勿泄露", CODE),
    ("table", f"card,pin\ngold,{PIN}\n", PIN),
]

NOT_FOUND = [
    ("Indian postal code", "PIN code: 560034"),
    ("Indian postal code, sentence", "PIN: 560034"),
    ("card verification value", "security code: 482"),
    ("longer number", "verification code: 482913555123"),
    ("pin of a connector", "connect pin 1234 to ground"),
    ("passcode, a length", "a passcode 6 digits long"),
    ("pin, width", "pin: 12"),
    ("repeated", "PIN: 0000"),
    ("how many recovery codes", "You have 10 recovery codes left, print or save them."),
    ("recovery codes, a number and a word", "recovery codes: 1234567 available"),
    ("recovery codes, words", "recovery codes: one-time passwords for your account"),
    ("error code", "error code: 4041"),
    ("postal code", "postal code: 12345"),
    ("country code", "country code is 0049"),
    ("promotion code", "promo code: 20241"),
    ("pinned", "pinned to 4711"),
    ("spinning", "spin: 4711"),
    ("year", "in 2024 is the code"),
    ("source code", "the source code is 4711 lines long"),
    ("status code", "status code is 5031"),
    ("date", "OTP: 2024-01-02"),
    ("number with a fraction", "PIN: 1234.56"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_code(text: str, expected: str):
    assert values(text, Entity.PASSWORD) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_code(text: str):
    assert values(text, Entity.PASSWORD) == []
