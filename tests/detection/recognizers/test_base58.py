"""Base 58: what decodes, and whose checksum is right."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.recognizers.crypto_wallet import base58
from agent.detection.recognizers.crypto_wallet.keccak import keccak_256
from tests.detection.recognizers.wallet_samples import base58_text, base58check, filler

GENESIS = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"


@given(st.binary(max_size=80))
def test_decode_undoes_the_encoding(data: bytes):
    assert base58.decode(base58_text(data)) == data
    assert base58.decode(base58_text(data, base58.RIPPLE), base58.RIPPLE) == data


@given(st.text(max_size=120))
def test_every_function_is_total(text: str):
    for decode in (base58.decode, base58.decode_checked, base58.decode_ss58, base58.decode_monero_blocks):
        assert decode(text) is None or isinstance(decode(text), bytes)


@given(st.binary(min_size=1, max_size=60), st.data())
def test_a_changed_character_is_seen(body: bytes, data: st.DataObject):
    text = base58check(body)
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from(base58.BITCOIN.replace(text[place], "")))
    assert base58.decode_checked(text) == body
    assert base58.decode_checked(text[:place] + other + text[place + 1 :]) is None


def test_decodes_the_first_address():
    body = base58.decode_checked(GENESIS)
    assert body is not None
    assert (len(body), body[0]) == (21, 0)


@pytest.mark.parametrize("text", [GENESIS[:-1], GENESIS[1:], GENESIS.replace("z", "0"), "", "1", "l" * 34])
def test_refuses_what_is_cut_or_mistyped(text: str):
    assert base58.decode_checked(text) is None


def test_decodes_a_substrate_address():
    body = b"\x00" + filler(32)
    check = hashlib.blake2b(b"SS58PRE" + body).digest()[:2]
    assert base58.decode_ss58(base58_text(body + check)) == body
    assert base58.decode_ss58(base58_text(body + check[::-1])) is None


def test_decodes_blocks_of_monero():
    body = b"\x12" + filler(64)
    data = body + keccak_256(body)[:4]
    sizes = {8: 11, 5: 7}
    blocks = [data[at : at + 8] for at in range(0, len(data), 8)]
    text = "".join(base58_text(block.lstrip(b"\0")).rjust(sizes[len(block)], "1") for block in blocks)
    assert len(text) == 95
    assert base58.decode_monero_blocks(text) == data
    assert base58.decode_monero_blocks("z" * 95) is None
