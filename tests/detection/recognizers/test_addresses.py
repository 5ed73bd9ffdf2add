"""Table of what is and what is no address of a cryptocurrency."""

from __future__ import annotations

import hashlib

import pytest

from agent.core import Entity
from agent.detection import default_pipeline
from agent.detection.recognizers.crypto_wallet import base58, strkey
from tests.detection.recognizers.wallet_samples import (
    BECH32,
    base58_text,
    base58check,
    bech32_text,
    filler,
    fives,
    stellar_key,
)
from tests.detection.samples import values

BITCOIN = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"
SCRIPT = "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy"
SEGWIT = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"
TAPROOT = "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0"
CASH = "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"
SOLANA = base58_text(b"\xd0" + filler(31))
POLKADOT_BODY = b"\x00" + filler(32)
POLKADOT = base58_text(POLKADOT_BODY + hashlib.blake2b(b"SS58PRE" + POLKADOT_BODY).digest()[:2])
MISTYPED = BITCOIN[:-1] + "b"

FOUND = [
    ("bitcoin", f"Send it to {BITCOIN}.", BITCOIN),
    ("bitcoin script", f"{SCRIPT},", SCRIPT),
    ("segregated witness", f"address={SEGWIT}", SEGWIT),
    ("segregated witness in capitals", SEGWIT.upper(), SEGWIT.upper()),
    ("taproot", f"({TAPROOT})", TAPROOT),
    ("bitcoin cash", CASH, CASH),
    ("litecoin", base58check(b"\x30" + filler(20)), base58check(b"\x30" + filler(20))),
    (
        "xrp ledger",
        base58check(b"\x00" + filler(20), base58.RIPPLE),
        base58check(b"\x00" + filler(20), base58.RIPPLE),
    ),
    (
        "cosmos",
        bech32_text("cosmos", fives(filler(20)), BECH32),
        bech32_text("cosmos", fives(filler(20)), BECH32),
    ),
    ("stellar", stellar_key(strkey.ACCOUNT, filler(32)), stellar_key(strkey.ACCOUNT, filler(32))),
    ("polkadot", POLKADOT, POLKADOT),
    ("solana", SOLANA, SOLANA),
    ("wrong checksum beside a word", f"my BTC wallet: {MISTYPED}", MISTYPED),
    ("wrong checksum in a record", f'{{"bitcoin_address": "{MISTYPED}"}}', MISTYPED),
]

NOT_FOUND = [
    ("wrong checksum alone", MISTYPED),
    ("wrong checksum, segregated witness", SEGWIT[:-1] + "5"),
    ("mixed case", SEGWIT[:-2] + "T4"),
    ("cut", BITCOIN[:-1]),
    ("too long, beside a word", f"bitcoin wallet {BITCOIN}2"),
    ("inside a word", f"x{BITCOIN}"),
    ("part of base 64", f"{BITCOIN}+aGVsbG8="),
    ("part of a path", f"/objects/{BITCOIN}"),
    ("hash", hashlib.sha256(b"").hexdigest()),
    ("hash beside a word", f"bitcoin block {hashlib.sha256(b'').hexdigest()}"),
    ("recipient of an encrypted file", bech32_text("age", fives(filler(32)), BECH32)),
    ("name in a program", "AbstractWalletFactoryBeanDefinitionParser"),
    ("name in a program beside a word", "wallet: getWalletBalanceForUserByAddress"),
    ("stellar account, mistyped", stellar_key(strkey.ACCOUNT, filler(32))[:-1] + "A"),
    ("digits beside a word", "wallet 11111111111111111111111111111111"),
    ("prose", "The wallet was lost in the crypto crash of 2022."),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_address(text: str, expected: str):
    assert values(text, Entity.CRYPTO_WALLET) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_address(text: str):
    assert values(text, Entity.CRYPTO_WALLET) == []


def test_is_surer_of_a_right_checksum():
    (right,) = default_pipeline().find(BITCOIN)
    (wrong,) = default_pipeline().find(f"BTC wallet: {MISTYPED}")
    assert wrong.confidence < right.confidence
