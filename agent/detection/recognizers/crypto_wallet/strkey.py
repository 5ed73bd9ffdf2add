"""Stellar's keys in base 32: a version byte, 32 bytes and a CRC-16 (Stellar SEP-23, "strkey")."""

from __future__ import annotations

import base64
import binascii

__all__ = ["ACCOUNT", "SEED", "version"]

ACCOUNT = 6 << 3
SEED = 18 << 3


def version(text: str) -> int | None:
    """The version byte of 56 characters of base 32 with the right checksum; total on any string."""
    try:
        data = base64.b32decode(text)
    except ValueError:  # not base 32: no key
        return None
    if len(data) != 35 or binascii.crc_hqx(data[:-2], 0) != int.from_bytes(data[-2:], "little"):
        return None
    return data[0]
