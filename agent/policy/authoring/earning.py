"""Which labels content can have, from what a rule asks of it. Pure.

Content with some entity or category earns a certain label at least; a label is earned in the policy's ways alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from agent.policy.authoring.regions import SEVERAL, Region, Values
from agent.policy.document.when import USUAL_CONFIDENCE
from agent.policy.engine.evidence_conditions import (
    CategoryIn,
    Condition,
    EntitiesFound,
    InspectionIn,
    ModelStateIn,
    OneOf,
    compile_label_condition,
)
from agent.policy.engine.facts import Evidence, Situation
from agent.policy.engine.policy import Policy

__all__ = ["Earning", "Way", "content_values", "follows", "ways_of"]

Way = tuple[Condition[Evidence], ...]
_CONTENT = (EntitiesFound, CategoryIn, InspectionIn, ModelStateIn)


def ways_of(policy: Policy) -> Mapping[int, tuple[Way, ...]]:
    """Return the ways of earning each label but the lowest, those of all layers, by rank."""
    ranks = {label.name: label.rank for label in policy.labels}
    ways: dict[int, tuple[Way, ...]] = {rank: () for rank in ranks.values() if rank}
    for document in policy.documents:
        for entry in document.labels:
            if ranks[entry.name]:
                ways[ranks[entry.name]] += tuple(map(compile_label_condition, entry.any_of))
    return ways


class Earning:
    """The labels of one policy, and what earns them."""

    def __init__(self, policy: Policy) -> None:
        self.ways = ways_of(policy)
        self._ranks = range(len(policy.labels))
        self._known: dict[tuple[Values | None, ...], Values] = {}

    def possible_labels(self, region: Region) -> Values:
        """Return the ranks that content can have where the region's conditions on the content hold."""
        asked = tuple(region.values.get(kind) for kind in _CONTENT)
        if asked not in self._known:
            lowest = max(self._least_label(region, kind) for kind in _CONTENT)
            self._known[asked] = frozenset(
                rank for rank in self._ranks if rank >= lowest and self._is_possible(rank, region)
            )
        return self._known[asked]

    def _is_possible(self, rank: int, region: Region) -> bool:
        return rank == 0 or any(_is_compatible(way, region) for way in self.ways[rank])

    def _least_label(self, region: Region, kind: type[Condition[Situation]]) -> int:
        """The label that content earns at least, whichever of the values of this class it is that holds."""
        values = region.values.get(kind)
        if not values:
            return 0
        return min(self._earned(region.admitting(kind, frozenset((value,)))) for value in values)

    def _earned(self, region: Region) -> int:
        earned = (rank for rank, ways in self.ways.items() if any(_is_certain(way, region) for way in ways))
        return max(earned, default=0)


def follows(narrow: Way, wide: Way) -> bool:
    """Whether all content that earns a label the one way would earn one the other way."""
    return all(any(_is_narrower(one, other) for one in narrow) for other in wide)


def _is_narrower(one: Condition[Evidence], other: Condition[Evidence]) -> bool:
    kind, values = content_values(one)
    other_kind, other_values = content_values(other)
    if isinstance(one, EntitiesFound) and isinstance(other, EntitiesFound):
        is_weaker = one.min_count < other.min_count or one.min_confidence < other.min_confidence
        return values <= other_values and not is_weaker
    return kind is other_kind and values <= other_values


def _is_compatible(way: Way, region: Region) -> bool:
    """Whether content may earn a label this way where the region's conditions hold."""
    for condition in way:
        kind, values = content_values(condition)
        if kind not in SEVERAL and kind in region.values and not region.values[kind] & values:
            return False
    return True


def _is_certain(way: Way, region: Region) -> bool:
    """Whether all content earns it this way where they hold."""
    for condition in way:
        kind, values = content_values(condition)
        if kind not in region.values or not region.values[kind] <= values:
            return False
        if isinstance(condition, EntitiesFound) and not _is_met_by_one(condition):
            return False
    return True


def _is_met_by_one(condition: EntitiesFound) -> bool:
    """Whether a single finding that a rule counts is enough."""
    return condition.min_count == 1 and condition.min_confidence <= USUAL_CONFIDENCE


def content_values(condition: Condition[Evidence]) -> tuple[type[Condition[Situation]], Values]:
    """Return the class of a condition on content, and the values it admits."""
    match condition:
        case OneOf():
            return type(condition), condition.values
        case EntitiesFound():
            return EntitiesFound, frozenset(condition.entities)
    return EntitiesFound, frozenset()  # of no class that a region could hold: never certain, always compatible
