"""What an id number's scheme is, as data, and how a country's schemes become a recognizer.

Rules kept here: the checksums are python-stdnum's where it has them. The library takes 80 ms to import, so that each of
its modules is loaded at the first candidate that asks for it. A shape that ordinary text holds is looked for only
beside a word that says what it is (`alone` is False). Words are written plainly in the tables: here they get the
spellings that forms and field names use.
"""

from __future__ import annotations

import functools
import importlib
import re
import string
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from agent.core import Entity
from agent.detection.recognizer import Context, Judge, Judgement, Pattern, Recognizer, whole_value
from agent.detection.runs import DigitRun

__all__ = ["Check", "Scheme", "country", "fits", "spellings"]

Check = Callable[[str], bool]
"""Whether a number is right: its letters and digits alone, in upper case."""

_NOT_AN_ID = (
    "order",
    "orders",
    "sku",
    "part",
    "serial",
    "model",
    "product",
    "item",
    "invoice",
    "tracking",
    "commit",
    "hash",
    "sha",
    "build",
    "ticket",
    "flight",
    "batch",
    "lot",
    "isbn",
    "asin",
    "policy",
    "claim",
    "booking",
    "confirmation",
    "reservation",
    "uuid",
    "doi",
)
_NOUNS = ("id", "national", "personal", "tax", "citizen", "resident", "social")
_BOOST = 0.35
_DROP = 0.35
_SHORT_WORD = 4
_WORD_END = "[^a-z]"
_SMALL_LETTERS = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One kind of id number.

    Attributes:
        name: as its country calls it ("PESEL"), for the explanation.
        shape: RE2; what may stand beside it is `fits`' matter.
        checks: any of them confirms: a function, or the name of a module of python-stdnum below `stdnum`; without one,
            the shape alone is all there is to check.
        confidence: once confirmed, without a supporting word.
        alone: whether it may be found without one.
        digits: how many digits it has in a run, where its shape does not show it (`agent.detection.runs`).
        unchecked: what its form is worth where no check confirms it: for forms that hardly anything else has, since
            made-up numbers are meant as ids, and people mistype; low where a word must say so; 0 for the others.
        form: what must hold for that all the same, such as a birth date.
        mixes_separators: whether people write it with both spaces and dashes; most numbers have one kind.
    """

    name: str
    shape: str
    checks: tuple[Check | str, ...] = ()
    confidence: float
    alone: bool = False
    digits: int | None = None
    unchecked: float = 0.0
    form: Check | None = None
    mixes_separators: bool = False


def country(
    code: str, name: str, *, words: tuple[str, ...], schemes: tuple[Scheme, ...], adjective: str = ""
) -> Recognizer:
    """The recognizer of one country's id numbers.

    Args:
        code: after ISO 3166-1.
        name: for the explanation.
        words: any of them beside a number supports it.
        schemes: the kinds of number.
        adjective: supports a number when it stands before a word such as "id" ("Polish id", "Polish tax number").
    """
    if adjective:
        words = (*words, *(f"{adjective} {noun}" for noun in _NOUNS))
    return Recognizer(
        recognizer_id=f"national_id.{code}",
        entity=Entity.NATIONAL_ID,
        title=f"a personal id number of {name}",
        patterns=tuple(_pattern(scheme) for scheme in schemes),
        fits=fits,
        context=Context(
            supporting=_context_words(words),
            opposing=_context_words(_NOT_AN_ID),
            boost=_BOOST,
            drop=_DROP,
        ),
        cost=2,
    )


def _pattern(scheme: Scheme) -> Pattern:
    # A closing bracket is no part of a word, so that nothing can be said of the boundary behind it.
    border = "" if scheme.shape.endswith(r"\)") else r"\b"
    return Pattern(
        name=scheme.name,
        regex=rf"\b(?:{scheme.shape}){border}".encode(),
        score=round(scheme.confidence / 2, 2),
        judge=_judge_of(scheme),
        needs_context=not scheme.alone,
        rescan=True,
        reach_bytes=64,
        digits=None if scheme.digits is None else DigitRun(scheme.digits, lead=8, width=64),
    )


def _judge_of(scheme: Scheme) -> Judge:
    what = f"checksum: {scheme.name}" if scheme.checks else f"shape: {scheme.name} has no check digit"

    def judge(value: str) -> tuple[Judgement, ...]:
        if " " in value and "-" in value and not scheme.mixes_separators:
            return ()
        number = (value if value.isalnum() else "".join(filter(str.isalnum, value))).upper()
        if len(set(number)) <= 2 or not number.isascii():
            return ()
        if scheme.checks and not any(_is_valid(check, number) for check in scheme.checks):
            if not scheme.unchecked or (scheme.form is not None and not scheme.form(number)):
                return ()
            what_else = f"shape: {scheme.name}, though its check digits are wrong"
            return whole_value(value, scheme.unchecked, what_else)
        return whole_value(value, scheme.confidence, what)

    return judge


def _is_valid(check: Check | str, number: str) -> bool:
    return _library(check)(number) if isinstance(check, str) else check(number)


@functools.cache
def _library(name: str) -> Check:
    check: Check = importlib.import_module(f"stdnum.{name}").is_valid
    return check


def fits(data: bytes, start: int, end: int) -> bool:
    """Not in a word, an amount, a path, an address or a longer number."""
    before, after = data[max(0, start - 2) : start], data[end : end + 2]
    if before[-1:].isalnum() or (before and before[-1:] in b"_+$@\\&%"):
        return False
    # "no.123" and "Nr.123" are common in forms.
    is_behind_dot = before[-1:] == b"." and before[:1].isalpha()
    if before[-1:] in (b"-", b"/", b".") and before[:-1].isalnum() and not is_behind_dot:
        return False
    if after[:1].isalnum() or (after and after[:1] in b"_@%"):
        return False
    return not (after[:1] in (b"-", b"/", b".", b":") and after[1:].isdigit())


@functools.cache  # forms name the same things in most countries
def spellings(word: str) -> tuple[str, ...]:
    """A word as RE2 alternatives: any separator between its parts, without accents, in the cases RE2 cannot fold."""
    plain = "".join(part for part in unicodedata.normalize("NFD", word) if not unicodedata.combining(part))
    written = {word} | ({plain} if plain.isascii() else set())
    for each in tuple(written):
        if not each.isascii():
            written |= {each.upper(), each.capitalize(), each.title()}
    # RE2 folds the rest: small ASCII letters stand for either case.
    return tuple(sorted({_spelling(each.translate(_SMALL_LETTERS)) for each in written}))


def _spelling(word: str) -> str:
    return "[ _.-]?".join(re.escape(part).replace("'", "(?:'|\u2019)?") for part in re.split("[ -]", word))


def _context_words(words: tuple[str, ...]) -> tuple[str, ...]:
    # A short word begins many longer ones: "nit" begins "nitrogen".
    return tuple(
        spelling + _WORD_END if len(word) <= _SHORT_WORD and word.isascii() else spelling
        for word in words
        for spelling in spellings(word)
    )
