"""SECRET: lines out of the middle of a private key: its header and footer are not in the text.

A key that is pasted in parts, or line by line out of a log, still gives itself away: lines of base 64, as wide as PEM
(64 characters, RFC 7468 section 2) and OpenSSH (70) write them, drawn by lot, with nothing beside them but quoting,
comment signs or a log's clock. Certificates, public keys, signatures, messages and media look the same: what names them
above speaks against a key. The evidence is weak, and the confidence says so.
"""

from __future__ import annotations

import re

from agent.core import Entity
from agent.detection.recognizer import Judgement, Pattern, Recognizer
from agent.detection.recognizers.generic_secret.randomness import entropy_bits

__all__ = ["KEY_BODY"]

_WIDTHS = frozenset({64, 70})
_LEAST_BITS = 4.5
"""Of 64 characters of base 64 drawn by lot, fewer than 1 in 10,000 lines have less."""

_LOOK_BACK_BYTES = 8 * 1024
_LINE_BYTES = 64
_BESIDE = rb"[\s\"'`+*/#>|,;.:\\()-]"
_BEFORE = re.compile(rb"(?:" + _BESIDE + rb"|[0-9]){0,40}")
_AFTER = re.compile(rb"(?:\\+[rn]|" + _BESIDE + rb"){0,12}(?:\r?\n|$)")
_ARMOR = b"-----BEGIN "
_IS_PUBLIC = re.compile(
    rb"(?i)certificate|public|signature|fingerprint|base-?64|image|png|jpe?g|gif|svg|font|woff|pdf|data:|attachment"
    rb"|integrity|checksum|sha-?(?:256|384|512)|message|content-type"
)


def _fits(data: bytes, start: int, end: int) -> bool:
    """Whether nothing but quoting is on its line, and nothing above says that it is public."""
    line_start = data.rfind(b"\n", max(0, start - _LINE_BYTES), start) + 1
    if start - line_start > _LINE_BYTES or not _BEFORE.fullmatch(data, line_start, start):
        return False
    if data[start - 1 : start] == b"-" or not _AFTER.match(data, end, end + _LINE_BYTES):
        return False
    above = data[max(0, start - _LOOK_BACK_BYTES) : start]
    armor = above.rfind(_ARMOR)
    if armor >= 0:
        return b"PRIVATE KEY" in above[armor : armor + _LINE_BYTES]
    return _IS_PUBLIC.search(above) is None


def _judge(value: str) -> tuple[Judgement, ...]:
    if len(value) not in _WIDTHS or entropy_bits(value) < _LEAST_BITS:
        return ()
    kinds = (any(map(str.islower, value)), any(map(str.isupper, value)), any(map(str.isdigit, value)))
    if not all(kinds):
        return ()
    return (Judgement(start=0, end=len(value), confidence=0.5, what="form: as wide and as random as a key's lines"),)


KEY_BODY = Recognizer(
    recognizer_id="secret.key_body",
    entity=Entity.SECRET,
    title="a line of a private key",
    patterns=(
        Pattern(
            name="a line of base 64, as wide as keys are written",
            # Begun behind something else: RE2 would otherwise count from each character on.
            regex=rb"(?:^|[^A-Za-z0-9+/])([A-Za-z0-9+/]{64,})",
            score=0.4,
            judge=_judge,
        ),
    ),
    fits=_fits,
)
