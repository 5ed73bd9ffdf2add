"""Context words beside a value: where they are looked for, and what they say.

A supporting word that stands right before a value, as its label, counts in full; one that is merely near counts less,
since it may belong to a neighbor. An opposing word counts only on the value's line, right before it. Words reach 60
bytes forward, and 30 back on the same line; never across a record separator.
"""

from __future__ import annotations

import enum

from agent.detection.compiled import LazyRegex
from agent.detection.facts import word_facts
from agent.detection.literals import Literal
from agent.detection.prefilter import Target
from agent.detection.recognizer import Context
from agent.detection.runs import DigitRun

__all__ = ["AFTER_BYTES", "BEFORE_BYTES", "RECORD_SEPARATOR", "ContextWords", "Nearby"]

BEFORE_BYTES = 60
"""How far before a value its words are looked for."""

AFTER_BYTES = 30
"""How far behind it."""

RECORD_SEPARATOR = b"\x1e"
"""ASCII's record separator stands between the records of a derived text; no other text holds it."""

_NEAR_SHARE = 0.7
"""What a word that is near, but no label, adds of the boost."""

_ENDS_A_LABEL = bytes.maketrans(b"0123456789,;|\r\x1e", b"\n" * 15)
_LABEL_BYTES = 32
"""How far before a value an opposing label is looked for; another value may stand between ("order 2024-11, 4711")."""

_LONGEST_VALUE = 40
"""How far behind a value's start the words behind it may begin."""

_LONGEST_WORD = 64
"""How long a word and its lead may be."""

_LABEL_LEAD = 24
"""How far before its word a label may begin ("your id number", "administrator_username")."""


class Nearby(enum.Enum):
    """What the words beside a value say."""

    LABELS = "its label says what it is"
    SUPPORTS = "a word nearby says what it is"
    OPPOSES = "its label says it is something else"
    SAYS_NOTHING = ""


class ContextWords:
    """One recognizer's context, compiled."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.supporting = _words(context.supporting)
        self._opposing = _words(context.opposing)

    @property
    def regexes(self) -> tuple[LazyRegex, ...]:
        """What is compiled here."""
        return tuple(regex for regex in (self.supporting, self._opposing) if regex is not None)

    def nearby(self, data: bytes, start: int, end: int) -> Nearby:
        """What the words beside a value say."""
        if self.supporting is None and self._opposing is None:
            return Nearby.SAYS_NOTHING
        before = data[max(0, start - BEFORE_BYTES) : start].rpartition(RECORD_SEPARATOR)[2]
        label = before.rstrip().translate(_ENDS_A_LABEL).rpartition(b"\n")[2]
        supporting = self.supporting.compiled if self.supporting is not None else None
        if supporting is not None and supporting.occurs(label):
            return Nearby.LABELS
        if self._opposing is not None and self._opposing.compiled.occurs(before.rpartition(b"\n")[2][-_LABEL_BYTES:]):
            return Nearby.OPPOSES
        if supporting is not None:
            after = data[end : end + AFTER_BYTES].partition(b"\n")[0]
            if supporting.occurs(before) or supporting.occurs(after):
                return Nearby.SUPPORTS
        return Nearby.SAYS_NOTHING

    def target(self, digits: DigitRun, *, is_label: bool) -> Target:
        """Where something may begin that has a supporting word beside it.

        Args:
            digits: the run of digits that it holds.
            is_label: whether it is a label that begins with such a word, or nearly so; else it is a value.
        """
        regex = self.supporting
        if regex is None:
            message = "a pattern that needs context belongs to a recognizer with supporting words"
            raise ValueError(message)
        words: list[Literal] | None = []
        literals: list[Literal] | None = []
        for word in map(str.encode, self._context.supporting):
            if word.isascii():
                words = _joined(words, word_facts(word))
            else:
                literals = _joined(literals, word_facts(word))
        if words is None or literals is None:
            # Known by its regex alone, which says nothing of where the value's digits are: the whole window.
            return Target(regex)
        before, after = (_LABEL_LEAD, 2) if is_label else (AFTER_BYTES + _LONGEST_VALUE, BEFORE_BYTES + _LONGEST_WORD)
        return Target(regex, tuple(literals), words=tuple(words), before=before, after=after, digits=digits)

    def adjusted(self, confidence: float, nearby: Nearby, surest: float) -> float:
        """The confidence after what the words say; context never makes a finding surer than `surest`."""
        if nearby in (Nearby.LABELS, Nearby.SUPPORTS):
            share = 1.0 if nearby is Nearby.LABELS else _NEAR_SHARE
            return max(confidence, round(min(surest, confidence + share * self._context.boost), 2))
        if nearby is Nearby.OPPOSES:
            return round(max(0.0, confidence - self._context.drop), 2)
        return confidence


def _joined(some: list[Literal] | None, more: tuple[Literal, ...] | None) -> list[Literal] | None:
    return None if some is None or more is None else [*some, *more]


def _words(words: tuple[str, ...]) -> LazyRegex | None:
    if not words:
        return None
    return LazyRegex(b"(?i)(?:^|[^a-z0-9])(?:" + "|".join(words).encode() + b")")
