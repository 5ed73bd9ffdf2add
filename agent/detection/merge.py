"""Findings that overlap: the surer one stays, then the longer, then the earlier one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from operator import attrgetter

from agent.core import Finding

__all__ = ["merge"]


_PLACE = attrgetter("start", "end")


def merge(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings by start offset, without overlaps; the order they come in does not matter."""
    merged: list[Finding] = []
    cluster: list[Finding] = []
    cluster_end = 0
    for finding in sorted(findings, key=_PLACE):
        end = finding.end
        if finding.start < cluster_end:
            cluster.append(finding)
            cluster_end = max(cluster_end, end)
            continue
        merged += cluster if len(cluster) == 1 else _best_of(cluster)
        cluster = [finding]
        cluster_end = end
    return (*merged, *_best_of(cluster))


def _best_of(cluster: list[Finding]) -> list[Finding]:
    """The findings that stay of some that touch each other, directly or through others."""
    if len(cluster) == 1:
        return cluster
    kept: list[Finding] = []
    starts: list[int] = []
    for finding in sorted(cluster, key=_preference):
        place = bisect_right(starts, finding.start)
        if place > 0 and kept[place - 1].end > finding.start:
            continue
        if place < len(kept) and kept[place].start < finding.end:
            continue
        kept.insert(place, finding)
        starts.insert(place, finding.start)
    return kept


def _preference(finding: Finding) -> tuple[float, int, int, str, str]:
    # Entity and recognizer last: nothing may depend on the order of the registry.
    return (-finding.confidence, finding.start - finding.end, finding.start, finding.entity, finding.recognizer)
