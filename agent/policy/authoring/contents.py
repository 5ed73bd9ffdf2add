"""Contents on which two policies may differ: of each entity and category, at and below what conditions name. Pure.

All of it is the same whichever policy comes first, and what holds least is first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from agent.core.findings import Assessment, Category, Entity, Finding, Inspection, ModelReading, ModelState
from agent.policy.authoring.circumstances import whens
from agent.policy.authoring.features import READ_BY_ALL, stated_findings
from agent.policy.document.policy import PolicyDocument
from agent.policy.document.when import USUAL_CONFIDENCE, LabelCondition, When

__all__ = ["content", "content_of", "contents", "size_of"]

_MOST_FINDINGS: Final = 1000
"""Of one gesture; a threshold above it is not tried."""
_STEP: Final = 0.01
"""So much less is just below a confidence."""
_MANY: Final = 5


def content(
    *counts: tuple[str, int, float],
    category: Category | None = None,
    inspection: Inspection = Inspection.COMPLETE,
    model: ModelState = ModelState.COMPLETE,
) -> Assessment:
    """Return an assessment with so many findings of an entity, so sure."""
    reading = READ_BY_ALL if model is ModelState.COMPLETE else ModelReading(state=model)
    return Assessment(findings=stated_findings(counts), category=category, inspection=inspection, model=reading)


def contents(documents: Iterable[PolicyDocument]) -> tuple[Assessment, ...]:
    """Return the contents that are worth asking about, those that hold least first."""
    documents = tuple(documents)
    ways = [way for document in documents for label in document.labels for way in label.any_of]
    made = {*_general(), *_thresholds(ways, whens(documents)), *(content_of(way) for way in ways)}
    return tuple(sorted(made, key=size_of))


def _general() -> Iterator[Assessment]:
    yield content()
    for entity in Entity:
        yield content((entity, 1, 1.0))
        yield content((entity, _MANY, 1.0))
    for category in Category:
        yield content(category=category)
        yield content((Entity.PERSON, 1, 1.0), category=category)
    for inspection in Inspection:
        yield content(inspection=inspection)
    for model in ModelState:
        yield content(model=model)


def _thresholds(ways: Iterable[LabelCondition], asked: Iterable[When]) -> Iterator[Assessment]:
    """At each count and confidence that is asked for, and just below."""
    named = {(entity, way.min_count, way.min_confidence) for way in ways for entity in way.entity}
    named |= {(entity, 1, USUAL_CONFIDENCE) for when in asked for entity in when.entity}
    for entity, count, confidence in named:
        if count > _MOST_FINDINGS:
            continue
        yield content((entity, count, 1.0))
        yield content((entity, count - 1, 1.0))
        yield content((entity, count, confidence))
        yield content((entity, count, max(0.0, round(confidence - _STEP, 6))))


def content_of(way: LabelCondition) -> Assessment:
    """Return what earns a label this way, with as little as it takes."""
    return content(
        *((entity, min(way.min_count, _MOST_FINDINGS), 1.0) for entity in way.entity[:1]),
        category=next(iter(way.category), None),
        inspection=next(iter(way.inspection), Inspection.COMPLETE),
        model=next(iter(way.model), ModelState.COMPLETE),
    )


def size_of(assessment: Assessment) -> tuple[int, bool, bool, bool, str]:
    """Smallest first, and an order that nothing else decides."""
    return (
        len(assessment.findings),
        assessment.category is not None,
        assessment.inspection is not Inspection.COMPLETE,
        assessment.model.state is not ModelState.COMPLETE,
        f"{assessment.category} {assessment.inspection} {assessment.model.state} {_names(assessment.findings)}",
    )


def _names(findings: tuple[Finding, ...]) -> str:
    counts = Counter((each.entity, each.confidence) for each in findings)
    return " ".join(f"{entity} {confidence:.6f} {count}" for (entity, confidence), count in counts.items())
