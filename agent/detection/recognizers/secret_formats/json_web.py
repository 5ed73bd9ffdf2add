"""SECRET: JSON web tokens (RFC 7519, signed, unsigned or encrypted) and JSON web keys (RFC 7517) with private members.

A token is confirmed when its header decodes to a JSON object that names its algorithm, or header and payload both to
JSON objects; anything else in the same dotted shape is no token. Signatures are not checked: there is no key, and an
expired token still tells what it holds. A key is one when it has a kind and a private member: `d`, or `k` of a
symmetric key.
"""

from __future__ import annotations

import re

from agent.core import Entity
from agent.detection.documented_examples import is_documented_example
from agent.detection.placeholders import is_placeholder
from agent.detection.recognizer import Judgement, Pattern, Recognizer, whole_value
from agent.detection.recognizers.secret_formats.encoded_json import decoded_object
from agent.detection.recognizers.secret_formats.key_form import begins_alone

__all__ = ["JSON_WEB"]

_PRIVATE_MEMBER = re.compile(r"""\\?["'](?:d|k)\\?["']\s*:\s*\\?["']([A-Za-z0-9_-]{16,})""")
_FEWEST_CHARACTERS = 9


def _judge_token(value: str) -> tuple[Judgement, ...]:
    if is_documented_example(value.rstrip(".")):
        return ()
    header, _, rest = value.partition(".")
    payload = rest.partition(".")[0]
    fields = decoded_object(header)
    if fields is not None and isinstance(fields.get("alg"), str):
        return whole_value(value, 0.97, "header: names its algorithm")
    if fields is not None and value.count(".") == 2 and decoded_object(payload):
        return whole_value(value, 0.85, "payload: decodes to claims")
    return ()


def _judge_key(value: str) -> tuple[Judgement, ...]:
    member = _PRIVATE_MEMBER.search(value)
    if "kty" not in value or member is None or is_placeholder(member.group(1)):
        return ()
    if len(set(member.group(1))) < _FEWEST_CHARACTERS:
        return ()
    return whole_value(value, 0.97, "members: a kind and a private part")


JSON_WEB: tuple[Recognizer, ...] = (
    Recognizer(
        recognizer_id="secret.jwt",
        entity=Entity.SECRET,
        title="a JSON web token",
        patterns=(
            Pattern(
                name="dotted parts of base 64",
                regex=rb"ey[IJ][A-Za-z0-9_-]{10,}\.(?:ey[A-Za-z0-9_-]{2,}|[A-Za-z0-9_-]{2,}\.|\.)(?:\.?[A-Za-z0-9_-]+)*",
                score=0.5,
                judge=_judge_token,
                reach_bytes=16 * 1024,
            ),
        ),
        fits=begins_alone,
    ),
    Recognizer(
        recognizer_id="secret.json_web_key",
        entity=Entity.SECRET,
        title="a JSON web key with its private part",
        patterns=(
            Pattern(
                name="kty, and d or k",
                regex=rb"[\"']kty\\?[\"']\s*:[^{}]*[\"'](?:d|k)\\?[\"']\s*:\s*\\?[\"'][A-Za-z0-9_-]{16}[^{}]*"
                rb"|[\"'](?:d|k)\\?[\"']\s*:\s*\\?[\"'][A-Za-z0-9_-]{16}[^{}]*[\"']kty\\?[\"'][^{}]*",
                score=0.5,
                judge=_judge_key,
                reach_bytes=8 * 1024,
            ),
        ),
    ),
)
