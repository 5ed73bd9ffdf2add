"""The conditions of labels and rules, one small class each: pure, total, equal when they ask the same.

A rule has at most one condition of each class.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from agent.core.findings import Category, Inspection, ModelState
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
    "ModelStateIn",
    "OneOf",
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


@dataclass(frozen=True, slots=True)
class OneOf(ABC, Generic[_Known_contra]):
    """Something has one of the values. What it is, `read` says; the engine looks rules up by it."""

    values: frozenset[Hashable]

    @staticmethod
    @abstractmethod
    def read(known: _Known_contra, /) -> Hashable:
        """Return what is compared."""

    def holds(self, known: _Known_contra, /) -> bool:
        """Whether it has."""
        return self.read(known) in self.values


class CategoryIn(OneOf[Evidence]):
    """The content is of one of the categories. An unknown category (None) is none of them."""

    __slots__ = ()

    @staticmethod
    def read(known: Evidence, /) -> Category | None:
        """Return the category."""
        return known.category


class InspectionIn(OneOf[Evidence]):
    """The content was read this far."""

    __slots__ = ()

    @staticmethod
    def read(known: Evidence, /) -> Inspection:
        """Return the extent."""
        return known.inspection


class ModelStateIn(OneOf[Evidence]):
    """The model has read it this far."""

    __slots__ = ()

    @staticmethod
    def read(known: Evidence, /) -> ModelState:
        """Return how far."""
        return known.model


class LabelRankIn(OneOf[Situation]):
    """The label is one of these, by rank."""

    __slots__ = ()

    @staticmethod
    def read(known: Situation, /) -> int:
        """Return the rank."""
        return known.label.rank


class ChannelIn(OneOf[Situation]):
    """The data leaves this way."""

    __slots__ = ()

    @staticmethod
    def read(known: Situation, /) -> Channel:
        """Return the channel."""
        return known.channel


class DestinationIn(OneOf[Situation]):
    """It goes to one of these, by id."""

    __slots__ = ()

    @staticmethod
    def read(known: Situation, /) -> str:
        """Return the id."""
        return known.destination.destination_id


class DestinationStatusIn(OneOf[Situation]):
    """The organization thinks this of the destination."""

    __slots__ = ()

    @staticmethod
    def read(known: Situation, /) -> DestinationStatus:
        """Return the status."""
        return known.destination.status


class DestinationKindIn(OneOf[Situation]):
    """The destination is of this sort."""

    __slots__ = ()

    @staticmethod
    def read(known: Situation, /) -> DestinationKind:
        """Return the kind."""
        return known.destination.kind


def compile_label_condition(written: LabelCondition) -> tuple[Condition[Evidence], ...]:
    """Return what must hold together."""
    return tuple(_evidence_conditions(written, written.min_count, written.min_confidence))


def compile_when(when: When, label_names: tuple[str, ...]) -> tuple[Condition[Situation], ...]:
    """Return what must hold together; `label_names` are the policy's, lowest first, and include those of `when`.

    No two of them are of the same class.
    """
    return (*_evidence_conditions(when, 1, USUAL_CONFIDENCE), *_situation_conditions(when, label_names))


def _evidence_conditions(
    written: LabelCondition | When, min_count: int, min_confidence: float
) -> Iterator[Condition[Evidence]]:
    if written.entity:
        entities = frozenset(written.entity)
        yield EntitiesFound(entities=entities, min_count=min_count, min_confidence=min_confidence)
    if written.category:
        yield CategoryIn(frozenset(written.category))
    if written.inspection:
        yield InspectionIn(frozenset(written.inspection))
    if written.model:
        yield ModelStateIn(frozenset(written.model))


def _situation_conditions(when: When, label_names: tuple[str, ...]) -> Iterator[Condition[Situation]]:
    if when.label or when.min_label:
        ranks = frozenset(map(label_names.index, when.label)) or frozenset(range(len(label_names)))
        lowest = label_names.index(when.min_label) if when.min_label else 0
        yield LabelRankIn(frozenset(rank for rank in ranks if rank >= lowest))
    if when.channel:
        yield ChannelIn(frozenset(when.channel))
    if when.destination:
        yield DestinationIn(frozenset(when.destination))
    if when.destination_status:
        yield DestinationStatusIn(frozenset(when.destination_status))
    if when.destination_kind:
        yield DestinationKindIn(frozenset(when.destination_kind))
