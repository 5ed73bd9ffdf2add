"""Conditions on the content: they earn labels, and rules may ask for them, too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from agent.core.findings import Category, Inspection, ModelState
from agent.policy.document.when import USUAL_CONFIDENCE, LabelCondition
from agent.policy.engine.facts import Evidence

__all__ = [
    "CategoryFound",
    "EntitiesFound",
    "EvidenceCondition",
    "InspectionReached",
    "ModelReached",
    "compile_label_condition",
]


class EvidenceCondition(Protocol):
    """One test of the content. Hashable and comparable by what it asks."""

    def holds(self, evidence: Evidence, /) -> bool:
        """Whether it applies; never raises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntitiesFound:
    """There are at least `min_count` findings of any of the entities."""

    entities: frozenset[str]
    min_count: int = 1
    min_confidence: float = USUAL_CONFIDENCE

    def holds(self, evidence: Evidence, /) -> bool:
        """Whether there are."""
        return evidence.count(self.entities, self.min_confidence) >= self.min_count


@dataclass(frozen=True, slots=True)
class CategoryFound:
    """The content is of one of the categories. An unknown category (None) is none of them."""

    categories: frozenset[Category]

    def holds(self, evidence: Evidence, /) -> bool:
        """Whether it is."""
        return evidence.category in self.categories


@dataclass(frozen=True, slots=True)
class InspectionReached:
    """The content was read this far."""

    inspections: frozenset[Inspection]

    def holds(self, evidence: Evidence, /) -> bool:
        """Whether it was."""
        return evidence.inspection in self.inspections


@dataclass(frozen=True, slots=True)
class ModelReached:
    """The model has read it this far."""

    states: frozenset[ModelState]

    def holds(self, evidence: Evidence, /) -> bool:
        """Whether it has."""
        return evidence.model in self.states


def compile_label_condition(written: LabelCondition) -> tuple[EvidenceCondition, ...]:
    """Return what must hold together."""
    return tuple(_conditions(written))


def _conditions(written: LabelCondition) -> Iterator[EvidenceCondition]:
    if written.entity:
        yield EntitiesFound(
            entities=frozenset(written.entity), min_count=written.min_count, min_confidence=written.min_confidence
        )
    if written.category:
        yield CategoryFound(frozenset(written.category))
    if written.inspection:
        yield InspectionReached(frozenset(written.inspection))
    if written.model:
        yield ModelReached(frozenset(written.model))
