"""SECRET: lines out of the middle of a private key: its header and footer are not in the text.

A key that is pasted in parts, or line by line out of a log, still gives itself away: lines of base 64, as wide as PEM
(64 characters, RFC 7468 section 2) and OpenSSH (70) write them, drawn by lot, with nothing beside them but quoting,
comment signs or a log's clock. Certificates, public keys, signatures, messages and media look the same: what names them
above speaks against a key, and so does the length of a file. The evidence is weak, and the confidence says so.
"""

from __future__ import annotations

import re

from agent.core import Entity
from agent.detection.compiled import LazyRegex
from agent.detection.recognizer import Judgement, Pattern, Recognizer, whole_value
from agent.detection.recognizers.generic_secret.randomness import entropy_bits

__all__ = ["KEY_BODY"]

_WIDTHS = frozenset({64, 70})
_LEAST_BITS = 4.5
"""Of 64 characters of base 64 drawn by lot, fewer than 1 in 10,000 lines have less."""

_LOOK_BACK_BYTES = 4 * 1024
_LINE_BYTES = 64
_MOST_LINES = 130
"""The longest keys in use, of post-quantum algorithms, have 105; even, so that half of it is a line, too."""

_BESIDE = rb"[\s\"'`+*/#>|,;.:\\()-]"
_BEFORE = re.compile(rb"(?:" + _BESIDE + rb"|[0-9]){0,40}")
_AFTER = re.compile(rb"(?:\\+[rn]|" + _BESIDE + rb"){0,12}(?:\r?\n|$)")
_ARMOR = b"-----BEGIN "
_IS_PUBLIC = LazyRegex(
    # Three letters in a row are common in base 64: none but those at the start of a word count.
    rb"(?i)(?:^|[^a-z0-9+/])(?:certificate|public|signature|fingerprint|base-?64|image|png|jpe?g|gif|svg|font|woff|pdf"
    rb"|data:|attachment|integrity|checksum|sha-?(?:256|384|512)|message|content-type)"
)


def _fits(data: bytes, start: int, end: int) -> bool:
    """Whether nothing but quoting is on its line, and nothing above says that it is public."""
    line_start = data.rfind(b"\n", max(0, start - _LINE_BYTES), start) + 1
    if start - line_start > _LINE_BYTES or not _BEFORE.fullmatch(data, line_start, start):
        return False
    if data[start - 1 : start] == b"-" or not _AFTER.match(data, end, end + _LINE_BYTES):
        return False
    line_end = data.find(b"\n", end, end + _LINE_BYTES)
    if _is_in_a_file(data, line_start, max(line_end, end) + 1 - line_start):
        return False
    above = data[max(0, start - _LOOK_BACK_BYTES) : start]
    armor = above.rfind(_ARMOR)
    if armor >= 0:
        return b"PRIVATE KEY" in above[armor : armor + _LINE_BYTES]
    return not _IS_PUBLIC.compiled.occurs(above)


def _is_in_a_file(data: bytes, line_start: int, stride: int) -> bool:
    """Whether so many lines of the same width stand above or below it that they hold something larger than a key."""
    return any(
        all(data[at - 1 : at] == b"\n" for at in (line_start + reach // 2, line_start + reach) if at > 0)
        and line_start + reach > 0
        for reach in (-_MOST_LINES * stride, _MOST_LINES * stride)
    )


def _judge(value: str) -> tuple[Judgement, ...]:
    if len(value) not in _WIDTHS or entropy_bits(value) < _LEAST_BITS:
        return ()
    kinds = (any(map(str.islower, value)), any(map(str.isupper, value)), any(map(str.isdigit, value)))
    if not all(kinds):
        return ()
    return whole_value(value, 0.6, "form: as wide and as random as a key's lines")


KEY_BODY = Recognizer(
    recognizer_id="secret.key_body",
    entity=Entity.SECRET,
    title="a line of a private key",
    patterns=(
        Pattern(
            name="a line of base 64, as wide as keys are written",
            # Begun behind something else: RE2 would otherwise count from each character on.
            regex=rb"(?:^|[^A-Za-z0-9+/])([A-Za-z0-9+/]{64,})",
            score=0.5,
            judge=_judge,
        ),
    ),
    fits=_fits,
)
