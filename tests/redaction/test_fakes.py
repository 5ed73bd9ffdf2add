"""Fakes look like the real thing, are nobody's, and are the same for the same value."""

from __future__ import annotations

import ipaddress
import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core import Entity
from agent.redaction.fakes import fake_value

KEY = bytes(range(32))


def passes_luhn(number: str) -> bool:
    """Luhn, the long way."""
    digits = [int(digit) for digit in reversed(number) if digit.isdigit()]
    return sum(digits[::2] + [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]) % 10 == 0


def passes_mod_97(iban: str) -> bool:
    """ISO 13616's check."""
    compact = re.sub(r"\W", "", iban).upper()
    return int("".join(str(int(each, 36)) for each in compact[4:] + compact[:4])) % 97 == 1


@pytest.mark.parametrize("value", ["4111 1111 1111 1111", "378282246310005", "4222-2222-2222-2", "6304000000000000000"])
def test_a_card_is_of_no_issuer_and_passes_luhn(value: str):
    fake = fake_value("CREDIT_CARD", value, KEY)
    assert re.sub(r"\d", "0", fake) == re.sub(r"\d", "0", value)
    assert re.sub(r"\D", "", fake).startswith("9999")
    assert passes_luhn(fake)


@pytest.mark.parametrize("value", ["DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432", "nl91abna0417164300"])
def test_an_iban_is_of_no_country_and_passes_its_check(value: str):
    fake = fake_value("IBAN", value, KEY)
    assert fake[:2] == ("XX" if value[0].isupper() else "xx")
    assert (len(fake), fake.count(" ")) == (len(value), value.count(" "))
    assert passes_mod_97(fake)


@pytest.mark.parametrize("value", ["+49 30 1234567", "0049301234567", "+1 (415) 555-0100"])
def test_an_international_phone_number_is_of_no_country(value: str):
    fake = fake_value("PHONE", value, KEY)
    assert re.sub(r"\d", "0", fake) == re.sub(r"\d", "0", value)
    assert re.sub(r"\D", "", fake).removeprefix("00").startswith("999")


def test_an_email_address_is_at_example_com():
    fakes = [
        fake_value("EMAIL", value, KEY) for value in ("a@x.org", "a@y.org", "b@x.org", "jane.doe@x.org", "a@X.ORG")
    ]
    assert all(re.fullmatch(r"[a-z.]{8,}@example\.com", fake) for fake in fakes)
    assert len(set(fakes)) == 4
    assert fakes[0] == fakes[4]


def test_a_url_keeps_its_parts():
    fake = fake_value("URL", "https://bob:hunter22@db.acme.org:5432/x?token=abcdef1", KEY)
    assert re.fullmatch(r"https://[a-z]{3}:[a-z]{6}\d{2}@example\.com:\d{4}/[a-z]\?[a-z]{5}=[a-z]{6}\d", fake)
    assert not re.search("bob|hunter|acme|abcdef", fake)


@pytest.mark.parametrize("value", ["10.1.2.3", "192.168.0.1/24", "8.8.8.8"])
def test_a_version_4_address_is_reserved(value: str):
    fake = fake_value("IP_ADDRESS", value, KEY)
    assert ipaddress.ip_address(fake.split("/")[0]).is_reserved
    assert fake.partition("/")[1:] == value.partition("/")[1:]


@pytest.mark.parametrize("value", ["fe80::1", "2a00:1450:4001:81b::200e", "::ffff:10.0.0.1/96"])
def test_a_version_6_address_is_for_documentation(value: str):
    assert ipaddress.ip_address(fake_value("IP_ADDRESS", value, KEY).split("/")[0]) in ipaddress.ip_network(
        "2001:db8::/32"
    )


@pytest.mark.parametrize("value", ["00:1A:2b:3c:4d:5e", "00-1a-2b-3c-4d-5e", "001a.2b3c.4d5e", "aabbccddeeff"])
def test_a_network_card_is_of_no_vendor(value: str):
    fake = fake_value("MAC_ADDRESS", value, KEY)
    assert int(fake[:2], 16) & 0b11 == 0b10
    assert re.sub("[0-9A-Fa-f]", "0", fake) == re.sub("[0-9A-Fa-f]", "0", value)


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("1985-03-12", "%Y-%m-%d"),
        ("12.03.1985", "%d.%m.%Y"),
        ("12/03/1985", "%m/%d/%Y"),
        ("19850312", "%Y%m%d"),
        ("12031985", "%d%m%Y"),
        ("12 March 1985", "%d %B %Y"),
        ("1985-03-12T10:11:12", "%Y-%m-%dT%H:%M:%S"),
        ("850312", "%y%m%d"),
    ],
)
@pytest.mark.parametrize("key", [bytes([byte]) * 32 for byte in range(8)])
def test_a_date_is_a_date(value: str, form: str, key: bytes):
    fake = fake_value("DATE_OF_BIRTH", value, key)
    assert 1900 <= datetime.strptime(fake, form).year < 2000 or "%y" in form  # noqa: DTZ007 - a date has no zone
    assert len(fake) == len(value)


@pytest.mark.parametrize(
    ("entity", "value"),
    [
        ("CREDIT_CARD", "1234 5678"),
        ("IBAN", "not an iban"),
        ("PHONE", "030/1234567"),
        ("PHONE", "+1"),
        ("EMAIL", "jane at example"),
        ("URL", "example.org/x"),
        ("IP_ADDRESS", "300.1.2.3"),
        ("MAC_ADDRESS", "00:1A"),
        ("NATIONAL_ID", "123-45-6789"),
        ("PERSON", "Jane Doe"),
    ],
)
def test_anything_else_keeps_its_shape(entity: str, value: str):
    fake = fake_value(entity, value, KEY)
    assert len(fake) == len(value)
    assert fake != value
    for place, character in enumerate(value):
        assert (fake[place].isdigit(), fake[place].isupper()) == (character.isdigit(), character.isupper())


def test_an_escape_that_begins_before_an_address_is_not_broken():
    assert fake_value("EMAIL", "njane@x.org", KEY, before='"\\').startswith("n")


@given(st.sampled_from([*Entity, "own entity"]), st.text(max_size=40))
def test_every_value_has_a_fake_and_always_the_same(entity: str, value: str):
    assert fake_value(entity, value, KEY) == fake_value(entity, value, KEY)
