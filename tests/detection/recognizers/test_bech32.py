"""bech32, bech32m and CashAddr, on the examples of their specifications."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.recognizers.crypto_wallet import bech32
from tests.detection.recognizers.wallet_samples import BECH32, BECH32M, bech32_text, fives

CASH = "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a"

VALUES = st.lists(st.integers(0, 31), max_size=60)


@pytest.mark.parametrize(
    "address",
    [
        "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
        "tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7",
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
        "BC1SW50QGDZ25J",
    ],
)
def test_knows_segwit_addresses(address: str):
    assert bech32.is_segwit_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",  # wrong checksum
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",  # bech32 where bech32m belongs
        "BC1QW508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",  # mixed case
        bech32_text("bc", [17, *fives(bytes(20))], BECH32M),  # no such version
        bech32_text("bc", [0, *fives(bytes(16))], BECH32),  # a length that version 0 does not have
        bech32_text("bc", [1, *fives(bytes(41))], BECH32M),  # too long
        bech32_text("bc", [], BECH32),
        "",
        "1",
        "bc1",
    ],
)
def test_refuses_other_text(address: str):
    assert not bech32.is_segwit_address(address)


@given(VALUES)
def test_tells_the_two_encodings_apart(values: list[int]):
    assert bech32.variant(bech32_text("cosmos", values, BECH32)) is bech32.Variant.BECH32
    assert bech32.variant(bech32_text("cosmos", values, BECH32M)) is bech32.Variant.BECH32M
    assert bech32.variant(bech32_text("cosmos", values, 7)) is None


@given(st.text(max_size=100))
def test_every_function_is_total(text: str):
    assert bech32.variant(text) in (None, *bech32.Variant)
    assert bech32.is_cash_address(text) in (True, False)


@pytest.mark.parametrize("address", [CASH, CASH.partition(":")[2], CASH.upper()])
def test_knows_cash_addresses(address: str):
    assert bech32.is_cash_address(address)


@pytest.mark.parametrize("address", [CASH[:-1], CASH[:-1] + "q", "bchtest" + CASH[11:], CASH.title(), ":", ""])
def test_refuses_other_cash_addresses(address: str):
    assert not bech32.is_cash_address(address)
