"""Table of what is and what is no address of Ethereum."""

from __future__ import annotations

import pytest

from agent.core import Entity
from agent.detection import default_pipeline
from tests.detection.samples import values

# Examples of EIP-55.
MIXED = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
CAPITALS = "0x52908400098527886E0F7030069857D2E4169EE7"
SMALL = "0xde709f2102306220921060314715629080e2fb77"
MISTYPED = MIXED[:-1] + "D"
LONG = "0x" + "d05448f15a03f25b2816c4538b72bd54" * 2

FOUND = [
    ("right checksum", f"pay {MIXED} now", MIXED),
    ("capitals", CAPITALS, CAPITALS),
    ("small letters", f'"{SMALL}"', SMALL),
    ("wrong checksum beside a word", f"ETH wallet: {MISTYPED}", MISTYPED),
    ("in a link", f"https://etherscan.io/address/{MIXED}", MIXED),
    ("32 bytes beside a word", f"Aptos wallet: {LONG}", LONG),
]

NOT_FOUND = [
    ("wrong checksum alone", MISTYPED),
    ("too short", SMALL[:-1]),
    ("too long", SMALL + "0"),
    ("zeros", "0x" + "0" * 40),
    ("placeholder", "0x" + "deadbeef" * 5),
    ("inside a word", f"x{SMALL}"),
    ("without 0x, as a commit", SMALL[2:]),
    ("32 bytes alone", LONG),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_address(text: str, expected: str):
    assert values(text, Entity.CRYPTO_WALLET) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_address(text: str):
    assert values(text, Entity.CRYPTO_WALLET) == []


def test_is_surer_of_a_checksum():
    (checked,) = default_pipeline().find(MIXED)
    (unchecked,) = default_pipeline().find(SMALL)
    assert unchecked.confidence < checked.confidence
