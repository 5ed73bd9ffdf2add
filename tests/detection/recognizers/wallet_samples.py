"""Addresses and worthless keys for the tests of wallets, encoded here from meaningless bytes."""

from __future__ import annotations

import base64
import binascii
import hashlib

from agent.detection.recognizers.crypto_wallet import base58

BECH32 = 1
BECH32M = 0x2BC830A3

_BECH32_CHARACTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def filler(size: int, seed: str = "cordon") -> bytes:
    """The same bytes for the same arguments."""
    return hashlib.shake_256(seed.encode()).digest(size)


def base58_text(data: bytes, alphabet: str = base58.BITCOIN) -> str:
    """Bytes in base 58."""
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = alphabet[rest] + text
    return alphabet[0] * (len(data) - len(data.lstrip(b"\0"))) + text


def base58check(body: bytes, alphabet: str = base58.BITCOIN) -> str:
    """Version and payload with their checksum."""
    return base58_text(body + hashlib.sha256(hashlib.sha256(body).digest()).digest()[:4], alphabet)


def bech32_text(prefix: str, values: list[int], constant: int) -> str:
    """Groups of five bits behind a prefix, with the checksum that ends in the constant."""
    expanded = [ord(each) >> 5 for each in prefix] + [0] + [ord(each) & 31 for each in prefix]
    remainder = 1
    for value in [*expanded, *values, *[0] * 6]:
        top = remainder >> 25
        remainder = (remainder & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_BECH32_GENERATORS):
            remainder ^= generator if top >> bit & 1 else 0
    remainder ^= constant
    check = [remainder >> 5 * (5 - place) & 31 for place in range(6)]
    return f"{prefix}1{''.join(_BECH32_CHARACTERS[value] for value in [*values, *check])}"


def fives(data: bytes) -> list[int]:
    """Bytes in groups of five bits, filled up with zeros."""
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    return [int(bits[at : at + 5], 2) for at in range(0, len(bits), 5)]


def stellar_key(version: int, data: bytes) -> str:
    """32 bytes as a key of Stellar."""
    body = bytes([version]) + data
    return base64.b32encode(body + binascii.crc_hqx(body, 0).to_bytes(2, "little")).decode()


def wallet_import_key() -> str:
    """A private key in Bitcoin's wallet import format that opens nothing."""
    return base58check(b"\x80" + filler(32) + b"\x01")


def extended_private_key() -> str:
    """An extended private key (BIP-32) that opens nothing."""
    return base58check(b"\x04\x88\xad\xe4" + filler(74))
