"""Base 32 with the BCH codes of Bitcoin's later addresses: bech32 (BIP-173), bech32m (BIP-350), CashAddr.

Rules kept here: total on any string; a wrong checksum, mixed case or a wrong witness program is None or False.
"""

from __future__ import annotations

import enum

__all__ = ["Variant", "is_cash_address", "is_segwit_address", "variant"]

_CHARACTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUES = {character: value for value, character in enumerate(_CHARACTERS)}
_CASH_LENGTH = 42
_CHECK_LENGTH = 6


def _folds(*generators: int) -> tuple[int, ...]:
    """What each five bits that leave the register fold back into it."""
    folds = [0]
    for generator in generators:
        folds += [each ^ generator for each in folds]
    return tuple(folds)


_FOLDS = _folds(0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CASH_FOLDS = _folds(0x98F2BC8E61, 0x79B76D99E2, 0xF33E5FB3C4, 0xAE2EABE2A8, 0x1E4F43E470)


class Variant(enum.Enum):
    """Which constant the checksum ends in."""

    BECH32 = 1
    BECH32M = 0x2BC830A3


def variant(text: str) -> Variant | None:
    """The encoding whose checksum the text has."""
    parts = _split(text)
    if parts is None:
        return None
    prefix, values = parts
    expanded = [ord(each) >> 5 for each in prefix] + [0] + [ord(each) & 31 for each in prefix]
    remainder = _remainder([*expanded, *values], _FOLDS, 25)
    return next((each for each in Variant if each.value == remainder), None)


def is_segwit_address(text: str) -> bool:
    """Whether witness version, program length and encoding belong together (BIP-173, BIP-350)."""
    parts = _split(text)
    encoding = variant(text)
    if parts is None or encoding is None:
        return False
    version, *program = parts[1][:-_CHECK_LENGTH] or [32]
    size, padding = divmod(len(program) * 5, 8)
    if version > 16 or not 2 <= size <= 40 or padding >= 5 or (program and program[-1] & ((1 << padding) - 1)):
        return False
    if version == 0:
        return encoding is Variant.BECH32 and size in (20, 32)
    return encoding is Variant.BECH32M


def is_cash_address(text: str) -> bool:
    """Whether a Bitcoin Cash address, with or without its prefix, has the right checksum (CashAddr specification)."""
    if text.lower() != text and text.upper() != text:
        return False
    prefix, separator, payload = text.lower().rpartition(":")
    if not separator:
        prefix = "bitcoincash"
    if len(payload) != _CASH_LENGTH or not all(map(_VALUES.__contains__, payload)):
        return False
    values = [*(ord(each) & 31 for each in prefix), 0, *(_VALUES[each] for each in payload)]
    return _remainder(values, _CASH_FOLDS, 35) == 1


def _split(text: str) -> tuple[str, list[int]] | None:
    if not text.isascii() or (text.lower() != text and text.upper() != text):
        return None
    prefix, _, payload = text.lower().rpartition("1")
    if not prefix or len(payload) < _CHECK_LENGTH or not all(map(_VALUES.__contains__, payload)):
        return None
    return prefix, [_VALUES[each] for each in payload]


def _remainder(values: list[int], folds: tuple[int, ...], shift: int) -> int:
    remainder = 1
    mask = (1 << shift) - 1
    for value in values:
        remainder = (remainder & mask) << 5 ^ value ^ folds[remainder >> shift]
    return remainder
