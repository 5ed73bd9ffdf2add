"""Contents on which two policies may differ: of each entity and category, at and below what conditions name. Pure.

All of it is the same whichever policy comes first, and what holds least is first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from agent.core.findings import Assessment, Category, Entity, Inspection, ModelReading, ModelState
from agent.policy.authoring.circumstances import whens
from agent.policy.authoring.features import READ_BY_ALL, stated_findings
from agent.policy.document.policy import PolicyDocument
from agent.policy.document.when import USUAL_CONFIDENCE, LabelCondition, When

__all__ = ["Sketch", "contents", "sketch", "sketch_of"]

_MOST_FINDINGS: Final = 1000
"""Of one gesture; a threshold above it is not tried."""
_STEP: Final = 0.01
"""So much less is just below a confidence."""
_MANY: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What is known of a content, in numbers: quick to compare, however many findings there are.

    Attributes:
        counts: so many findings of an entity, so sure; none of them zero.
    """

    counts: tuple[tuple[str, int, float], ...] = ()
    category: Category | None = None
    inspection: Inspection = Inspection.COMPLETE
    model: ModelState = ModelState.COMPLETE

    def assessment(self) -> Assessment:
        """Return it as policies are asked about it."""
        return Assessment(
            findings=stated_findings(self.counts),
            category=self.category,
            inspection=self.inspection,
            model=READ_BY_ALL if self.model is ModelState.COMPLETE else ModelReading(state=self.model),
        )

    def with_one(self, entity: str) -> Sketch:
        """Return it with a finding of an entity, if it has none."""
        if any(each == entity for each, _, _ in self.counts):
            return self
        return replace(self, counts=(*self.counts, (entity, 1, 1.0)))

    @property
    def size(self) -> tuple[int, int, bool, bool, bool, str]:
        """What to sort by: what holds least is first, and nothing else decides."""
        return (
            sum(count for _, count, _ in self.counts),
            len(self.counts),
            self.category is not None,
            self.inspection is not Inspection.COMPLETE,
            self.model is not ModelState.COMPLETE,
            f"{self.counts} {self.category} {self.inspection} {self.model}",
        )


def sketch(
    *counts: tuple[str, int, float],
    category: Category | None = None,
    inspection: Inspection = Inspection.COMPLETE,
    model: ModelState = ModelState.COMPLETE,
) -> Sketch:
    """Return a sketch with so many findings of an entity, so sure."""
    found = tuple((str(entity), count, confidence) for entity, count, confidence in counts if count > 0)
    return Sketch(counts=found, category=category, inspection=inspection, model=model)


def sketch_of(way: LabelCondition) -> Sketch:
    """Return what earns a label this way, with as little as it takes."""
    return sketch(
        *((entity, min(way.min_count, _MOST_FINDINGS), 1.0) for entity in way.entity[:1]),
        category=next(iter(way.category), None),
        inspection=next(iter(way.inspection), Inspection.COMPLETE),
        model=next(iter(way.model), ModelState.COMPLETE),
    )


def contents(documents: Iterable[PolicyDocument]) -> tuple[Sketch, ...]:
    """Return the contents that are worth asking about, those that hold least first."""
    documents = tuple(documents)
    ways = [way for document in documents for label in document.labels for way in label.any_of]
    made = {*_general(), *_thresholds(ways, whens(documents)), *map(sketch_of, ways)}
    return tuple(sorted(made, key=lambda each: each.size))


def _general() -> Iterator[Sketch]:
    yield sketch()
    for entity in Entity:
        yield sketch((entity, 1, 1.0))
        yield sketch((entity, _MANY, 1.0))
    for category in Category:
        yield sketch(category=category)
        yield sketch((Entity.PERSON, 1, 1.0), category=category)
    for inspection in Inspection:
        yield sketch(inspection=inspection)
    for model in ModelState:
        yield sketch(model=model)


def _thresholds(ways: Iterable[LabelCondition], asked: Iterable[When]) -> Iterator[Sketch]:
    """At each count and confidence that is asked for, and just below."""
    named = {(entity, way.min_count, way.min_confidence) for way in ways for entity in way.entity}
    named |= {(entity, 1, USUAL_CONFIDENCE) for when in asked for entity in when.entity}
    for entity, count, confidence in named:
        if count > _MOST_FINDINGS:
            continue
        yield sketch((entity, count, 1.0))
        yield sketch((entity, count - 1, 1.0))
        yield sketch((entity, count, confidence))
        yield sketch((entity, count, max(0.0, round(confidence - _STEP, 6))))
