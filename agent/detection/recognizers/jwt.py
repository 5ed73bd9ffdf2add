"""SECRET: JSON web tokens (RFC 7519) in compact form, signed or not.

Confirmed when the header decodes to a JSON object that names its algorithm; anything else in the same dotted shape is
no token. Signatures are not checked: there is no key, and an expired token still tells what it holds.
"""

import base64
import binascii
import json

from agent.core import Entity
from agent.detection.recognizer import Judgement, Pattern, Recognizer

__all__ = ["JWT"]


def _judge(value: str) -> tuple[Judgement, ...]:
    header = value.partition(".")[0]
    try:
        decoded = json.loads(base64.urlsafe_b64decode(header + "=" * (-len(header) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        # Not base 64, not UTF-8, not JSON, or nested to exhaust the parser: no header.
        return ()
    if not isinstance(decoded, dict) or not isinstance(decoded.get("alg"), str):
        return ()
    return (Judgement(start=0, end=len(value), confidence=0.97, what="header: names its algorithm"),)


JWT = Recognizer(
    recognizer_id="secret.jwt",
    entity=Entity.SECRET,
    title="a JSON web token",
    patterns=(
        Pattern(
            name="three dotted parts of base 64",
            regex=rb"\bey[IJ][A-Za-z0-9_-]{10,}\.(?:ey[A-Za-z0-9_-]{2,}|[A-Za-z0-9_-]{2,}\.)(?:\.?[A-Za-z0-9_-]+)*",
            score=0.5,
            judge=_judge,
            reach_bytes=16 * 1024,
        ),
    ),
)
