"""A conversation is made of random bytes, and tells nothing in a repr."""

from __future__ import annotations

import pytest

from agent.redaction import Conversation, Entry, new_conversation


def test_every_byte_gives_a_character_of_the_alphabet():
    for byte in range(256):
        assert len(new_conversation(bytes([byte]) * 64).nonce) == 6


def test_other_bytes_give_another_key_and_nonce():
    one, other = new_conversation(bytes(64)), new_conversation(bytes(range(64)))
    assert one.nonce != other.nonce
    assert one.key != other.key


@pytest.mark.parametrize("length", [0, 32, 63, 65])
def test_too_few_or_many_bytes_are_refused(length: int):
    with pytest.raises(ValueError, match="64 bytes"):
        new_conversation(bytes(length))


@pytest.mark.parametrize("nonce", ["", "k3f", "k3f9qdx", "K3F9QD", "k3f9ql", "k3f 9q"])
def test_a_nonce_of_another_form_is_refused(nonce: str):
    with pytest.raises(ValueError, match="nonce"):
        Conversation(nonce=nonce, key=bytes(32))


def test_neither_key_nor_value_is_in_a_repr():
    conversation = Conversation(
        nonce="k3f9qd", key=b"canary-k" * 4, entries=(Entry(name="EMAIL", number=1, value="canary-v"),)
    )
    assert "canary" not in f"{conversation!r} {conversation.entries!r}"
