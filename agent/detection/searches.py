"""Patterns as they are searched for: compiled when first needed, those that are searched in the same places together.

A pattern that needs context is looked for beside its recognizer's words, with the other patterns of that recognizer;
one with a label, or that begins with such a word, at those words only. What is done there: `agent.detection.scan`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agent.detection.compiled import LazyRegex, LazySet
from agent.detection.digit_runs import SHORTEST_RUN
from agent.detection.facts import pattern_facts
from agent.detection.recognizer import Pattern
from agent.detection.runs import DigitRun

__all__ = ["LABEL_REACH", "Group", "Search", "groups_of"]

LABEL_REACH = 96
"""How far behind the part of the text that it begins in a label may end."""


@dataclass(frozen=True, slots=True)
class Search:
    """One pattern of one recognizer.

    Attributes:
        number: its number among all.
        finder: finds labels, or beginnings; None where the pattern is looked for itself.
        digits: the run of digits in every match.
        reach_bytes: the longest match.
    """

    number: int
    owner: int
    pattern: Pattern
    regex: LazyRegex
    finder: LazyRegex | None
    digits: DigitRun
    reach_bytes: int

    @classmethod
    def of(cls, number: int, owner: int, pattern: Pattern, finders: dict[bytes, LazyRegex]) -> Search:
        """The search for a pattern; patterns share what they begin with.

        Raises:
            ValueError: the pattern has a label or a beginning and needs no context, or it has both.
        """
        first = pattern.label or pattern.begins
        if first and not pattern.needs_context:
            message = f"{pattern.name}: only a pattern that needs context is looked for by a label or a beginning"
            raise ValueError(message)
        if pattern.label and pattern.begins:
            message = f"{pattern.name}: a pattern has a label or a beginning, not both"
            raise ValueError(message)
        finder = finders.setdefault(first, LazyRegex(first)) if first else None
        digits = pattern_facts(pattern.regex).digits if pattern.digits is None else pattern.digits
        # No further than a match reaches: what is searched in vain is read to its end.
        reach_bytes = pattern.reach_bytes if pattern.digits is not None else min(pattern.reach_bytes, digits.width + 1)
        return cls(number, owner, pattern, LazyRegex(pattern.regex), finder, digits, reach_bytes)


@dataclass(frozen=True, slots=True)
class Group:
    """The patterns of one recognizer that are searched in the same places.

    Attributes:
        first_of: all of them as one, or all of their finders; it is asked first, since most places hold none of them.
        reach_bytes: how far behind the part of the text that it begins in a match of it may end.
        which: tells which of several patterns that begin with a word may match there; None where each is tried.
        longest_bytes: the longest match of any.
        digits: the run of digits that every match of any of them holds.
    """

    owner: int
    searches: tuple[Search, ...]
    first_of: LazyRegex
    reach_bytes: int
    which: LazySet | None
    longest_bytes: int
    digits: DigitRun

    @classmethod
    def of(cls, searches: Sequence[Search]) -> Group:
        """The group of some patterns of one recognizer."""
        first_of = _as_one([search.finder or search.regex for search in searches])
        longest_bytes = max(search.reach_bytes for search in searches)
        reach_bytes = LABEL_REACH if searches[0].finder else longest_bytes
        begin_alike = len(searches) > 1 and all(search.pattern.begins for search in searches)
        which = LazySet([search.regex.source for search in searches]) if begin_alike else None
        runs = [search.digits for search in searches]
        digits = DigitRun(min(run.digits for run in runs), max(run.lead for run in runs))
        return cls(searches[0].owner, tuple(searches), first_of, reach_bytes, which, longest_bytes, digits)

    @property
    def begins_with_word(self) -> bool:
        """Whether its patterns begin with labels."""
        return self.searches[0].finder is not None


def _as_one(regexes: Sequence[LazyRegex]) -> LazyRegex:
    different = list(dict.fromkeys(regexes))
    if len(different) == 1:
        return different[0]
    return LazyRegex(b"|".join(b"(?:%b)" % each.source for each in different))


def groups_of(searches: Sequence[Search]) -> tuple[Group, ...]:
    """The groups of patterns that need context: of one recognizer, with labels or without, beside runs or anywhere."""
    grouped: dict[tuple[int, bool, bool], list[Search]] = {}
    for search in searches:
        if search.pattern.needs_context:
            key = (search.owner, search.finder is not None, search.digits.digits >= SHORTEST_RUN)
            grouped.setdefault(key, []).append(search)
    return tuple(Group.of(group) for group in grouped.values())
