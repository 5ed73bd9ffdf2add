"""Table of what is and what is no iban."""

from __future__ import annotations

import pytest

from agent.core import Entity
from agent.detection.recognizers.iban import STRUCTURES
from tests.detection.samples import values

FOUND = [
    ("compact", "DE89370400440532013000", "DE89370400440532013000"),
    ("grouped, words behind it", "IBAN DE89 3704 0044 0532 0130 00 and thanks", "DE89 3704 0044 0532 0130 00"),
    ("dashed", "GB29-NWBK-6016-1331-9268-19", "GB29-NWBK-6016-1331-9268-19"),
    ("letters in it", "FR1420041010050500013M02606.", "FR1420041010050500013M02606"),
    ("lower case", "gb29nwbk60161331926819", "gb29nwbk60161331926819"),
    ("shortest", "NO9386011117947", "NO9386011117947"),
    ("longest", "MT84MALT011000012345MTLCAST001S", "MT84MALT011000012345MTLCAST001S"),
    ("something alike before it", "AB12 CD34 DE89370400440532013000", "DE89370400440532013000"),
    ("wrong check digits behind its label", "IBAN: DE88370400440532013000", "DE88370400440532013000"),
    ("wrong check digits, grouped", "my bank account ES77 2100 0418 4502 0005 1333", "ES77 2100 0418 4502 0005 1333"),
    ("wrong check digits, word behind it", "DE88370400440532013000 is my account", "DE88370400440532013000"),
    ("another length behind its label", "IBAN = DE88 3704 0044 0532 01", "DE88 3704 0044 0532 01"),
    ("another length with right check digits", "pay GB24NWBK6016133192681", "GB24NWBK6016133192681"),
    ("quoted", '"NL91ABNA0417164300",', "NL91ABNA0417164300"),
]

NOT_FOUND = [
    ("wrong check digits", "DE88370400440532013000"),
    ("digits swapped", "GB29 NWBK 6016 1331 9286 19"),
    ("no country", "ZZ89370400440532013000"),
    ("too short", "DE8937040044053201300"),
    ("too long", "DE893704004405320130001"),
    ("letters where digits belong", "DE89ABCD00440532013000"),
    ("mixed case", "Gb29NwBk60161331926819"),
    ("inside a word", "xDE89370400440532013000"),
    ("prose with numbers", "IT24 team of 2024 met in room 12 at 10 with 300 people"),
    ("another length, a word further off", "IBAN of the payee, as of today DE8837040044053201"),
    ("another length, no country behind its label", "IBAN: ZZ88370400440532013"),
    ("few digits behind its label", "IBAN: DE88ABCDEFGHIJKL"),
    ("wrong check digits, another label", "serial number DE88370400440532013000"),
    ("name of a release behind a word", "the bank runs AB12 since 2024"),
    ("hexadecimal", "de89370400440532013000abcdef0123456789ab"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_iban(text: str, expected: str):
    assert values(text, Entity.IBAN) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_iban(text: str):
    assert values(text, Entity.IBAN) == []


@pytest.mark.parametrize("country", STRUCTURES)
def test_knows_every_country_s_structure(country: str):
    # Letters and digits where both may stand: no bank numbers accounts by letters alone.
    fill = {"n": "7", "a": "Q", "c": "Q77"}
    account, count = "", ""
    for character in STRUCTURES[country]:
        if character.isdigit():
            count += character
        else:
            account, count = account + (fill[character] * int(count))[: int(count)], ""
    remainder = int("".join(str(int(each, 36)) for each in f"{account}{country}00")) % 97
    iban = f"{country}{98 - remainder:02}{account}"
    assert values(iban, Entity.IBAN) == [iban]
    assert values(iban[:-1] + "_", Entity.IBAN) == []
