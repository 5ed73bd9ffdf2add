"""SECRET: a value that is assigned to a secret's name, in any language of code, configuration or markup.

The pattern takes name, sign of assignment and value together; the judge reads the name first. The surer the name, the
less the value has to prove: `client_secret` may hold twelve characters, `key` needs what nobody would type. The span is
the value. Letters without a digit must change their case as no words do, and digits alone be many.
"""

from __future__ import annotations

import re

from agent.core import Entity
from agent.detection.placeholders import is_placeholder
from agent.detection.recognizer import Judgement, Pattern, Recognizer
from agent.detection.recognizers.generic_secret.key_names import KeyName, key_name
from agent.detection.recognizers.generic_secret.randomness import Randomness, has_random_letters, randomness

__all__ = ["ASSIGNED_SECRET"]

_STEMS = r"(?:secret|token|key|auth|cred|api|jwt|bearer|[_-]pat\b|\bpsk|\bsas\b|salt|session|cookie|segredo|jeton)"
_NAME = rf"(?:[a-z0-9_]+ )?[a-z0-9_.-]*{_STEMS}[a-z0-9_.-]*(?: [a-z]+)?"
_SIGN = (
    r"(?:\\*[\"'`\])])*(?:"
    # key = value, key: value, key => value, key: type = value, f("key", "value"), f("key") or "value"
    r"\s*(?::\s?[a-z][a-z0-9_.?|\[\]]*\s?)?(?:=>|->|:=|\|\|=?|\?\?=?|={1,3}|!==?|:|,|\bor\b)\s*"
    # name: KEY, value: VALUE, and <add key="KEY" value="VALUE"/>
    r"|[,;]?\s+\\?[\"']?(?:value|default|content)\\?[\"']?\s?[:=]\s?"
    # set_key(VALUE), where VALUE is quoted
    r"|\s?\(\s?"
    # <key>VALUE</key>
    r"|\s?/?>)"
)
_OPENING = r"(?:[a-z_.]*\((?:[\"'][^\"'\n]*[\"'],\s?)?)?[buf@$]?\\*[\"'`]+"
_LETTERS = r"[a-z][a-z_+/=-]{15,}"
_QUOTED = rf"(?:[a-z_+/.=~!@#$%^&*?:()-]*[0-9][^\s\v\"'`<>]*|{_LETTERS})"
_BARE = rf"(?:[a-z_+/.=~!@#$%^*?:-]*[0-9][^\s\v\"'`<>,;(){{}}\[\]|\\]*|{_LETTERS})"

_ASSIGNED = rf"{_NAME}{_SIGN}(?:{_OPENING}{_QUOTED}|{_BARE})"

# The same text as RE2 matches: both agree on ASCII, and on spaces but for the vertical tab, which no value holds.
_PARTS = re.compile(rf"(?ai)(?P<name>{_NAME}){_SIGN}(?:(?P<quote>{_OPENING})(?P<quoted>{_QUOTED})|(?P<bare>{_BARE}))")

_QUERY_REST = re.compile(r"&(?:amp;)?[A-Za-z_][A-Za-z0-9_.-]*=.*")
_MEMBER = re.compile(r"[a-z_]+[0-9]{0,2}(?:\.[A-Za-z_][A-Za-z0-9_]*)+")
_LONGEST = 2048
_FEWEST_DIGITS, _FEWEST_DIFFERENT = 18, 6
_CUT_OFF = ("..", "\u2026")
"""Whoever shortens a value does not give it away."""

_CLOSING = "\\\"'`.,:;!?"

_SHARED = re.compile(r"(?i)secret[^a-z]*$")
_CHOSEN = re.compile(r"(?!.*(?i:test|secret|token))[A-Za-z]{4,24}[0-9]{1,6}[!@#$%^&*?]*")
"""What people choose for a secret that two programs share, as they would a password."""

_CONFIDENCE = {
    (KeyName.SECRET, Randomness.HIGH): (0.85, "value: looks random under a secret's name"),
    (KeyName.SECRET, Randomness.SOME): (0.8, "value: could be a secret, and its name says so"),
    (KeyName.HINT, Randomness.HIGH): (0.7, "value: looks random under a name that may be a secret's"),
}


def _judge(value: str) -> tuple[Judgement, ...]:
    parts = _PARTS.fullmatch(value) if len(value) <= _LONGEST else None
    if parts is None or (parts["bare"] and _MEMBER.fullmatch(parts["bare"])):
        return ()
    kind = key_name(parts["name"])
    if kind is KeyName.OTHER:
        return ()
    group = "bare" if parts["bare"] else "quoted"
    if parts[group].endswith(_CUT_OFF) or (parts["bare"] and value[: parts.start(group)].rstrip().endswith("(")):
        return ()
    kept = _QUERY_REST.sub("", parts[group]).rstrip(_CLOSING)
    verdict = _CONFIDENCE.get((kind, _randomness(kept)))
    if verdict is None and _SHARED.search(parts["name"]) and _CHOSEN.fullmatch(kept):
        verdict = (0.5, "value: a word and a number, which people choose for a secret")
    if verdict is None or is_placeholder(kept):
        return ()
    confidence, what = verdict
    start = parts.start(group)
    return (Judgement(start=start, end=start + len(kept), confidence=confidence, what=what),)


def _randomness(value: str) -> Randomness:
    if not any(map(str.isdigit, value)):
        return Randomness.SOME if has_random_letters(value) else Randomness.NONE
    if value.isdigit():
        many = len(value) >= _FEWEST_DIGITS and len(set(value)) >= _FEWEST_DIFFERENT
        return Randomness.SOME if many else Randomness.NONE
    return randomness(value)


def _fits(data: bytes, start: int, end: int) -> bool:
    """Whether it is no type's name ("AWS::SecretsManager::Secret": "1f…"), and its value no call and no member."""
    after = data[end : end + 2]
    is_code = after[:1] == b"(" or (after[:1] == b"." and after[1:].isalpha())
    return not is_code and data[max(0, start - 2) : start] != b"::"


ASSIGNED_SECRET = Recognizer(
    recognizer_id="secret.assignment",
    entity=Entity.SECRET,
    title="a secret assigned to its name",
    patterns=(
        Pattern(
            name="a secret's name and its value",
            regex=b"(?i)" + _ASSIGNED.encode("ascii"),
            score=0.5,
            judge=_judge,
        ),
    ),
    fits=_fits,
    cost=8,
)
