"""Finders: what finds spans in a whole text without a pattern, beside the recognizers.

A finder gets the normalized text and answers in its code points; the pipeline maps them back and settles overlaps.
Finders are total on any string, keep their work proportional to the text's length, and are shared by threads.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from agent.core import Finding

__all__ = ["Finder", "FinderResult"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FinderResult:
    """Findings in any order, perhaps overlapping; `complete` is False when a work limit was met."""

    findings: tuple[Finding, ...] = ()
    complete: bool = True


class Finder(Protocol):
    """Finds spans in a text."""

    def find(self, text: str) -> FinderResult:
        """Return what is in the text, which is in Unicode form NFKC; raises on no string."""
