"""Findings to the spans that are replaced.

Rules kept here: every flagged character is replaced, whatever the findings look like. Overlapping spans are joined (the
surest finding names the entity), spans beyond the text are cut, empty ones ignored.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from agent.core import Finding

__all__ = ["Replacement", "Span", "apply", "joined_spans"]


@dataclass(slots=True, kw_only=True)
class Span:
    """A span of the text to be replaced. Grows while spans are joined."""

    start: int
    end: int
    entity: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """A span of the original text and what stands there afterwards."""

    start: int
    end: int
    text: str = field(repr=False)


def joined_spans(text: str, findings: Iterable[Finding]) -> list[Span]:
    """What to replace, by start offset and without overlaps."""
    cut = (
        Span(
            start=max(0, finding.start),
            end=min(len(text), finding.end),
            entity=finding.entity,
            confidence=finding.confidence,
        )
        for finding in findings
    )
    joined: list[Span] = []
    for span in sorted((span for span in cut if span.start < span.end), key=lambda span: (span.start, span.end)):
        last = joined[-1] if joined else None
        if last is None or span.start >= last.end:
            joined.append(span)
            continue
        last.end = max(last.end, span.end)
        if span.confidence > last.confidence:
            last.entity, last.confidence = span.entity, span.confidence
    return joined


def apply(text: str, replacements: Sequence[Replacement]) -> str:
    """The text after replacements that were planned for it, in order and without overlaps."""
    pieces: list[str] = []
    position = 0
    for replacement in replacements:
        pieces += (text[position : replacement.start], replacement.text)
        position = replacement.end
    pieces.append(text[position:])
    return "".join(pieces)
