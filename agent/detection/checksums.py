"""Check digits that more than one recognizer or its tests need. Every function is total on the characters it names."""

from __future__ import annotations

import zlib

__all__ = ["crc32_base62", "is_luhn", "is_mod97"]

_DOUBLED = bytes.maketrans(b"0123456789", b"0246813579")
_LETTER_VALUES = str.maketrans({letter: str(ord(letter) - 55) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def is_luhn(digits: str) -> bool:
    """Whether ASCII digits end in their Luhn check digit (ISO/IEC 7812-1, annex B)."""
    # Sums of whole byte strings, since near-misses by the ten thousand end here.
    characters = digits.encode("ascii")
    total = sum(characters[-1::-2]) + sum(characters[-2::-2].translate(_DOUBLED))
    return (total - ord("0") * len(characters)) % 10 == 0


def is_mod97(account: str) -> bool:
    """Whether an upper-case IBAN without separators has the remainder 1 (ISO 7064, MOD 97-10)."""
    return int((account[4:] + account[:4]).translate(_LETTER_VALUES)) % 97 == 1


def crc32_base62(text: str) -> str:
    """CRC-32 of ASCII text in six base-62 characters, as GitHub ends its tokens."""
    number = zlib.crc32(text.encode("ascii", "replace"))
    digits = ""
    while number:
        number, rest = divmod(number, 62)
        digits = _BASE62[rest] + digits
    return digits.rjust(6, "0")
