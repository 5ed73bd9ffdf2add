"""The key of an index, and what of a value or pair of values enters it.

BLAKE2b (RFC 7693) in keyed mode, with a personalization for each use. A value's digest is never written to an index as
it is: it sets one bit of a filter that is coarse on purpose, and goes into the digests of pairs. So an index confirms
no single value, only two of the same record at once.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from agent.detection.exact_data.errors import ExactDataError

__all__ = [
    "DIGEST_BYTES",
    "KEY_BYTES",
    "IndexKey",
    "ValueDigest",
    "format_key",
    "pair_digest",
    "parse_key",
    "value_digest",
]

DIGEST_BYTES = 8
"""Chance hits: one pair in 2^64 for each entry, some 10^-12 for a million records."""

KEY_BYTES = 32

_KEY_LINE = re.compile(rb"cordon-edm-key-1 ([0-9a-f]{64})\s*")

ValueDigest = int


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexKey:
    """32 secret bytes; whoever has them and the index can test guesses (docs/exact-data-match.md)."""

    secret: bytes = field(repr=False)

    @property
    def key_id(self) -> str:
        """Says which key it is and nothing about it."""
        return self._hasher(b"cordon-key-id").hexdigest()

    def mac(self) -> hashlib.blake2b:
        """A fresh authenticator of an index's bytes."""
        return hashlib.blake2b(key=self.secret, digest_size=32, person=b"cordon-edm-file")

    def value_hasher(self) -> hashlib.blake2b:
        """What `value_digest` copies; keying once is half of the time."""
        return self._hasher(b"cordon-edm-value")

    def pair_hasher(self) -> hashlib.blake2b:
        """What `pair_digest` copies."""
        return self._hasher(b"cordon-edm-pair")

    def _hasher(self, person: bytes) -> hashlib.blake2b:
        return hashlib.blake2b(key=self.secret, digest_size=DIGEST_BYTES, person=person)


def value_digest(hasher: hashlib.blake2b, canonical: str) -> ValueDigest:
    """The digest of a value in its one form."""
    fresh = hasher.copy()
    fresh.update(canonical.encode("utf-8", "replace"))
    return int.from_bytes(fresh.digest(), "big")


def pair_digest(hasher: hashlib.blake2b, lower: ValueDigest, higher: ValueDigest) -> bytes:
    """The digest of two values of one record; the lower digest comes first, so that their order in a text is free."""
    fresh = hasher.copy()
    fresh.update(lower.to_bytes(DIGEST_BYTES, "big") + higher.to_bytes(DIGEST_BYTES, "big"))
    return fresh.digest()


def format_key(key: IndexKey) -> bytes:
    """The content of a key file."""
    return b"cordon-edm-key-1 " + key.secret.hex().encode() + b"\n"


def parse_key(untrusted: bytes) -> IndexKey:
    """The key in a key file.

    Raises:
        ExactDataError: it is no key file.
    """
    match = _KEY_LINE.fullmatch(untrusted)
    if match is None:
        raise ExactDataError("The key file holds no key", hint="`cordon edm build --new-key` makes one.")
    return IndexKey(secret=bytes.fromhex(match[1].decode()))
