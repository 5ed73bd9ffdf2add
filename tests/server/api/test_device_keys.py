"""Devices' public keys."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent.fleet.request_signature import public_key_text
from server.api.device_keys import parse_public_key


def test_a_key_comes_back_from_its_text():
    text = public_key_text(Ed25519PrivateKey.generate().public_key())
    assert public_key_text(parse_public_key(text)) == text


@pytest.mark.parametrize("text", ["", "AAAA", "!" * 44])
def test_what_is_no_key_is_refused(text: str):
    with pytest.raises(ValueError, match=r"."):
        parse_public_key(text)
