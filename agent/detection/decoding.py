"""Encoded tokens in a text, decoded one level: base64, hexadecimal and percent-encoding that hide readable text.

A token counts when it decodes to text (UTF-8 without control characters); keys, hashes and pictures do not, and stay
what they are. Base64 (RFC 4648, either alphabet) may run over lines of equal length, as MIME writes it. What stands
before the token on its line goes along, since it may say what the token is.

Everything is in bytes; the work is linear in the length of the tokens.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

__all__ = ["PERCENT_REGEX", "Decoded", "decoded_base64", "decoded_hex", "decoded_percent", "decoded_tokens"]

PERCENT_REGEX = rb"[^\s\"'<>]*%[2-7][0-9A-Fa-f][^\s\"'<>]*"

_RUN = re.compile(rb"[A-Za-z0-9+/_-]{16,}")
_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{60,76}\r?\n)*[A-Za-z0-9+/_-]{16,}={0,2}")
_HEX = re.compile(rb"(?:0x)?((?:[0-9a-fA-F]{2}){12,})")
_LINE = re.compile(rb"[A-Za-z0-9+/_=-]+")
_PROBE = 24
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_CONTROLS = bytes(range(9)) + b"\x0b\x0c" + bytes(range(14, 32)) + b"\x7f"
_NO_LETTERS = b"0123456789+/_-"
_OF_ASCII = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef"
_FEWEST_KINDS = 5
_LONG_BYTES = 48


class Decoded(NamedTuple):
    """One token, or one line of it, and the text it stands for. A tuple, since hostile text has many.

    Attributes:
        start: where the token begins in the text.
        end: where it ends.
        text: what it stands for.
        origin: the encoding, in an administrator's words.
        continues: whether it goes on where the one before ended, as the next line of the same token.
    """

    start: int
    end: int
    text: bytes
    origin: str
    continues: bool = False


def decoded_tokens(data: bytes, tokens: Iterable[tuple[int, int]]) -> Iterator[Decoded]:
    """What the long tokens of a text hide, in base64 or hexadecimal.

    Args:
        data: the text.
        tokens: start and end of its runs of token characters, in order.
    """
    position = 0
    for start, end in tokens:
        for run in _RUN.finditer(data, max(start, position), max(end, position)):
            token = run[0]
            digits = _HEX.fullmatch(token)
            if digits is not None:
                yield from decoded_hex(digits[1], run.start() + digits.start(1))
                continue
            if _is_name(token):
                continue
            # Lines that follow belong to it.
            whole = _BASE64.match(data, run.start())
            if whole is not None:
                yield from decoded_base64(whole[0], run.start())
                position = whole.end()


def _is_name(token: bytes) -> bool:
    """Whether a token is a name, as nearly all are in code, or a number, rather than text in base64."""
    # Such text mixes cases; names, and digits of keys, do not. Digits alone are numbers.
    if token.islower() or token.isupper() or token.isdigit():
        return True
    # The first of four characters holds the first byte's high bits: below 32 for ASCII, a letter up to f.
    return len(token.translate(None, _NO_LETTERS)) == len(token) and bool(token[::4].translate(None, _OF_ASCII))


def decoded_base64(token: bytes, start: int) -> Iterator[Decoded]:
    """The lines of a base64 token; nothing when it hides no text."""
    if b"\n" not in token:
        text = _base64(token)
        if _is_text(text):
            yield Decoded(start, start + len(token), text, "decoded: base64")
        return
    lines = list(_LINE.finditer(token))
    if _has_controls(_base64(lines[0].group()[:_PROBE])):
        return
    texts = [_base64(line.group()) for line in lines]
    if not _is_text(b"".join(texts)):
        return
    for number, (line, text) in enumerate(zip(lines, texts, strict=True)):
        yield Decoded(start + line.start(), start + line.end(), text, "decoded: base64", continues=number > 0)


def _base64(token: bytes) -> bytes:
    body = token.translate(_URL_SAFE).rstrip(b"=")
    if len(body) % 4 == 1:  # no such length
        return b""
    try:
        # What base64.b64decode calls: hostile text has fifty thousand of them.
        return binascii.a2b_base64(body + b"=" * (-len(body) % 4), strict_mode=True)
    except binascii.Error:
        return b""


def decoded_hex(token: bytes, start: int) -> Iterator[Decoded]:
    """A hexadecimal token; nothing when it hides no text."""
    text = bytes.fromhex(token.decode("ascii"))
    if _is_text(text):
        yield Decoded(start, start + len(token), text, "decoded: hexadecimal")


def decoded_percent(token: bytes, start: int) -> Iterator[Decoded]:
    """A percent-encoded token (RFC 3986, section 2.1), such as a query that holds an address."""
    text = unquote_to_bytes(token)
    if text != token and _is_text(text):
        yield Decoded(start, start + len(token), text, "decoded: percent-encoding")


def _has_controls(data: bytes) -> bool:
    return len(data.translate(None, _CONTROLS)) != len(data)


def _is_text(data: bytes) -> bool:
    if _has_controls(data) or len(set(data)) < _FEWEST_KINDS:
        return False
    if data.isascii():
        return True
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    # A short run of random bytes may be UTF-8, but then it is hardly ASCII.
    return sum(map(str.isascii, text)) * 2 >= len(text) or len(data) >= _LONG_BYTES
