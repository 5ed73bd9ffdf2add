"""The conditions of labels and rules, one small class each: pure, total, equal when they ask the same.

Equality lets the engine ask each distinct condition once, however many rules share it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from agent.core.findings import Category, Inspection
from agent.core.gestures import Channel, DestinationKind, DestinationStatus
from agent.policy.document import USUAL_CONFIDENCE, LabelCondition, When
from agent.policy.facts import Evidence, Situation

__all__ = [
    "CategoryIn",
    "ChannelIn",
    "Condition",
    "DestinationIn",
    "DestinationKindIn",
    "DestinationStatusIn",
    "EntitiesFound",
    "InspectionIn",
    "LabelRankIn",
    "compile_label_condition",
    "compile_when",
]

_Known_contra = TypeVar("_Known_contra", bound=Evidence, contravariant=True)


class Condition(Protocol[_Known_contra]):
    """One test. Hashable and comparable by what it asks."""

    def holds(self, known: _Known_contra, /) -> bool:
        """Whether it applies; never raises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitiesFound:
    """There are at least `min_count` findings of any of the entities."""

    entities: frozenset[str]
    min_count: int = 1
    min_confidence: float = USUAL_CONFIDENCE

    def holds(self, known: Evidence, /) -> bool:
        """Whether there are."""
        return known.count(self.entities, self.min_confidence) >= self.min_count


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryIn:
    """The content is of one of the categories. An unknown category (None) is none of them."""

    categories: frozenset[Category]

    def holds(self, known: Evidence, /) -> bool:
        """Whether it is."""
        return known.category in self.categories


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectionIn:
    """The content was read this far."""

    inspections: frozenset[Inspection]

    def holds(self, known: Evidence, /) -> bool:
        """Whether it was."""
        return known.inspection in self.inspections


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelRankIn:
    """The label is one of these."""

    ranks: frozenset[int]

    def holds(self, known: Situation, /) -> bool:
        """Whether it is."""
        return known.label.rank in self.ranks


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelIn:
    """The data leaves this way."""

    channels: frozenset[Channel]

    def holds(self, known: Situation, /) -> bool:
        """Whether it does."""
        return known.channel in self.channels


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationIn:
    """It goes to one of these."""

    destination_ids: frozenset[str]

    def holds(self, known: Situation, /) -> bool:
        """Whether it does."""
        return known.destination.destination_id in self.destination_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationStatusIn:
    """The organization thinks this of the destination."""

    statuses: frozenset[DestinationStatus]

    def holds(self, known: Situation, /) -> bool:
        """Whether it does."""
        return known.destination.status in self.statuses


@dataclass(frozen=True, slots=True, kw_only=True)
class DestinationKindIn:
    """The destination is of this sort."""

    kinds: frozenset[DestinationKind]

    def holds(self, known: Situation, /) -> bool:
        """Whether it is."""
        return known.destination.kind in self.kinds


def compile_label_condition(written: LabelCondition) -> tuple[Condition[Evidence], ...]:
    """Return what must hold together."""
    return tuple(_evidence_conditions(written, written.min_count, written.min_confidence))


def compile_when(when: When, label_names: tuple[str, ...]) -> tuple[Condition[Situation], ...]:
    """Return what must hold together; `label_names` are the policy's, lowest first, and include those of `when`."""
    return (*_evidence_conditions(when, 1, USUAL_CONFIDENCE), *_situation_conditions(when, label_names))


def _evidence_conditions(
    written: LabelCondition | When, min_count: int, min_confidence: float
) -> Iterator[Condition[Evidence]]:
    if written.entity:
        entities = frozenset(written.entity)
        yield EntitiesFound(entities=entities, min_count=min_count, min_confidence=min_confidence)
    if written.category:
        yield CategoryIn(categories=frozenset(written.category))
    if written.inspection:
        yield InspectionIn(inspections=frozenset(written.inspection))


def _situation_conditions(when: When, label_names: tuple[str, ...]) -> Iterator[Condition[Situation]]:
    if when.label:
        yield LabelRankIn(ranks=frozenset(label_names.index(name) for name in when.label))
    if when.min_label:
        yield LabelRankIn(ranks=frozenset(range(label_names.index(when.min_label), len(label_names))))
    if when.channel:
        yield ChannelIn(channels=frozenset(when.channel))
    if when.destination:
        yield DestinationIn(destination_ids=frozenset(when.destination))
    if when.destination_status:
        yield DestinationStatusIn(statuses=frozenset(when.destination_status))
    if when.destination_kind:
        yield DestinationKindIn(kinds=frozenset(when.destination_kind))
