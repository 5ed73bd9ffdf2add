"""Table of what is and what is no key of a wallet."""

from __future__ import annotations

import pytest

from agent.core import Entity
from agent.detection.recognizers.crypto_wallet import strkey
from tests.detection.recognizers.wallet_samples import (
    base58check,
    extended_private_key,
    filler,
    stellar_key,
    wallet_import_key,
)
from tests.detection.samples import values

WIF = wallet_import_key()
EXTENDED = extended_private_key()
SEED = stellar_key(strkey.SEED, filler(32))
WORDS = "apple banjo cactus dinner eagle fabric gadget harbor island jungle kitten lemon"
HEXADECIMAL = filler(32).hex()

FOUND = [
    ("wallet import format", f"import {WIF}", WIF),
    ("extended private key", EXTENDED, EXTENDED),
    ("stellar seed", f"seed={SEED}", SEED),
    ("twelve words", f"Seed phrase: {WORDS}", WORDS),
    ("twelve words on the next line", f"my recovery phrase is:\n{WORDS}\n", WORDS),
    ("24 words", f'mnemonic = "{WORDS} {WORDS.replace("a", "o")}"', f"{WORDS} {WORDS.replace('a', 'o')}"),
    ("hexadecimal", f"private_key: 0x{HEXADECIMAL}", f"0x{HEXADECIMAL}"),
]

NOT_FOUND = [
    ("wrong checksum", WIF[:-1] + ("a" if WIF[-1] != "a" else "b")),
    ("cut", EXTENDED[:-1]),
    ("extended public key", base58check(b"\x04\x88\xb2\x1e" + filler(74))),
    ("another version", base58check(b"\x15" + filler(33))),
    ("stellar account", stellar_key(strkey.ACCOUNT, filler(32))),
    ("words without a label", WORDS),
    ("eleven words", f"Seed phrase: {WORDS.rpartition(' ')[0]}"),
    ("thirteen words", f"Seed phrase: {WORDS} mango"),
    ("a sentence", "Recovery phrase: write down the twelve words and keep them with your other private papers"),
    ("the same word", "mnemonic: " + " ".join(["apple"] * 12)),
    ("hexadecimal without a label", HEXADECIMAL),
    ("zeros", f"private key: {'0' * 64}"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_key(text: str, expected: str):
    assert expected in values(text, Entity.SECRET)


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_key(text: str):
    assert values(text, Entity.SECRET) == []
