"""Stellar's keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.recognizers.crypto_wallet import strkey
from tests.detection.recognizers.wallet_samples import filler, stellar_key


@pytest.mark.parametrize(("version", "letter"), [(strkey.ACCOUNT, "G"), (strkey.SEED, "S")])
def test_knows_version(version: int, letter: str):
    key = stellar_key(version, filler(32))
    assert key[0] == letter
    assert strkey.version(key) == version


@given(st.data())
def test_sees_a_changed_character(data: st.DataObject):
    key = stellar_key(strkey.ACCOUNT, filler(32))
    place = data.draw(st.integers(0, len(key) - 1))
    other = data.draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".replace(key[place], "")))
    assert strkey.version(key[:place] + other + key[place + 1 :]) is None


@given(st.text(max_size=60))
def test_is_total(text: str):
    assert strkey.version(text) is None
