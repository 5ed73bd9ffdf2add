"""Detection of layered policies: what a lower layer defines finds more, and takes nothing from what stands above it.

Within one layer the surer of two overlapping findings stays, since its author decides on both. Between layers it must
not: a team's recognizer for order numbers, sure of itself, would make a card number an order number, and a rule of the
global policy that looks for cards would no longer see it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from agent.core import Assessment, Content, Finding, Inspection
from agent.core.ports import OnRead, OnRecognized, unhurried, unwatched
from agent.detection.pipeline import Pipeline

__all__ = ["LayeredPipeline", "beside"]


class LayeredPipeline:
    """One layer's pipeline on top of that of the layers above; an `Assess` like both.

    Args:
        upper: of the layers above: reads everything, with the model.
        lower: of the layer's own definitions, without anything else.
    """

    def __init__(self, upper: Pipeline | LayeredPipeline, lower: Pipeline) -> None:
        self._upper = upper
        self._lower = lower

    def assess(
        self, content: Content, on_read: OnRead = unwatched, on_recognized: OnRecognized = unhurried
    ) -> Assessment:
        """What is known of the content; as `Pipeline.assess` says."""
        more = self._lower.assess(content)

        def together(assessment: Assessment) -> Assessment:
            inspection = assessment.inspection
            if inspection is Inspection.COMPLETE:
                inspection = more.inspection
            return replace(assessment, findings=beside(assessment.findings, more.findings), inspection=inspection)

        return together(self._upper.assess(content, on_read, lambda recognized: on_recognized(together(recognized))))


def beside(findings: tuple[Finding, ...], more: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings with those of others that touch none of them, by start.

    Args:
        findings: by start, without overlaps.
        more: the same, of a lower layer.
    """
    starts = [each.start for each in findings]
    added = []
    for each in more:
        place = bisect_right(starts, each.start)
        is_free_before = place == 0 or findings[place - 1].end <= each.start
        if is_free_before and (place == len(findings) or each.end <= findings[place].start):
            added.append(each)
    return tuple(sorted((*findings, *added), key=lambda each: each.start)) if added else findings
