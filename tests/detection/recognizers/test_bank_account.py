"""Table of what is and what is no bank account."""

from __future__ import annotations

import pytest

from agent.core import Entity
from tests.detection.samples import values

FOUND = [
    ("an example of accounts", "accounts like 9021003456 from a union", "9021003456"),
    ("details of an account", "account details like 3012345678 for Jane", "3012345678"),
    ("with a bank's letters", "Account number: NWBK60161331926819", "NWBK60161331926819"),
    ("with a branch's letters behind it", "BBAN 60161331926819AB", "60161331926819AB"),
    ("last digits", "my account number is 4698", "4698"),
    ("label behind it", "60161331926819 is my account number.", "60161331926819"),
    ("label in brackets behind it", "60161331926819 (account no)", "60161331926819"),
    ("asked for", "Please confirm your account number.\nCustomer: Sure, it is 60161331926819", "60161331926819"),
    ("label and number", "Account number: 12345678", "12345678"),
    ("short label", "acct no 001234567890", "001234567890"),
    ("Indian label", "a/c no. 5566778899", "5566778899"),
    ("prose", "My bank account number is 945456787654", "945456787654"),
    ("bank account without number", "transfer it to bank account 12345678", "12345678"),
    ("bare account", "Account: 12345678", "12345678"),
    ("column", "name,account_number\nJane,12345678\n", "12345678"),
    ("grouped", "account no 1234 5678 9012", "1234 5678 9012"),
    ("CLABE", "CLABE 032180000118359719", "032180000118359719"),
    ("CLABE near a bank's word", "SPEI a la 032180000118359719", "032180000118359719"),
    ("Spanish, check digits", "Cuenta: 2100 0418 45 0200051332", "2100 0418 45 0200051332"),
    ("Polish, check digits", "numer konta: 61 1090 1014 0000 0712 1981 2874", "61 1090 1014 0000 0712 1981 2874"),
    ("German", "Konto-Nr. 532013000", "532013000"),
    ("Brazilian", "Conta corrente 12345-6", "12345-6"),
    ("Czech", "číslo účtu 19-2000145399/0800", "19-2000145399/0800"),
    ("Russian", "расчетный счет 40702810900000012345", "40702810900000012345"),
    ("Japanese", "口座番号 1234567", "1234567"),
    ("Korean", "계좌번호: 110-123-456789", "110-123-456789"),
]

NOT_FOUND = [
    ("accounts of users", "user accounts like 9021003456"),
    ("something else behind the bare word", "accounts looked at 9021003456 times"),
    ("four digits behind the bare word", "account 4698"),
    ("label of the next value", "60161331926819, account number: none"),
    ("a word with a number", "account number COVID19"),
    ("sentence about something else", "Your account number was sent.\nAgent: about 60161331 people wrote"),
    ("too many letters and digits", "account number AB6016133192681912345678901234567890123"),
    ("no label", "12345678"),
    ("user's account", "user account 12345678"),
    ("cloud account", "AWS account 123456789012"),
    ("customer's account", "customer account number: 123456"),
    ("balance", "account balance 1234567"),
    ("sum", "account: $1234567"),
    ("decimal", "account 12345678.90"),
    ("date", "account 12.03.1985"),
    ("ISO date", "account 2024-01-02"),
    ("phone number", "account 555-123-4567"),
    ("too short", "account number 123"),
    ("too long", "account number 1234567890123456789012345678901234567"),
    ("one digit only", "account number 00000000"),
    ("prose", "the account manager called at 10:30"),
    ("quantity", "I have 2 accounts"),
    ("a word that begins alike", "accountability 12345678"),
    ("another word", "the discount 12345678"),
    ("taken into account", "taking into account that 1234567 people left"),
    ("CLABE with a wrong digit near a bank's word", "SPEI a la 032180000118359718"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_account(text: str, expected: str):
    assert values(text, Entity.BANK_ACCOUNT) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_account(text: str):
    assert values(text, Entity.BANK_ACCOUNT) == []
