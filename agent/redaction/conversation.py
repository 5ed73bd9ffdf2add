"""What one conversation knows: which value stands behind which placeholder, and the key of its fakes.

A conversation is a value. Redacting a text takes one and gives the next, so that a value keeps its placeholder across
texts; whoever wants to turn placeholders back later keeps it (`agent.vault`). Randomness comes in as bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["NONCE_ALPHABET", "NONCE_LENGTH", "SEED_BYTES", "Conversation", "Entry", "new_conversation"]

NONCE_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's Base32: without i, l, o and u, which people and models take for something else."""

NONCE_LENGTH = 6
"""30 bits (docs/adr/0010): an invented placeholder meets one of 1,000 conversations once in a million."""

SEED_BYTES = 64
"""Random bytes that a new conversation is made of."""

_KEY_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A value and the placeholder that stands for it: `name` is "EMAIL" and `number` 2 in EMAIL_2."""

    name: str
    number: int
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One conversation with an assistant, as far as redaction is concerned.

    Attributes:
        nonce: marks its placeholders as its own; characters of `NONCE_ALPHABET`.
        key: of its fakes.
        entries: in the order they were given; only ever appended to.
    """

    nonce: str
    key: bytes = field(repr=False)
    entries: tuple[Entry, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if len(self.nonce) != NONCE_LENGTH or not set(self.nonce) <= set(NONCE_ALPHABET):
            raise ValueError(f"a nonce is {NONCE_LENGTH} characters of {NONCE_ALPHABET}")
        if len(self.key) != _KEY_BYTES:
            raise ValueError(f"a key has {_KEY_BYTES} bytes")


def new_conversation(random_bytes: bytes) -> Conversation:
    """Return a conversation without entries, made of `SEED_BYTES` of the caller's random source.

    Raises:
        ValueError: the bytes are fewer or more.
    """
    if len(random_bytes) != SEED_BYTES:
        raise ValueError(f"a conversation is made of {SEED_BYTES} bytes")
    key, rest = random_bytes[:_KEY_BYTES], random_bytes[_KEY_BYTES:]
    # 256 is a multiple of 32: every nonce is as likely as another.
    nonce = "".join(NONCE_ALPHABET[byte % len(NONCE_ALPHABET)] for byte in rest[:NONCE_LENGTH])
    return Conversation(nonce=nonce, key=key)
