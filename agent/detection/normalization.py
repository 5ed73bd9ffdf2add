"""Text as the recognizers want it, with an exact way back: one form for what can be written in many.

What is made one: full-width, mathematical and other compatibility letters and digits (Unicode NFKC, UAX #15), the
decimal digits of every script, dashes, quotes and spaces of every kind, letters with combining accents (NFC), letters
of another script inside a Latin word (a subset of the confusables of UTS #39), HTML character references, and
quoted-printable (RFC 2045, section 6.7) where the text is clearly written in it. What is invisible goes: zero-width
characters, soft hyphens, directional marks.

What stays: superscripts and fractions (10^2 is not 102), accents, and every word wholly in another script. A text
of plain ASCII without references comes back as it is, at the cost of three substring searches.
"""

from __future__ import annotations

import functools
import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from agent.detection.offset_map import OffsetMap, Piece

__all__ = ["NormalizedText", "normalize"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalizedText:
    """The text to recognize in, and the way back.

    Attributes:
        text: what the recognizers read.
        offsets: from its code points to those of the original; None where every offset is the same.
    """

    text: str = field(repr=False)
    offsets: OffsetMap | None = None

    def original_span(self, start: int, end: int) -> tuple[int, int] | None:
        """The span in the original text."""
        return (start, end) if self.offsets is None else self.offsets.original_span(start, end)


_REFERENCE = r"&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_QUOTED_PRINTABLE = r"(?:=[0-9A-F]{2})+|=\r?\n"
_ACCENTED = r"[A-Za-z][\u0300-\u036f]+"
_ACCENTS = re.compile(r"[\u0300-\u036f]")
_ASTRAL = re.compile("[\U0001d400-\U0001d7ff\U0001f100-\U0001f1ff\U000e0000-\U000e007f\U000104a0-\U000111d9]")

# First and last code point of the blocks whose characters have a simpler form that matters here.
_BLOCKS = (
    (0xA0, 0xA0),  # no-break space
    (0xAA, 0xAA),
    (0xAD, 0xAD),  # soft hyphen
    (0xBA, 0xBA),  # ordinal indicators: "N\u00ba" is "No"
    (0x34F, 0x34F),
    (0x61C, 0x61C),
    (0x115F, 0x1160),
    (0x1680, 0x1680),
    (0x17B4, 0x17B5),
    (0x180E, 0x180E),
    (0x2000, 0x206F),  # spaces, dashes, quotes, marks of direction
    (0x2100, 0x214F),  # letter-like symbols
    (0x2160, 0x217F),  # roman numerals
    (0x2212, 0x2212),  # minus
    (0x2460, 0x249B),  # digits in circles
    (0x3000, 0x3000),
    (0x3164, 0x3164),
    (0xFB00, 0xFB06),  # ligatures
    (0xFE00, 0xFE0F),
    (0xFE30, 0xFE6F),
    (0xFEFF, 0xFEFF),
    (0xFF00, 0xFFEF),  # full-width and half-width forms
    (0x1D400, 0x1D7FF),  # mathematical letters and digits
    (0x1F100, 0x1F1FF),
    (0xE0000, 0xE007F),
)
_FIRST_DIGITS = tuple(
    map(
        ord,
        "\u0660\u06f0\u07c0\u0966\u09e6\u0a66\u0ae6\u0b66\u0be6\u0c66\u0ce6\u0d66\u0de6\u0e50\u0ed0\u0f20\u1040\u1090"
        "\u17e0\u1810\u1946\u19d0\u1a80\u1a90\u1b50\u1bb0\u1c40\u1c50\ua620\ua8d0\ua900\ua9d0\ua9f0\uaa50\uabf0"
        "\U000104a0\U00011066\U000110f0\U00011136\U000111d0",
    )
)
"""The zero of each script's decimal digits (Unicode general category Nd)."""

_QUOTES = {"\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'"} | dict.fromkeys(
    "\u201c\u201d\u201e\u201f\u2033", '"'
)

_CONFUSABLES = str.maketrans(
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u0501\u051b"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03b1\u03c1\u0261\u0131",
    "ABEKMHOPCTXaeopcyxsijdqABEZHIKMNOPTYXoapgi",
)
_CONFUSABLE = "[" + "".join(map(chr, _CONFUSABLES)) + "]"
_MIXED = re.compile(f"[A-Za-z]{_CONFUSABLE}|{_CONFUSABLE}[A-Za-z]")
_WORD = re.compile(r"[^\W_]+")


def normalize(text: str) -> NormalizedText:
    """The text in one form; total on any string, and linear in its length."""
    is_ascii = text.isascii()
    pattern = _pattern(
        is_ascii=is_ascii,
        has_accents=not is_ascii and _ACCENTS.search(text) is not None,
        has_astral=not is_ascii and _ASTRAL.search(text) is not None,
        has_references="&" in text,
        is_quoted_printable=_is_quoted_printable(text),
    )
    if pattern is None:
        return NormalizedText(text=text)
    normalized = _replaced(text, pattern)
    if not is_ascii and _MIXED.search(normalized.text):
        # One character for one: the offsets stay.
        normalized = NormalizedText(text=_WORD.sub(_without_confusables, normalized.text), offsets=normalized.offsets)
    return normalized


def _is_quoted_printable(text: str) -> bool:
    """Whether equals signs stand for encoded characters rather than for themselves."""
    signs = text.count("=") if "=" in text else 0
    if signs < 3:
        return False
    encoded = sum(map(text.count, ("=3D", "=\n", "=\r\n", "=20", "=C2", "=C3", "=E2", "=2E", "=09")))
    return encoded * 2 >= signs


@functools.cache
def _pattern(
    *, is_ascii: bool, has_accents: bool, has_astral: bool, has_references: bool, is_quoted_printable: bool
) -> re.Pattern[str] | None:
    alternatives = []
    if has_references:
        alternatives.append(_REFERENCE)
    if is_quoted_printable:
        alternatives.append(_QUOTED_PRINTABLE)
    if has_accents:
        alternatives.append(_ACCENTED)
    if not is_ascii:
        # One class within the basic plane is a bitmap, and four times as fast as one that reaches beyond it.
        alternatives.append(_class_of(each for each in _simpler_forms() if has_astral or each < "\U00010000"))
    return re.compile("|".join(alternatives)) if alternatives else None


def _class_of(characters: Iterable[str]) -> str:
    """The characters as a class of ranges."""
    ranges: list[list[int]] = []
    for code_point in sorted(map(ord, characters)):
        if ranges and code_point == ranges[-1][1] + 1:
            ranges[-1][1] = code_point
        else:
            ranges.append([code_point, code_point])
    return "[" + "".join(f"{re.escape(chr(first))}-{re.escape(chr(last))}" for first, last in ranges) + "]"


@functools.cache
def _simpler_forms() -> dict[str, str]:
    """Character to what it becomes, for characters of the blocks above; empty for what is invisible."""
    forms: dict[str, str] = {}
    for zero in _FIRST_DIGITS:
        forms |= {chr(zero + value): str(value) for value in range(10)}
    for first, last in _BLOCKS:
        for character in map(chr, range(first, last + 1)):
            form = _simpler_form(character)
            if form != character:
                forms[character] = form
    return forms


def _simpler_form(character: str) -> str:
    category = unicodedata.category(character)
    if character in _QUOTES:
        return _QUOTES[character]
    if category in ("Cf", "Mn") or character in "\u115f\u1160\u3164":
        return ""
    if category == "Zs":
        return " "
    if category in ("Zl", "Zp"):
        return "\n"
    if category == "Pd" or character == "\u2212":
        return "-"
    return unicodedata.normalize("NFKC", character)


def _replaced(text: str, pattern: re.Pattern[str]) -> NormalizedText:
    parts: list[str] = []
    pieces: list[Piece] = []
    copied = run_start = origin_start = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        form = _form(match.group())
        parts += (text[copied:start], form)
        copied = end
        if len(form) == end - start == 1:
            # In place: the run of plain characters goes on.
            continue
        run_end = run_start + start - origin_start
        if start > origin_start:
            pieces.append(Piece(run_start, run_end, origin_start, start))
        if form:
            pieces.append(Piece(run_end, run_end + len(form), start, end, is_plain=False))
        run_start, origin_start = run_end + len(form), end
    if not parts:
        return NormalizedText(text=text)
    parts.append(text[copied:])
    if origin_start == 0:
        return NormalizedText(text="".join(parts))
    pieces.append(Piece(run_start, run_start + len(text) - origin_start, origin_start, len(text)))
    return NormalizedText(text="".join(parts), offsets=OffsetMap(pieces))


def _form(found: str) -> str:
    if found[0] == "&":
        text = html.unescape(found)
        # A name that HTML does not know stays; what it knows may itself have a simpler form.
        return text if text == found else "".join(_simpler_form(character) for character in text)
    if found[0] == "=":
        encoded = found.replace("=", "").strip()
        return bytes.fromhex(encoded).decode("utf-8", "replace")
    if len(found) > 1:
        return unicodedata.normalize("NFC", found)
    return _simpler_forms()[found]


def _without_confusables(word: re.Match[str]) -> str:
    text = word.group()
    return text.translate(_CONFUSABLES) if _MIXED.search(text) else text
