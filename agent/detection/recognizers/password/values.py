"""Judges of passwords: what may stand behind a password's label, and how much it looks like one.

What stands in a password's place without being one is refused: placeholders, references, calls, types, paths, words of
forms, sentences. How much a value must look like a password is the pattern's to say: behind `"password":` a plain word
will do, in a sentence only what nobody would take for a word.
"""

from __future__ import annotations

import itertools
import re

from agent.detection.placeholders import is_placeholder
from agent.detection.recognizer import Judge, Judgement

__all__ = ["MIXED", "PLAUSIBLE", "STRONG", "WORD", "judging", "strength"]

WORD, PLAUSIBLE, STRONG, MIXED = 0.0, 0.3, 0.6, 0.9
"""How much a value must look like a password: not at all, somewhat (capitals or a symbol within), as a word with digits
does, or with three kinds of characters."""

_SHORTEST = 4
_LONGEST = 128

_REFERENCE = re.compile(r"[A-Za-z_$][A-Za-z0-9_]*(?:(?:\.|->|::|\?\.)[A-Za-z_$][A-Za-z0-9_]*)+[;,)]?")
_NAME_IN_CODE = re.compile(
    r"_*[a-z]+[0-9]*(?:_[a-z0-9]+)+|[a-z]*(?:[Pp]ass(?:word|wd)?|[Pp]wd)[0-9]{0,2}|[A-Z]+(?:_[A-Z0-9]+)+"
    r"|[:@][A-Za-z_]+[0-9]?|[a-z]+(?:[A-Z][a-z]+)+|(?:[A-Z][a-z]+){2,}|_+[A-Za-z_]+|[A-Za-z_][A-Za-z0-9_.]*\[.*"
)
_CALL = re.compile(r"([A-Za-z_$][A-Za-z0-9_.:>$-]*)\(")
_PATH = re.compile(
    r"(?:~|\.{1,2})?/(?:[A-Za-z0-9_.-]+/|[a-z]+$)|[A-Za-z]:\\|[a-z][a-z0-9+.-]*://|(?:[a-z_]+/)+[a-z_]+(?:[.#][a-z_]+)?$"
)
_QUERY_REST = re.compile(r"&(?:amp;)?[A-Za-z_][A-Za-z0-9_]*=.*")
_REST_OF_CODE = re.compile(
    r"[)\]}]+[.,;+]|\s*[+%,]\s|:[a-z:]+:`?|[.+,]\s?[$A-Za-z_(][^0-9]*$|[#.][a-z]+(?:[-_][a-z]+)*$|[.+\\]+\s?\$"
)
_TECHNICAL = re.compile(
    r"(?:sha|md|aes|des|utf|base|rfc|iso|nist|http|oauth|scram|python|java|php|mysql|postgres|windows|version|step|line"
    r"|page|section|chapter|part|figure|table|ipv|x|v)[-_]?[0-9][0-9.:_-]*"
)
_RUN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_RANDOM_LETTERS, _SHORT_RUN = 8, 2.5
_LENGTH = re.compile(r"[0-9]{1,2}(?:[-+][0-9]{0,2})?(?:char(?:acter)?s?|digits?)?")
_INSTEAD = frozenset(
    """required optional mandatory forgot forgotten forget reset show hide view strength weak strong must minimum
    maximum enter new current confirm confirmation change changed hint expired expires incorrect invalid wrong correct
    valid missing mismatch protected none unknown hidden same stored saved sent unchanged cannot should shall will
    needed hash hashed encrypted encryption salted plain plaintext cleartext input output data body form true false
    disabled enabled never always manager policy field fields box file protection authentication auth login logon
    signin username user email phone name basic digest grant type length size char chars character characters varchar
    string str text bytes byte integer int boolean bool object any number date uuid secretstr optionalstr securestring
    charfield passwordfield datatypes nvarchar const let var function return self this null undefined nil void with
    from that this then when your their here there below above following success failed failure error pending
    available unavailable provided given generated random temporary default blank empty unset keep ignore ignored
    erforderlich vergessen ungültig falsch richtig ändern anzeigen oublié requis invalide incorrecto olvidada inválida
    obrigatória dimenticata obbligatoria vergeten vereist""".split()  # noqa: SIM905 - a word list reads better so
)
_TRAILING = "*.,:;)]}>\\\"'`\u201d\u2019\u00bb\u300d"
_LEADING = "*\"'`\u201c\u2018\u201e\u00ab\u300c("


