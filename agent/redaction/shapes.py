"""A value to another of the same shape: digits stay digits, letters letters in their case, everything else stays.

Rules kept here:
- Deterministic under a key, so that what was equal stays equal. Among values of ASCII letters and digits it is a
  permutation: different values of one shape stay different, as joins and unique columns ask. (A Feistel network over
  the characters, each half shifted by a keyed hash of the other.)
- Letters of other scripts become ASCII letters; different values then stay different but for chance.
- A value whose letters are all hexadecimal stays hexadecimal.
- Escapes of SQL, JSON, source code, URLs and HTML are never broken: one that stands for a letter or digit becomes the
  same kind of escape of an ASCII letter, any other stays, and so does the part inside of one that the value's border
  cuts. Armor lines of PEM stay.
"""

from __future__ import annotations

import functools
import hashlib
import re
import struct
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

__all__ = ["EDGE", "keyed_digest", "same_shape"]

EDGE = 10
"""Characters around a value that can belong to an escape that its border cuts."""

_ROUNDS = 8
_LETTERS = 26
_HEX_LETTERS = 6
_LEAST_HEX = 8
_SURROGATES = range(0xD800, 0xE000)
_ASCII_END = 0x80

_TOKEN = re.compile(
    r"""
    (?P<armor>-----(?:BEGIN|END)[ ][A-Z0-9 ]+-----)
    |\\u\{(?P<braced>[0-9a-fA-F]{1,6})\}
    |\\u(?P<u4>[0-9a-fA-F]{4})
    |\\U(?P<u8>[0-9a-fA-F]{8})
    |\\x(?P<x2>[0-9a-fA-F]{2})
    |\\(?P<octal>[0-7]{3})
    |%(?P<percent>[0-9a-fA-F]{2})
    |&\#(?P<decimal>[0-9]{1,7});
    |&\#[xX](?P<hex>[0-9a-fA-F]{1,6});
    |(?P<named>&[A-Za-z]{2,8};|\\N\{[^{}]{1,80}\})
    |(?P<escaped>\\.)
    |(?P<plain>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_MAY_ESCAPE = re.compile(r"[\\%&]|-----")
_NOT_ITS_NUMBER = "\\uUxX{}%&#;"
_ESCAPES = {
    "braced": (16, "\\u{{{:x}}}"),
    "u4": (16, "\\u{:04x}"),
    "u8": (16, "\\U{:08x}"),
    "x2": (16, "\\x{:02x}"),
    "octal": (8, "\\{:03o}"),
    "percent": (16, "%{:02X}"),
    "decimal": (10, "&#{};"),
    "hex": (16, "&#x{:x};"),
}


@dataclass(frozen=True, slots=True)
class _Symbol:
    """A character that changes: it was the `index`-th of `radix` from `first` on, and is written by `template`."""

    index: int
    radix: int
    first: int
    template: str = ""

    def write(self, index: int) -> str:
        """The character with another index."""
        code_point = self.first + index
        return self.template.format(code_point) if self.template else chr(code_point)


def same_shape(value: str, key: bytes, *, before: str = "", after: str = "") -> str:
    """Another value of the same shape.

    Args:
        value: what to replace.
        key: of the conversation.
        before: the `EDGE` characters in front of the value, or more.
        after: those behind it.
    """
    letters = _HEX_LETTERS if _is_hex(value) else _LETTERS
    parts = [(token, _symbol(token, kind, letters)) for token, kind in _tokens(value, before, after)]
    symbols = [symbol for _, symbol in parts if symbol is not None]
    lossy = "".join(token for token, symbol in parts if symbol is not None and (symbol.template or not token.isascii()))
    changed = iter(_permuted(symbols, key, lossy))
    return "".join(token if symbol is None else symbol.write(next(changed)) for token, symbol in parts)


def keyed_digest(key: bytes, *texts: str) -> bytes:
    """32 bytes that nobody without the key can tell, the same for the same texts."""
    state = hashlib.blake2b(key=key, digest_size=32)
    for text in texts:
        data = text.encode("utf-8", "surrogatepass")
        state.update(len(data).to_bytes(8, "big") + data)
    return state.digest()


def _is_hex(value: str) -> bool:
    characters = [character for character in value if character.isalnum()]
    letters = [character for character in characters if not character.isdecimal()]
    return len(characters) >= _LEAST_HEX and 0 < len(letters) < len(characters) and set(letters) <= set("abcdefABCDEF")


def _tokens(value: str, before: str, after: str) -> Iterator[tuple[str, str]]:
    """The characters and escapes of a value, each with its kind: a group of `_TOKEN`."""
    around = before + value + after
    if _MAY_ESCAPE.search(around) is None:
        yield from ((character, "plain") for character in value)
        return
    position = -len(before)
    for token in _TOKEN.finditer(around):
        start, position = position, position + len(token[0])
        if start >= 0 and position <= len(value):
            yield token[0], token.lastgroup or ""
        elif kept := value[max(0, start) : max(0, position)]:  # of an escape that is cut
            yield kept, "escaped"


def _symbol(token: str, kind: str, letters: int) -> _Symbol | None:
    """What changes, or None for what stays."""
    if kind == "plain":
        return _plain_symbol(token, letters)
    if kind not in _ESCAPES:
        return None
    base, template = _ESCAPES[kind]
    code_point = int(token.strip(_NOT_ITS_NUMBER), base)
    if code_point < _ASCII_END and not chr(code_point).isalnum():
        return None
    return _Symbol(code_point % _LETTERS, _LETTERS, ord("a"), template)


@functools.lru_cache(maxsize=1024)
def _plain_symbol(character: str, letters: int) -> _Symbol | None:
    code_point = ord(character)
    if character.isdecimal():
        return _Symbol(unicodedata.decimal(character), 10, ord("0"))
    if character.isnumeric() and not character.isalpha():
        return _Symbol(code_point % 10, 10, ord("0"))
    if not character.isalpha() and code_point not in _SURROGATES:  # an undecodable byte may be a letter
        return None
    first = ord("A") if character.isupper() or character.istitle() else ord("a")
    index = code_point - first if code_point < _ASCII_END else code_point
    return _Symbol(index % letters, letters, first)


def _permuted(symbols: Sequence[_Symbol], key: bytes, tweak: str) -> list[int]:
    """Other indexes for the symbols."""
    shape = "".join(f"{symbol.first}:{symbol.radix}," for symbol in symbols)
    seed = keyed_digest(key, shape, tweak)
    indexes, radices = [symbol.index for symbol in symbols], [symbol.radix for symbol in symbols]
    half = len(symbols) // 2
    halves = (slice(0, half), slice(half, len(symbols)))
    for number in range(_ROUNDS):
        source, changed = halves if number % 2 == 0 else reversed(halves)
        stream = hashlib.shake_256(seed + bytes((number, *indexes[source]))).digest(2 * len(indexes[changed]))
        shifts = struct.unpack(f"<{len(stream) // 2}H", stream)
        indexes[changed] = [
            (index + shift) % radix
            for index, shift, radix in zip(indexes[changed], shifts, radices[changed], strict=True)
        ]
    return indexes
