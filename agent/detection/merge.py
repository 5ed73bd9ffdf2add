"""Findings that overlap: the surer one stays, then the longer, then the earlier one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from agent.core import Finding

__all__ = ["merge"]


def merge(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings by start offset, without overlaps; the order they come in does not matter."""
    ranked = sorted(findings, key=_preference)
    kept: list[Finding] = []
    starts: list[int] = []
    for finding in ranked:
        place = bisect_right(starts, finding.start)
        if place > 0 and kept[place - 1].end > finding.start:
            continue
        if place < len(kept) and kept[place].start < finding.end:
            continue
        kept.insert(place, finding)
        starts.insert(place, finding.start)
    return tuple(kept)


def _preference(finding: Finding) -> tuple[float, int, int, str, str]:
    # Entity and recognizer last: nothing may depend on the order of the registry.
    return (-finding.confidence, finding.start - finding.end, finding.start, finding.entity, finding.recognizer)
