"""What a policy is asked about, and the form in which conditions read it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from agent.core.findings import Assessment, Category, Inspection, ModelState
from agent.core.gestures import Channel, Destination
from agent.core.scope import Scope
from agent.core.verdicts import Label

__all__ = ["Evidence", "Facts", "Situation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One question to a policy: may what was assessed go there, this way?

    Attributes:
        destination: as the catalogue has it; the policy sees it with its own status.
        scope: who sends, from where, when.
        is_outdated: whether the policy could not be renewed for longer than its grace (`offline`).
    """

    assessment: Assessment
    destination: Destination
    channel: Channel
    scope: Scope = field(default=Scope())
    is_outdated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of the content: all that a label can depend on.

    Attributes:
        confidences: of the findings, ascending, by entity.
    """

    confidences: Mapping[str, list[float]]
    category: Category | None
    inspection: Inspection
    model: ModelState

    @classmethod
    def of(cls, assessment: Assessment) -> Self:
        """Gather the findings by entity."""
        confidences: dict[str, list[float]] = {}
        for finding in assessment.findings:
            confidences.setdefault(finding.entity, []).append(finding.confidence)
        for each in confidences.values():
            each.sort()
        return cls(
            confidences=confidences,
            category=assessment.category,
            inspection=assessment.inspection,
            model=assessment.model.state,
        )

    def count(self, entities: Iterable[str], min_confidence: float) -> int:
        """Return how many findings of any of the entities are at least that sure."""
        total = 0
        for entity in entities:
            found = self.confidences.get(entity)
            if found is not None:
                total += len(found) - bisect_left(found, min_confidence)
        return total


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation(Evidence):
    """All that a rule can depend on: the content, and what is to become of it.

    Attributes:
        label: what the content earned, under this layer and those above it.
        destination: with the status that they give it.
    """

    label: Label
    destination: Destination
    channel: Channel
    scope: Scope

    @classmethod
    def about(
        cls, evidence: Evidence, *, label: Label, destination: Destination, channel: Channel, scope: Scope
    ) -> Self:
        """What is known of content, on its way."""
        return cls(
            confidences=evidence.confidences,
            category=evidence.category,
            inspection=evidence.inspection,
            model=evidence.model,
            label=label,
            destination=destination,
            channel=channel,
            scope=scope,
        )