def strength(value: str) -> float:
    """0 for a word or a sentence, up to 1 for what only a password looks like."""
    has_digit = any(map(str.isdigit, value))
    if " " in value:
        return 0.0 if value.count(" ") > 1 or not has_digit else PLAUSIBLE
    if value.isdigit():
        return PLAUSIBLE if len(value) >= 6 else 0.0
    inner = value.rstrip(".,:;?!)")
    kinds = _kinds(inner)
    if not has_digit:
        if len(inner) >= _RANDOM_LETTERS and kinds >= 2 and len(inner) < _SHORT_RUN * len(_RUN.findall(inner)):
            return STRONG
        humps = sum(a.islower() and b.isupper() for a, b in itertools.pairwise(inner))
        symbols = sum(not character.isalnum() and character not in "-'/._" for character in inner)
        if (kinds >= 3 and symbols) or symbols >= 2:
            return STRONG
        return PLAUSIBLE if symbols or humps >= 3 or ("!" in value and value != inner and kinds == 1) else 0.0
    return {1: WORD, 2: STRONG, 3: MIXED}.get(kinds, 1.0)


def judging(base: float, weakest: float, *, bare: bool) -> Judge:
    """A judge that asks for at least the strength `weakest` and gives `base` and up.

    Args:
        base: confidence of a value that just suffices.
        weakest: `WORD`, `PLAUSIBLE`, `STRONG` or `MIXED`.
        bare: the value stands without quotation marks, so it may be a name in code and end in a sentence's marks.
    """

    def judge(value: str) -> tuple[Judgement, ...]:
        kept, start = value, 0
        if bare:
            start = len(value) - len(value.lstrip(_LEADING))
            kept = _QUERY_REST.sub("", value[start:]).rstrip(_TRAILING)
            if _is_code(kept):
                return ()
        if not _SHORTEST <= len(kept) <= _LONGEST or _stands_instead(kept):
            return ()
        found = strength(kept)
        if found < weakest:
            return ()
        confidence = round(min(0.95, base + 0.4 * found), 2)
        return (
            Judgement(
                start=start,
                end=start + len(kept),
                confidence=confidence,
                what="value: looks like a password" if found else "value: a word in a password's place",
            ),
        )

    return judge


def _is_code(value: str) -> bool:
    """Whether it is a member, a name or a call; a name that looks like a password before a bracket is one."""
    if _REFERENCE.fullmatch(value) or _NAME_IN_CODE.fullmatch(value):
        return True
    call = _CALL.match(value)
    return call is not None and (strength(call[1]) < MIXED or bool(_NAME_IN_CODE.fullmatch(call[1])))


def _stands_instead(value: str) -> bool:
    """Whether it is a form's word, a type, a length, a path or a placeholder."""
    if _REST_OF_CODE.match(value):
        return True
    word = value.lower().strip("?!*&[]. ")
    if word in _INSTEAD or is_placeholder(value) or _PATH.match(value):
        return True
    if " " in value and strength(value) == WORD:
        return True
    return bool(_LENGTH.fullmatch(word) or _TECHNICAL.fullmatch(word))


def _kinds(value: str) -> int:
    """How many kinds of characters: lower, upper, digit, other."""
    return (
        any(map(str.islower, value))
        + any(map(str.isupper, value))
        + any(map(str.isdigit, value))
        + any(not character.isalnum() for character in value)
    )
