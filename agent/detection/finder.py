"""Finders: what finds spans in a whole text without a pattern, beside the recognizers.

A finder gets the normalized text and answers in its code points; `find_all` leads them back to the original, and the
pipeline settles overlaps. Finders are total on any string, keep their work proportional to the text's length, and are
shared by threads.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from agent.core import Finding
from agent.detection.normalization import NormalizedText

__all__ = ["Finder", "FinderResult", "find_all"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FinderResult:
    """Findings in any order, perhaps overlapping; `complete` is False when a work limit was met."""

    findings: tuple[Finding, ...] = ()
    complete: bool = True


class Finder(Protocol):
    """Finds spans in a text."""

    def find(self, text: str) -> FinderResult:
        """Return what is in the normalized text; raises on no string."""


def find_all(finders: Iterable[Finder], normalized: NormalizedText) -> FinderResult:
    """What the finders find, in code points of the original text."""
    results = [finder.find(normalized.text) for finder in finders]
    return FinderResult(
        findings=tuple(_led_back((finding for result in results for finding in result.findings), normalized)),
        complete=all(result.complete for result in results),
    )


def _led_back(findings: Iterable[Finding], normalized: NormalizedText) -> Iterator[Finding]:
    for finding in findings:
        span = normalized.original_span(finding.start, finding.end)
        if span == (finding.start, finding.end):
            yield finding
        elif span is not None:
            yield dataclasses.replace(finding, start=span[0], end=span[1])
