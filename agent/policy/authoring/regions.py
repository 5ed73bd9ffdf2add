"""Sets of situations, as conditions describe them: what is never, and what always follows. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from agent.policy.engine.conditions import GroupIn, NetworkIn, TimeIn
from agent.policy.engine.evidence_conditions import Condition, EntitiesFound, OneOf
from agent.policy.engine.facts import Situation

__all__ = ["ANY_TIME", "SEVERAL", "Region", "Values", "implies", "is_empty", "region_of"]

Values = frozenset[Hashable]

_DAY: Final = 1440
_WEEK: Final = 7 * _DAY
ANY_TIME: Final = (1 << _WEEK + 1) - 1
"""A bit for each minute of the week, and the highest for a time that nobody knows."""

SEVERAL: Final = (EntitiesFound, GroupIn, NetworkIn)
"""Several of their values may hold at once, so two such conditions do not exclude each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Situations in which all of this holds.

    Attributes:
        values: by class of condition, what it admits; one that is not there admits anything.
        minutes: of the week, as bits; the highest one is for an unknown time.
    """

    values: Mapping[type[Condition[Situation]], Values]
    minutes: int = ANY_TIME

    def admitting(self, kind: type[Condition[Situation]], values: Values) -> Region:
        """Return the region with other values for one class."""
        return replace(self, values={**self.values, kind: values})


def region_of(conditions: Iterable[Condition[Situation]]) -> Region:
    """Return the situations in which all the conditions hold, none of the same class."""
    values: dict[type[Condition[Situation]], Values] = {}
    minutes = ANY_TIME
    for condition in conditions:
        match condition:
            case OneOf():
                values[type(condition)] = condition.values
            case EntitiesFound():
                values[EntitiesFound] = frozenset(condition.entities)
            case GroupIn():
                values[GroupIn] = frozenset(condition.groups)
            case NetworkIn():
                values[NetworkIn] = frozenset(condition.ranges)
            case TimeIn():
                minutes &= _minutes(condition)
    return Region(values=values, minutes=minutes)


def is_empty(region: Region) -> bool:
    """Whether there is no such situation."""
    return not region.minutes or not all(region.values.values())


def implies(narrow: Region, wide: Region) -> bool:
    """Whether every situation of the first, which is not empty, is one of the second."""
    if narrow.minutes & ~wide.minutes:
        return False
    return all(kind in narrow.values and narrow.values[kind] <= values for kind, values in wide.values.items())


@lru_cache(maxsize=512)
def _minutes(condition: TimeIn) -> int:
    bits = 0
    for days, begins, ends in condition.windows:
        for day in days:
            if begins < ends:
                bits |= _span(day, begins, ends)
            else:  # through midnight: the night belongs to the day it began on
                bits |= _span(day, begins, _DAY) | _span((day + 1) % 7, 0, ends)
    return bits


def _span(day: int, begins: int, ends: int) -> int:
    return ((1 << max(0, ends - begins)) - 1) << day * _DAY + begins
