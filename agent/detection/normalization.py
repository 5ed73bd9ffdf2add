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

from agent.detection.offset_map import OffsetMap, Piece, SplitMap

__all__ = ["NormalizedText", "normalize"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalizedText:
    """The text to recognize in, and the way back.

    Attributes:
        text: what the recognizers read.
        offsets: from its code points to those of the original; None where every offset is the same.
    """

    text: str = field(repr=False)
    offsets: OffsetMap | SplitMap | None = None

    def original_span(self, start: int, end: int) -> tuple[int, int] | None:
        """The span in the original text."""
        return (start, end) if self.offsets is None else self.offsets.original_span(start, end)


_REFERENCE = re.compile(r"&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_QUOTED_PRINTABLE = re.compile(r"(?:=[0-9A-F]{2})+|=\r?\n")
_SIGNS = {"&": _REFERENCE, "=": _QUOTED_PRINTABLE}
_ENCODED_SIGN = re.compile(r"=(?:3D|\r?\n|20|C2|C3|E2|2E|09)")
_ACCENT_CHARACTERS = frozenset(map(chr, range(0x300, 0x370)))
_ACCENTS = re.compile(r"[\u0300-\u036f]+")
_ASCII = bytes(range(128))
_RARE = 64
"""How seldom a character is to be looked for by itself: sixty characters further is as near as a class gets."""

# First and last code point of the blocks whose characters have a simpler form that matters here.
_BLOCKS = (
    (0xA0, 0xA0),  # no-break space
    (0xAA, 0xAA),
    (0xAD, 0xAD),  # soft hyphen
    (0xBA, 0xBA),  # ordinal indicators: "N\u00ba" is "No"
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
_CONFUSABLE_CHARACTERS = frozenset(map(chr, _CONFUSABLES))
_CONFUSABLE = re.compile("[" + "".join(map(chr, _CONFUSABLES)) + "]")
_WORD = re.compile(r"[^\W_]{1,100}")
_LONGEST_WORD = 100
_FEWEST_SIGNS = 3


def normalize(text: str) -> NormalizedText:
    """The text in one form; total on any string, and linear in its length."""
    signs = ("&" if "&" in text else "") + ("=" if _is_quoted_printable(text) else "")
    if text.isascii():
        return _replaced(text, signs) if signs else NormalizedText(text=text)
    characters = _beyond_ascii(text)
    forms = _simpler_forms()
    longer = signs
    for character in characters:
        form = forms.get(character)
        if form is not None and len(form) == 1:
            # One for one: in place, and at the speed of memory.
            text = text.replace(character, form)
        elif form is not None or character in _ACCENT_CHARACTERS:
            longer += character
    normalized = _replaced(text, longer) if longer else NormalizedText(text=text)
    if not characters.isdisjoint(_CONFUSABLE_CHARACTERS):
        # One character for one: the offsets stay.
        normalized = NormalizedText(text=_without_confusables(normalized.text), offsets=normalized.offsets)
    return normalized


def _beyond_ascii(text: str) -> set[str]:
    """The characters of a text that are not ASCII."""
    # Over bytes, since that is some ten times as fast as over characters.
    rest = text.encode("utf-8", "surrogatepass").translate(None, _ASCII)
    return set(rest.decode("utf-8", "surrogatepass"))


def _is_quoted_printable(text: str) -> bool:
    """Whether equals signs stand for encoded characters rather than for themselves."""
    signs = text.count("=")
    if signs < _FEWEST_SIGNS or len(_ENCODED_SIGN.findall(text)) * 2 < signs:
        return False
    # Its own sign, or a line broken by it, is in every such text.
    return "=3D" in text or "=\n" in text or "=\r\n" in text


def _places(text: str, characters: str) -> Iterable[int]:
    """Where any of the characters stands, in order; for few of them."""
    places: list[int] = []
    for character in characters:
        at = text.find(character)
        while at >= 0:
            places.append(at)
            at = text.find(character, at + 1)
    return sorted(places)


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


def _replaced(text: str, characters: str) -> NormalizedText:
    """The text with a simpler form for what begins with one of the characters."""
    if sum(map(text.count, characters)) * _RARE > len(text):
        return _replaced_at_once(text, characters)
    return _replaced_one_by_one(text, characters)


class _Forms(dict[str, str]):
    """What each token becomes, worked out once."""

    def __missing__(self, token: str) -> str:
        form = _simpler_forms().get(token[0])
        if form is None and (token[0] in _SIGNS or token[0] in _ACCENT_CHARACTERS):
            _, _, form = _written_out(token, 0, 0)
        elif form is None:
            # Accents, and what they stand upon.
            form = unicodedata.normalize("NFC", token) if token[0].isalpha() else token[0]
        self[token] = form = token if form is None else form
        return form


def _replaced_at_once(text: str, characters: str) -> NormalizedText:
    """The same in a few passes without a step for each of them, for texts that are full of them."""
    forms = _simpler_forms()
    left_out = [each for each in characters if forms.get(each) == ""]
    tokens = [_class_of(left_out) + "+"] if left_out else []
    longer = [each for each in characters if forms.get(each)]
    tokens += [_class_of(longer)] if longer else []
    tokens += [regex.pattern for sign, regex in _SIGNS.items() if sign in characters]
    if not _ACCENT_CHARACTERS.isdisjoint(characters):
        tokens.append(rf"[^\W\d_]?{_ACCENTS.pattern}")
    parts = re.split(f"({'|'.join(tokens)})", text)
    written = parts[1::2]
    lengths = list(map(len, parts))
    parts[1::2] = map(_Forms().__getitem__, written)
    # Signs that stand for themselves are plain.
    plain: frozenset[int] = frozenset()
    if not _SIGNS.keys().isdisjoint(characters):
        plain = frozenset(
            2 * number + 1
            for number, (token, form) in enumerate(zip(written, parts[1::2], strict=True))
            if token == form and token[0] in _SIGNS
        )
    return NormalizedText(text="".join(parts), offsets=SplitMap(list(map(len, parts)), lengths, plain))


def _replaced_one_by_one(text: str, characters: str) -> NormalizedText:  # noqa: C901 - one loop, for speed
    """The same where they are rare."""
    forms = _simpler_forms()
    parts: list[str] = []
    pieces: list[Piece] = []
    copied = run_start = origin_start = 0
    for place in _places(text, characters):
        if place < copied:
            continue
        form: str | None = forms.get(text[place])
        start, end = place, place + 1
        if form is None:
            start, end, form = _written_out(text, start, copied)
            if form is None:
                continue
        parts += (text[copied:start], form)
        copied = end
        # One for one is in place, and the run of plain characters goes on.
        if not len(form) == end - start == 1:
            run_end = run_start + start - origin_start
            if start > origin_start:
                pieces.append(Piece(run_start, run_end, origin_start, start))
            if form:
                pieces.append(Piece(run_end, run_end + len(form), start, end, "", False))  # noqa: FBT003 - a hot loop
            run_start, origin_start = run_end + len(form), end
    if not parts:
        return NormalizedText(text=text)
    parts.append(text[copied:])
    if origin_start == 0:
        return NormalizedText(text="".join(parts))
    if len(text) > origin_start:
        pieces.append(Piece(run_start, run_start + len(text) - origin_start, origin_start, len(text)))
    return NormalizedText(text="".join(parts), offsets=OffsetMap(pieces))


def _written_out(text: str, start: int, copied: int) -> tuple[int, int, str | None]:
    """Start, end and form of what takes more than one character; None when the sign stands for itself."""
    if text[start] == "&":
        reference = _REFERENCE.match(text, start)
        if reference is None:
            return start, start, None
        form = html.unescape(reference.group())
        # A name that HTML does not know stays; what it knows may itself have a simpler form.
        if form == reference.group():
            return start, start, None
        return start, reference.end(), "".join(map(_simpler_form, form))
    if text[start] == "=":
        encoded = _QUOTED_PRINTABLE.match(text, start)
        if encoded is None:
            return start, start, None
        octets = bytes.fromhex(encoded.group().replace("=", "").strip())
        return start, encoded.end(), octets.decode("utf-8", "replace")
    accents = _ACCENTS.match(text, start)
    if accents is None:
        return start, start, None
    if start > copied and text[start - 1].isalpha():
        return start - 1, accents.end(), unicodedata.normalize("NFC", text[start - 1 : accents.end()])
    return start, accents.end(), ""


def _without_confusables(text: str) -> str:
    parts: list[str] = []
    copied = 0
    for found in _CONFUSABLE.finditer(text):
        at = found.start()
        if at < copied or not (_is_latin(text[at - 1 : at]) or _is_latin(text[at + 1 : at + 2])):
            continue
        start = at
        while start > copied and at - start < _LONGEST_WORD and text[start - 1].isalnum():
            start -= 1
        word = _WORD.match(text, at)
        end = at + 1 if word is None else word.end()
        parts += (text[copied:start], text[start:end].translate(_CONFUSABLES))
        copied = end
    parts.append(text[copied:])
    return "".join(parts)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()
