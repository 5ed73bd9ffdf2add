"""PASSWORD: values assigned to a password in code, configuration, command lines, markup and prose.

The span is the value. What stands in a password's place without being one is let through: placeholders, references,
calls, type annotations, paths, labels of forms, sentences. The looser the shape, the more a value must look like a
password: quoted code values may be plain, prose must name one that nobody would take for a word.
"""

import itertools
import re

from agent.core import Entity
from agent.detection.placeholders import is_placeholder
from agent.detection.recognizer import Judge, Judgement, Pattern, Recognizer

__all__ = ["PASSWORD"]

# Any name may lead to a long word ("DB_PASSWORD", "spring.datasource.password"), nothing but a digit or "confirm"
# may follow: password_hash, password_min_length and password_reset_url are something else.
_LONG = (
    rb"(?:password|passwd|passphrase|passcode|passwort|kennwort|pswd|psswrd|paswd|mot de passe|contrase\xc3\xb1a|senha)"
)
_KEY = rb"(?i)(?:" + _LONG + rb"|(?:\b|_)pwd)(?:[_-]?confirm(?:ation)?)?[0-9]{0,2}"
_SHORT_KEY = rb"(?i)(?:\b|_)(?:pass|pw)[0-9]{0,2}"
_ASSIGNED = rb"[\"'\]]{0,2}\s{0,3}(?:=>|:=|===?|!==?|=|:)\s{0,3}"
_ANNOTATION = rb"(?:\s?:\s?[A-Za-z][A-Za-z\[\] |.]{0,30})?"
_QUOTED = rb"[bru]?(?:\"([^\"\n]{4,128})\"|'([^'\n]{4,128})'|`([^`\n]{4,128})`)"
_BARE = rb"([^\s\"'`,;<>|]{4,128})"

_REFERENCE = re.compile(r"[A-Za-z_$][A-Za-z0-9_]*(?:(?:\.|->|::|\?\.)[A-Za-z_$][A-Za-z0-9_]*)+[;,)]?")
_NAME_IN_CODE = re.compile(
    r"_*[a-z]+[0-9]*(?:_[a-z0-9]+)+|[a-z]*(?:[Pp]ass(?:word|wd)?|[Pp]wd)[0-9]{0,2}|[A-Z]+(?:_[A-Z0-9]+)+"
)
_PATH = re.compile(r"(?:~|\.{1,2})?/|[A-Za-z]:\\|[a-z][a-z0-9+.-]*://")
_QUERY_REST = re.compile(r"&(?:amp;)?[A-Za-z_][A-Za-z0-9_]*=.*")


def _kinds(value: str) -> int:
    """How many kinds of characters: lower, upper, digit, other."""
    return (
        any(map(str.islower, value))
        + any(map(str.isupper, value))
        + any(map(str.isdigit, value))
        + any(not character.isalnum() for character in value)
    )


def _strength(value: str) -> float:
    """0 for a word or a sentence, up to 1 for what only a password looks like."""
    has_digit = any(map(str.isdigit, value))
    inner = value.rstrip(".,:;?!)")
    if " " in value:
        return 0.0 if value.count(" ") > 1 or not has_digit else 0.3
    if value.isdigit():
        return 0.3 if len(value) >= 6 else 0.0
    kinds = _kinds(inner)
    if not has_digit:
        humps = sum(a.islower() and b.isupper() for a, b in itertools.pairwise(inner))
        if kinds >= 3:
            return 0.6
        return 0.3 if humps >= 3 or ("!" in value and value != inner and kinds == 1) else 0.0
    return {1: 0.0, 2: 0.6, 3: 0.9}.get(kinds, 1.0)


def _judging(base: float, weakest: float, *, bare: bool) -> Judge:
    """A judge that asks for at least the strength `weakest` and gives `base` and up."""

    def judge(value: str) -> tuple[Judgement, ...]:
        kept = value
        if bare:
            kept = _QUERY_REST.sub("", kept).rstrip(".)]}\\:")
            if _REFERENCE.fullmatch(kept) or _NAME_IN_CODE.fullmatch(kept) or "(" in kept:
                return ()
        if len(kept) < 4 or is_placeholder(kept) or _PATH.match(kept):
            return ()
        strength = _strength(kept)
        if strength < weakest:
            return ()
        confidence = round(min(0.95, base + 0.4 * strength), 2)
        return (Judgement(start=0, end=len(kept), confidence=confidence, what="value: looks like a password"),)

    return judge


PASSWORD = Recognizer(
    recognizer_id="password",
    entity=Entity.PASSWORD,
    title="a password",
    patterns=(
        Pattern(
            name="password assigned to a quoted value",
            regex=_KEY + _ANNOTATION + _ASSIGNED + _QUOTED,
            score=0.5,
            judge=_judging(0.55, 0.3, bare=False),
        ),
        Pattern(
            name="password assigned to a bare value",
            regex=_KEY + rb"[\"'\]]{0,2}[ \t]{0,3}(?::=|=|:)[ \t]{0,3}" + _BARE,
            score=0.4,
            judge=_judging(0.5, 0.3, bare=True),
        ),
        Pattern(
            name="short name assigned to a value",
            regex=_SHORT_KEY + rb"[\"'\]]{0,2}[ \t]{0,3}(?:=>|:=|=|:)[ \t]{0,3}[\"']?" + _BARE,
            score=0.3,
            judge=_judging(0.5, 0.9, bare=True),
        ),
        Pattern(
            name="password on a command line or in a directive",
            regex=rb"(?i)(?:--?(?:password|passwd|passphrase)|\b(?:set|define)\s+password)\s+[\"']?" + _BARE,
            score=0.4,
            judge=_judging(0.5, 0.6, bare=True),
        ),
        Pattern(
            name="password beside a value",
            regex=rb"(?i)\b" + _LONG + rb",?\s[\"'`]?" + _BARE,
            score=0.3,
            judge=_judging(0.4, 0.9, bare=True),
        ),
        Pattern(
            name="password of a database user",
            regex=rb"(?i)(?:\bidentified\s(?:with\s[a-z0-9_'\"]{1,40}\s)?by|\bpassword)\s+(?:(?:password|hash)\s+)?'([^'\n]{4,128})'",
            score=0.4,
            judge=_judging(0.5, 0.6, bare=False),
        ),
        Pattern(
            name="password in markup",
            regex=rb"(?i)<[a-z0-9_:.-]{0,40}" + _LONG + rb"(?:\s[^<>\n]{0,80})?>([^<>\n]{4,128})</",
            score=0.5,
            judge=_judging(0.5, 0.3, bare=False),
        ),
        Pattern(
            name="password named in a sentence",
            regex=rb"(?i)\b"
            + _LONG
            + rb"\b[^\n.:=\"']{0,40}?\s(?:is|was|to|ist|lautet|est|es|\xc3\xa9)(?: now)?:?\s[\"'`]?"
            + _BARE,
            score=0.3,
            judge=_judging(0.4, 0.6, bare=True),
        ),
    ),
)
