"""Judges of addresses: total, and silent on what has no checksum of theirs."""

from __future__ import annotations

import hashlib
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.recognizers.crypto_wallet import coins
from tests.detection.recognizers.wallet_samples import base58_text, base58check, filler

JUDGES = (coins.judge_base32, coins.judge_base58, coins.judge_bech32, coins.judge_cash_address, coins.judge_nano)
NANO = "13456789abcdefghijkmnopqrstuwxyz"


def byron_address(body: bytes, check: int) -> str:
    return base58_text(b"\x82\xd8\x18\x58" + bytes([len(body)]) + body + b"\x1a" + check.to_bytes(4, "big"))


def nano_address(key: bytes) -> str:
    check = hashlib.blake2b(key, digest_size=5).digest()[::-1]
    number = int.from_bytes(key + check, "big")
    return "nano_" + "".join(NANO[number >> 5 * place & 31] for place in reversed(range(60)))


@given(st.text(max_size=120))
def test_judges_are_total(text: str):
    for judge in JUDGES:
        assert all(each.end <= len(text) for each in judge(text))


@pytest.mark.parametrize(
    ("version", "name"),
    [(b"\x00", "Bitcoin"), (b"\x30", "Litecoin"), (b"\x41", "Tron"), (b"\x06\xa1\x9f", "Tezos"), (b"\x17", "relative")],
)
def test_names_the_coin(version: bytes, name: str):
    (judgement,) = coins.judge_base58(base58check(version + filler(20)))
    assert name in judgement.what


@pytest.mark.parametrize("size", [19, 24])
def test_takes_no_other_payload(size: int):
    assert coins.judge_base58(base58check(b"\x00" + filler(size))) == ()


def test_knows_cardano_s_first_addresses():
    body = filler(33)
    assert coins.judge_base58(byron_address(body, zlib.crc32(body)))
    assert not coins.judge_base58(byron_address(body, zlib.crc32(body) ^ 1))


def test_knows_nano():
    address = nano_address(filler(32))
    assert coins.judge_nano(address)
    assert not coins.judge_nano(address[:-1] + ("1" if address[-1] != "1" else "3"))


def test_knows_extended_public_keys():
    assert coins.judge_base58(base58check(b"\x04\x88\xb2\x1e" + filler(74)))
    assert not coins.judge_base58(base58check(b"\x04\x88\xad\xe4" + filler(74)))
