"""How rules stand to each other: those that never apply, and those that another one always decides for. Pure.

Believe what is said here: removing a rule that never applies changes no answer, and removing all those that others
decide for changes no action. Where neither is certain, nothing is said. Rules that allow are left out: they never
decide anything.
"""

from __future__ import annotations

import enum
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from agent.core.gestures import Destination
from agent.core.verdicts import Action
from agent.policy.authoring.implications import Regions
from agent.policy.authoring.regions import Region, implies, is_empty
from agent.policy.document.policy import RuleEntry
from agent.policy.engine.evidence_conditions import Condition
from agent.policy.engine.facts import Situation
from agent.policy.engine.policy import Policy

__all__ = ["RuleRegion", "Standing", "StandingKind", "rule_region", "standings"]


class StandingKind(enum.Enum):
    """How a rule stands."""

    NEVER = enum.auto()
    """It never applies."""
    SHADOWED = enum.auto()
    """Another, with an action as strict or stricter, applies wherever it does, and elsewhere."""
    TWIN = enum.auto()
    """Another, with an action as strict or stricter, applies exactly where it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A rule that decides nothing.

    Attributes:
        index: its position in the document.
        above: the position of the rule that decides for it; None for one that never applies.
    """

    index: int
    kind: StandingKind
    above: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRegion:
    """Where a rule applies.

    Attributes:
        index: its position in the document.
        written: its conditions, as little as says it all.
        closed: the same situations, with all that follows.
        unless: where it does not apply all the same; None where `written` says that, too.
    """

    index: int
    action: Action
    written: Region
    closed: Region
    unless: Region | None


def standings(policy: Policy, destinations: Mapping[str, Destination]) -> tuple[Standing, ...]:
    """Return the rules of the lowest layer that decide nothing, in document order."""
    regions = Regions(policy, destinations)
    applying: list[RuleRegion] = []
    found: dict[int, Standing] = {}
    for index, rule in enumerate(policy.documents[-1].rules):
        region = rule_region(index, rule, regions)
        if region is None:
            found[index] = Standing(index=index, kind=StandingKind.NEVER)
        elif rule.action is not Action.ALLOW:
            applying.append(region)
    lookup = _Lookup(applying)
    for each in applying:
        for above in lookup.admitting(each):
            # One of several that decide for each other must stay.
            may_decide = above.action.rank > each.action.rank or (
                above.action is each.action and above.index not in found
            )
            if above is each or not may_decide or not _covers(above, each, regions):
                continue
            is_twin = _covers(each, above, regions)
            if is_twin and above.action is each.action and above.index > each.index:
                continue
            kind = StandingKind.TWIN if is_twin else StandingKind.SHADOWED
            found[each.index] = Standing(index=each.index, kind=kind, above=above.index)
            break
    return tuple(found[index] for index in sorted(found))


def rule_region(index: int, rule: RuleEntry, regions: Regions) -> RuleRegion | None:
    """Return where a rule applies; None for one that never does."""
    written = regions.written(rule.when)
    closed = regions.closed(written)
    if is_empty(closed):
        return None
    unless = None if rule.unless is None else regions.written(rule.unless)
    if unless is not None:
        if implies(closed, unless):
            return None
        if is_empty(regions.both(closed, unless)):
            unless = None  # it takes nothing away
        elif (rest := regions.without(written, unless)) is not None:
            written, closed, unless = rest, regions.closed(rest), None
            if is_empty(closed):
                return None
    return RuleRegion(index=index, action=rule.action, written=written, closed=closed, unless=unless)


def _covers(above: RuleRegion, each: RuleRegion, regions: Regions) -> bool:
    """Whether one applies wherever the other does."""
    if not implies(each.closed, above.written):
        return False
    if above.unless is None:
        return True
    excepted = regions.both(each.closed, above.unless)
    return is_empty(excepted) or (each.unless is not None and implies(excepted, each.unless))


class _Lookup:
    """Finds the rules whose conditions follow from another's, as the engine finds those that apply.

    Thousands of rules are some millions of pairs; with a bit for each rule, few of them are looked at.
    """

    def __init__(self, rules: Sequence[RuleRegion]) -> None:
        self._rules = tuple(rules)
        self._asking: dict[type[Condition[Situation]], int] = {}
        self._admitted: dict[tuple[type[Condition[Situation]], Hashable], int] = {}
        for position, rule in enumerate(self._rules):
            for kind, values in rule.written.values.items():
                self._asking[kind] = self._asking.get(kind, 0) | 1 << position
                for value in values:
                    self._admitted[kind, value] = self._admitted.get((kind, value), 0) | 1 << position

    def admitting(self, narrow: RuleRegion) -> Iterator[RuleRegion]:
        """Return the rules that admit all its values, and itself among them."""
        remaining = (1 << len(self._rules)) - 1
        for kind, asking in self._asking.items():
            values = narrow.closed.values.get(kind)
            if values is None:
                remaining &= ~asking
                continue
            for value in values:
                remaining &= ~asking | self._admitted.get((kind, value), 0)
        while remaining:
            lowest = remaining & -remaining
            yield self._rules[lowest.bit_length() - 1]
            remaining ^= lowest
