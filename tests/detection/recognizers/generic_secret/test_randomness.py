"""Random text and text that people write."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.recognizers.generic_secret.randomness import (
    Randomness,
    entropy_bits,
    has_random_letters,
    randomness,
)
from tests.detection.samples import random_text

HEX = "0123456789abcdef"
BASE64 = string.ascii_letters + string.digits + "+/"

NAMES = [
    "", "short1", "user_name_2", "getUserById", "3.11.2-rc1", "rc0.15.0_20231217_1420-SNAPSHOT", "x64-windows-static",
    "jane.doe@example.com", "https://example.com/a1b2c3", "2024-01-31T10:00:00Z", "st=2024-01-31T10:00:00Z",
    "4711471147114711",
    "NEXUS-GPT4-API-KEY",
    "SalesResults-1.2", "DOC_Vector_5_32", "/etc/app/key1.pem", "Ed25519PublicKey", "_X448PublicKey", "OAuth2Token",
    "aaaaaaaaaaaaaaaa1", "192.168.10.25", "nextToken1", "ed25519.Ed25519PrivateKey",
]  # fmt: skip


@pytest.mark.parametrize("value", NAMES)
def test_what_people_write_is_not_random(value: str):
    assert randomness(value) is Randomness.NONE


@pytest.mark.parametrize("alphabet", [HEX, string.ascii_letters + string.digits, BASE64])
@pytest.mark.parametrize("length", [32, 40, 64])
def test_long_random_text_is_told(alphabet: str, length: int):
    told = sum(randomness(random_text(length, alphabet, seed)) is Randomness.HIGH for seed in range(200))
    assert told >= 196


def test_short_random_text_is_believable():
    told = sum(randomness(random_text(12, seed=seed)) is not Randomness.NONE for seed in range(200))
    assert told >= 170


def test_universally_unique_id_is_believable_and_no_more():
    assert randomness("29f63271-dc2f-4734-8221-5b31b5169bac") is Randomness.SOME


@pytest.mark.parametrize(("value", "bits"), [("aaaa", 0.0), ("abab", 1.0), ("abcd", 2.0), (HEX, 4.0)])
def test_entropy_in_bits_per_character(value: str, bits: float):
    assert entropy_bits(value) == pytest.approx(bits)


def test_random_letters_are_told():
    told = sum(has_random_letters(random_text(24, string.ascii_letters, seed)) for seed in range(200))
    assert told >= 190


@pytest.mark.parametrize(
    "value",
    ["getTokenFromDatabase", "AccessTokenFromKeychainService", "parseJWTFromDatabase", "qwxzpvbnmrtklsdfgh", "A" * 20,
     "aB", "HTTPServerConnection", "aBaBaBaBaBaBaBaBaB"],
)  # fmt: skip
def test_letters_of_names_are_not_random(value: str):
    assert not has_random_letters(value)


@given(st.text(max_size=120))
def test_any_text_has_an_answer(value: str):
    assert randomness(value) in Randomness
