"""NATIONAL_ID: a value of any shape right behind a label that says it is a person's id.

Many texts hold ids of countries without a recognizer, with a digit mistyped, or made up: the label is all there is to
go by, and the explanation says so. "ID number" alone says less: it counts at the start of a clause only, since "order
ID number" is something else.
"""

from __future__ import annotations

import re

from agent.core import Entity
from agent.detection.labeled_values import (
    Shape,
    judge_before_label,
    judge_labeled,
    labeled_pattern,
    pattern_before_label,
)
from agent.detection.recognizer import Context, Pattern, Recognizer
from agent.detection.recognizers.national_id.abbreviations import ABBREVIATIONS
from agent.detection.recognizers.national_id.labels import LABELS
from agent.detection.recognizers.national_id.scheme import spellings
from agent.detection.runs import DigitRun

__all__ = ["LABELED"]

_LABEL = 0.7
_WEAK_LABEL = 0.6
_LOOSE = 0.1
_FEWEST_CHARACTERS = 6
_MOST_CHARACTERS = 20
_FEWEST_DIGITS = 4

_PUBLISHED = frozenset({"078051120", "219099999", "457555462"})
"""Numbers that the SSA withdrew because they had been printed in advertisements."""


_PART = r"(?=[A-Za-z]{0,8}[0-9])[A-Za-z0-9]{1,20}"
_END = r"(?![A-Za-z0-9])"
_SHORT = rf"(?=[A-Za-z0-9]{{1,8}}{_END})"
_VALUE = re.compile(
    # Groups that belong together are short; behind a long number, what follows a space is something else.
    rf"(?:[A-Z]{{1,4}}[ -])?(?:"
    rf"{_SHORT}{_PART}(?:(?:[ /.-]| / )(?:{_SHORT}{_PART}|[A-Z]{{1,2}}{_END}))+"
    rf"|{_PART}(?:[./-]{{1,2}}(?:{_PART}|[A-Z]{{1,2}}{_END}))*){_END}"
)
_DATE = re.compile(
    r"(?:19|20)\d\d([-./ ])[01]?\d\1[0-3]?\d|[0-3]?\d([-./ ])[0-3]?\d\2(?:19|20)\d\d|(?:19|20)\d\d[-/ ](?:19|20)\d\d"
)
_STOPS = re.compile(
    r"""(?:expir|valid|issu|date|datum|fecha|data$|due|year|birth|born|dob|phone|tel$|mobile|cell|fax|call|fee|price
    |cost|total|amount|balance|page|office|zip|postal|post$|plate|password|pin$|cvv|email|mail|address|street|version
    |size|count|ip$|port$|time|hours?$|days?$|weeks?$|months?$|minutes?$|limit|null$|none$|not$|without|than|about
    |company|business|user|member|client|session|requests?$|device|get$|set$|administration|order|invoice|account|passport
    |licen|driver|employee|customer|iban|bank|vat$|gültig|ausgestellt)""",
    re.VERBOSE,
)
"""Words that name something else than what the label before them named."""


def _alternatives(words: tuple[str, ...]) -> tuple[str, ...]:
    # The longest first: "national id" begins "national identification".
    return tuple(sorted((spelling for word in words for spelling in spellings(word)), key=len, reverse=True))


_NAMES = "|".join(_alternatives(LABELS))
_SHORT_NAMES = "|".join(name for name in _alternatives(ABBREVIATIONS) if name.isascii())
_LABELS = (
    rf"(?:{_NAMES})(?:[ _.-]?(?:cards?|documents?|certificate))?",
    # Short names are whole words, but for "SSNs", "ssn_1" and "ssnNumber".
    rf"(?:{_SHORT_NAMES})(?:s?\b|_|(?:no|nr|num|id)[a-z]{{0,4}}\b)",
    *(name for name in _alternatives(ABBREVIATIONS) if not name.isascii()),
)
_WEAK_WORDS = _alternatives(
    ("id number", "id num", "id no", "id nr", "id nummer", "id#", "identification number", "identification no")
)
_CLAUSE = r"(?:^|[\n\r,;:({\[|\"'>.!?*][ \t]*|(?:my|his|her|your|their|our|the|with|and|has|an?|whose|photo|valid) )"
_REST = "[0-9A-Z ./-]{0,30}"


def _shape(confidence: float, value: str) -> Shape | None:
    number = (value if value.isalnum() else "".join(filter(str.isalnum, value))).upper()
    digits = sum(map(str.isdigit, number))
    if not _FEWEST_CHARACTERS <= len(number) <= _MOST_CHARACTERS or digits < _FEWEST_DIGITS or 3 * digits < len(number):
        return None
    if len(set(number)) <= 2 or number in _PUBLISHED or _DATE.fullmatch(value):
        return None
    return Shape(confidence=confidence, what="no checksum confirms it")


def _labeled_shape(value: str) -> Shape | None:
    return _shape(_LABEL, value)


def _weakly_labeled_shape(value: str) -> Shape | None:
    return _shape(_WEAK_LABEL, value)


LABELED = Recognizer(
    recognizer_id="national_id.labeled",
    entity=Entity.NATIONAL_ID,
    title="a personal id number behind a label",
    patterns=(
        labeled_pattern(
            "value behind a label of personal ids",
            _LABELS,
            judge_labeled(_VALUE, _labeled_shape, loose=_LOOSE, stops=_STOPS),
            score=0.3,
            rest=_REST,
            digits=_FEWEST_DIGITS,
        ),
        Pattern(
            name='value behind "ID number"',
            label=rf"(?i){_CLAUSE}(?:{'|'.join(_WEAK_WORDS)})".encode(),
            regex=rf"(?i)[^0-9\x1e]{{1,24}}[0-9]{_REST}".encode(),
            digits=DigitRun(_FEWEST_DIGITS, 96),
            score=0.3,
            judge=judge_labeled(_VALUE, _weakly_labeled_shape, loose=1, stops=_STOPS),
            needs_context=True,
            rescan=True,
        ),
        pattern_before_label(
            "value before a label of personal ids",
            (*_LABELS, *_WEAK_WORDS),
            judge_before_label(_labeled_shape, less=0),
            score=0.3,
            digits=_FEWEST_DIGITS,
            value="[a-z]{0,8}[0-9][a-z0-9]{1,14}(?:[./-][a-z0-9]{1,6}| [a-z]{0,3}[0-9][a-z0-9]{0,5}){0,5}",
        ),
    ),
    context=Context(supporting=_alternatives((*LABELS, *ABBREVIATIONS)) + _WEAK_WORDS),
    cost=2,
)
