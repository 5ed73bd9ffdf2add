"""Base 58 with its checksums, as Bitcoin and its relatives write addresses and keys.

Rules kept here: every function is total on any string; what is not base 58, or whose checksum is wrong, is None.
Decoding multiplies big numbers, so that callers cap the length first.
"""

from __future__ import annotations

import hashlib

__all__ = ["BITCOIN", "RIPPLE", "decode", "decode_checked", "decode_monero_blocks", "decode_ss58"]

BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
"""The XRP ledger's order of the same characters (XRPL documentation, "base58 Encodings")."""

_VALUES = {alphabet: {character: value for value, character in enumerate(alphabet)} for alphabet in (BITCOIN, RIPPLE)}
_MONERO_BLOCK = 11
_MONERO_BYTES = {0: 0, 2: 1, 3: 2, 5: 3, 6: 4, 7: 5, 9: 6, 10: 7, 11: 8}
"""Characters of a block to the bytes it stands for (Monero, "cryptonote base58")."""


def decode(text: str, alphabet: str = BITCOIN) -> bytes | None:
    """The bytes that the text stands for."""
    number = _number(text, alphabet)
    if number is None:
        return None
    zeros = len(text) - len(text.lstrip(alphabet[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def decode_checked(text: str, alphabet: str = BITCOIN) -> bytes | None:
    """Version and payload, when the last four bytes are their double SHA-256 (Base58Check)."""
    data = decode(text, alphabet)
    if data is None or len(data) < 5:
        return None
    body, check = data[:-4], data[-4:]
    return body if hashlib.sha256(hashlib.sha256(body).digest()).digest()[:4] == check else None


def decode_ss58(text: str) -> bytes | None:
    """Prefix and 32-byte account of a Substrate address (SS58: BLAKE2b-512 over "SS58PRE" and the body)."""
    data = decode(text)
    if data is None or len(data) not in (35, 36):
        return None
    body, check = data[:-2], data[-2:]
    return body if hashlib.blake2b(b"SS58PRE" + body).digest()[:2] == check else None


def decode_monero_blocks(text: str) -> bytes | None:
    """Bytes of the CryptoNote variant, which encodes eight bytes at a time."""
    data = b""
    for start in range(0, len(text), _MONERO_BLOCK):
        block = text[start : start + _MONERO_BLOCK]
        size, number = _MONERO_BYTES.get(len(block)), _number(block, BITCOIN)
        if size is None or number is None or number >> 8 * size:
            return None
        data += number.to_bytes(size, "big")
    return data


def _number(text: str, alphabet: str) -> int | None:
    values = _VALUES[alphabet]
    number = 0
    for character in text:
        value = values.get(character)
        if value is None:
            return None
        number = number * 58 + value
    return number
