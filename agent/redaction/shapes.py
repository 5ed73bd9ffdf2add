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

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["EDGE", "keyed_digest", "same_shape"]

EDGE = 10
"""Characters around a value that can belong to an escape that its border cuts."""

_ROUNDS = 8
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


@dataclass(slots=True)
class _Symbol:
    """One character that changes: the `index`-th of `radix` from `first` on, written by `template`."""

    index: int
    radix: int
    first: int
    template: str = ""

    def __str__(self) -> str:
        code_point = self.first + self.index
        return self.template.format(code_point) if self.template else chr(code_point)


def same_shape(value: str, key: bytes, *, before: str = "", after: str = "") -> str:
    """Another value of the same shape.

    Args:
        value: what to replace.
        key: of the conversation.
        before: the `EDGE` characters in front of the value, or more.
        after: those behind it.
    """
    is_hex = _is_hex(value)
    parts: list[str | _Symbol] = []
    lossy: list[str] = []
    position = -len(before)
    for token in _TOKEN.finditer(before + value + after):
        start, end = position, position + len(token[0])
        position = end
        if start < 0 or end > len(value):
            parts.append(value[max(0, start) : max(0, end)])  # cut by a border, or wholly outside
            continue
        symbol = _symbol(token, is_hex=is_hex)
        if symbol is not None and (symbol.template or ord(token[0]) >= _ASCII_END):
            lossy.append(token[0])
        parts.append(token[0] if symbol is None else symbol)
    symbols = [part for part in parts if isinstance(part, _Symbol)]
    _permute(symbols, key, "".join(lossy))
    return "".join(map(str, parts))


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


def _symbol(token: re.Match[str], *, is_hex: bool) -> _Symbol | None:
    """What changes, or None for what stays."""
    kind = token.lastgroup or ""
    if kind in _ESCAPES:
        base, template = _ESCAPES[kind]
        code_point = int(token[kind], base)
        if code_point < _ASCII_END and not chr(code_point).isalnum():
            return None
        return _Symbol(code_point % 26, 26, ord("a"), template)
    return _plain_symbol(token[0], 6 if is_hex else 26) if kind == "plain" else None


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


def _permute(symbols: Sequence[_Symbol], key: bytes, tweak: str) -> None:
    half = len(symbols) // 2
    shape = "".join(f"{symbol.first}:{symbol.radix}," for symbol in symbols)
    seed = keyed_digest(key, shape, tweak)
    for number in range(_ROUNDS):
        source, changed = (symbols[:half], symbols[half:]) if number % 2 == 0 else (symbols[half:], symbols[:half])
        state = bytes(symbol.index for symbol in source)
        stream = hashlib.shake_256(seed + bytes((number,)) + state).digest(2 * len(changed))
        for place, symbol in enumerate(changed):
            shift = int.from_bytes(stream[2 * place : 2 * place + 2], "big")
            symbol.index = (symbol.index + shift) % symbol.radix
