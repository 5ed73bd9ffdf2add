"""SECRET: what a sentence or a command line names, and random text near a secret's name ("the token you asked for").

The first is as good as an assignment. The second is the weakest evidence there is, so the form must be beyond doubt.
Nothing beside either may say that it is something else: hashes of commits, files and packages, media in base 64,
certificates and ids are as random and no secrets.
"""

from __future__ import annotations

import re

from agent.core import Entity
from agent.detection.placeholders import is_placeholder
from agent.detection.recognizer import Context, Judgement, Pattern, Recognizer, whole_value
from agent.detection.recognizers.generic_secret.randomness import Randomness, entropy_bits, randomness

__all__ = ["MENTIONED_SECRET"]

_NAME = (
    r"(?:secrets?|tokens?|(?:api|access|private|auth(?:entication)?|signing|encryption|master|secret|licen[cs]e|account|"
    r"activation|product)[ _.-]?keys?|apikey|credentials?|passphrase)"
)
_COMMAND = rf"(?:--?|[#%](?:define|global)\s+|\b(?:env|arg|setx?|export)\s+)[a-z0-9_.-]*{_NAME}[a-z0-9_.-]*\s+"
_SENTENCE = rf"{_NAME}(?: [a-z]+){{0,3}} (?:is|was|to|ist|est|es)(?: now)?:?\s+"
_NETWORK = r"(?:psk|pre-?shared[ -]?(?:key|secret))\s+(?:(?:ascii-text|local|remote|hex)\s+)?"
_VALUE = r"[\"'`]?([^\s\"'`<>,;(){}\[\]|\\]{8,})"

_PART_OF_MORE = frozenset(b"/+=_-.@:%&\\")
_EXPLAINED = re.compile(
    rb"(?i)sha-?\d|md5|commit|checksum|digest|integrity|hash|etag|uuid|guid|public|cert|fingerprint|base64,|data:"
    rb"|blob|nonce|signature|revision|index |tree |parent |merge|image|\blayer|page[ _-]?token|csrf|https?://\S*$"
    # A name of its own: `secret.assignment` has judged it, and found that it holds something else.
    rb"|(?:[\"']\s*:|=|_[a-z0-9_]+\s*:)\s*[\"']?$"
)
_LOOK_BACK_BYTES = 48
_HEX = re.compile(r"[0-9a-fA-F]+")
_CHECKSUM_LENGTHS = frozenset({40, 56, 96, 128})
_SHORTEST_HEX = 32
_LONGEST = 200
_LEAST_BITS = 3.9
_LEAST_BITS_PRODUCT_KEY = 3.0


def _fits(data: bytes, start: int, end: int) -> bool:
    """Stands alone, and nothing before it says that it is public."""
    if start > 0 and data[start - 1] in _PART_OF_MORE:
        return False
    if data[max(0, start - 1) : start] == b"{" and data[end : end + 1] == b"}":
        # A template, or what Maven has encrypted.
        return False
    if end < len(data) and data[end] in _PART_OF_MORE and data[end + 1 : end + 2].isalnum():
        return False
    return _EXPLAINED.search(data[max(0, start - _LOOK_BACK_BYTES) : start]) is None


def _judge_named(value: str) -> tuple[Judgement, ...]:
    kept = value.rstrip(".,:!?")
    looks = randomness(kept)
    if looks is Randomness.NONE or is_placeholder(kept):
        return ()
    confidence = 0.75 if looks is Randomness.HIGH else 0.6
    return whole_value(kept, confidence, "value: named as a secret, looks random")


def _judge_random(value: str) -> tuple[Judgement, ...]:
    if len(value) > _LONGEST or randomness(value) is not Randomness.HIGH or is_placeholder(value):
        return ()
    if _HEX.fullmatch(value):
        if len(value) < _SHORTEST_HEX or len(value) in _CHECKSUM_LENGTHS:
            return ()
    elif entropy_bits(value) < _LEAST_BITS or sum(map(str.isdigit, value)) < 2:
        return ()
    return whole_value(value, 0.4, "value: looks random")


def _judge_product_key(value: str) -> tuple[Judgement, ...]:
    if is_placeholder(value) or entropy_bits(value) < _LEAST_BITS_PRODUCT_KEY:
        return ()
    return whole_value(value, 0.5, "form: groups of five, as product keys have")


MENTIONED_SECRET = Recognizer(
    recognizer_id="secret.mention",
    entity=Entity.SECRET,
    title="a secret",
    patterns=(
        Pattern(
            name="a secret named on a command line or in a sentence",
            regex=rf"(?i)(?:{_COMMAND}|\b{_SENTENCE}|\b{_NETWORK}){_VALUE}".encode("ascii"),
            score=0.4,
            judge=_judge_named,
            needs_context=True,
        ),
        Pattern(
            name="24 random characters and more near a secret's name",
            regex=rb"\b[A-Za-z0-9][A-Za-z0-9+/_-]{23,}={0,2}",
            score=0.3,
            judge=_judge_random,
            needs_context=True,
        ),
        Pattern(
            name="product key",
            regex=rb"\b[A-Z0-9]{5}(?:-[A-Z0-9]{5}){3,7}\b",
            score=0.3,
            judge=_judge_product_key,
            needs_context=True,
        ),
    ),
    fits=_fits,
    context=Context(supporting=(rf"{_NAME}(?:[^a-z]|$)", r"psk\s", "pre-?shared"), boost=0.15),
    cost=5,
)
