"""Seals the rows of a history, each with everything before it; pure.

Each link carries an HMAC-SHA-256 over its number, its kind, the day its row is deleted with, the digest of the row, and
the HMAC before it. A row that was changed, taken out, put in or moved makes its link, or one behind it, wrong. The day
and the digest stand in the link, so that it can still be checked when retention has deleted the row.

The key is made of the file's key, and lies where that one lies: whoever can read it can make a chain anew. Only a link
that was told to somebody else before shows that (docs/privacy.md).

The construction is the forward chain of Schneier and Kelsey, "Secure Audit Logs to Support Computer Forensics", 1999,
with one key instead of keys that evolve.
"""

from __future__ import annotations

import enum
import hashlib
import hmac
import json
import struct
from collections.abc import Sequence

__all__ = ["ORIGIN", "LinkKind", "chain_key", "digest_of", "sealed"]

ORIGIN = bytes(32)
"""What the first link has before it."""

_PURPOSE = b"cordon history chain 1"
_FIXED = struct.Struct(">qBq32s32s")


class LinkKind(enum.IntEnum):
    """What kind of row a link is of. Numbers are in files: never change them."""

    EVENT = 1
    DISPOSITION = 2
    RECEIPT = 3


def chain_key(file_key: bytes) -> bytes:
    """The key of the chain in a file."""
    return hmac.digest(file_key, _PURPOSE, "sha256")


def digest_of(kind: LinkKind, values: Sequence[str | int | None]) -> bytes:
    """32 bytes that stand for the values of a row."""
    return hashlib.sha256(json.dumps([kind, *values]).encode()).digest()


def sealed(key: bytes, number: int, kind: LinkKind, day: int, digest: bytes, before: bytes) -> bytes:
    """The HMAC of a link.

    Args:
        key: from `chain_key`.
        number: of the link.
        kind: of its row.
        day: its row is deleted with, in days since 1970 (UTC).
        digest: of its row.
        before: the HMAC of the link before it, or `ORIGIN`.
    """
    return hmac.digest(key, _FIXED.pack(number, kind, day, digest, before), "sha256")
