"""Conditions on the content: they earn labels, and rules may ask for them, too.

One small class each: pure, total, equal when they ask the same. What the rest of a situation is, they do not know.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from agent.core.findings import Category, Inspection, ModelState
from agent.policy.document.when import USUAL_CONFIDENCE, LabelCondition
from agent.policy.engine.facts import Evidence

__all__ = [
    "CategoryIn",
    "Condition",
    "EntitiesFound",
    "InspectionIn",
    "ModelStateIn",
    "OneOf",
    "compile_label_condition",
]

_Known_contra = TypeVar("_Known_contra", bound=Evidence, contravariant=True)


class Condition(Protocol[_Known_contra]):
    """One test, of what is known of the content or of the whole situation."""

    def holds(self, known: _Known_contra, /) -> bool:
        """Whether it applies; never raises."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitiesFound:
    """There are at least `min_count` findings of any of the entities."""

    entities: frozenset[str]
    min_count: int = 1
    min_confidence: float = USUAL_CONFIDENCE

    def holds(self, known: Evidence, /) -> bool:
        """Whether there are."""
        return known.count(self.entities, self.min_confidence) >= self.min_count


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


def compile_label_condition(written: LabelCondition) -> tuple[Condition[Evidence], ...]:
    """Return what must hold together."""
    return tuple(_conditions(written))


def _conditions(written: LabelCondition) -> Iterator[Condition[Evidence]]:
    if written.entity:
        yield EntitiesFound(
            entities=frozenset(written.entity), min_count=written.min_count, min_confidence=written.min_confidence
        )
    if written.category:
        yield CategoryIn(frozenset(written.category))
    if written.inspection:
        yield InspectionIn(frozenset(written.inspection))
    if written.model:
        yield ModelStateIn(frozenset(written.model))
