"""Spans to typed placeholders.

Rules kept here:
- Each flagged character is replaced, whatever the findings look like: overlapping spans are joined
  (the surest finding names the placeholder), spans beyond the text are cut, empty ones ignored.
- The same value gets the same placeholder within one text: `[CREDIT_CARD]` when the entity has one value,
  `[CREDIT_CARD_1]`, `[CREDIT_CARD_2]` in order of appearance when it has several.
- Everything else stays as it is.

Planning is apart from applying, so that reversible redaction can keep the plan. Nothing is reversible here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from agent.core import Finding

__all__ = ["Redaction", "Replacement", "apply", "plan", "redact"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """A span of the original text and what stands there afterwards."""

    start: int
    end: int
    placeholder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """A redacted text, and how many spans were replaced in it."""

    text: str = field(repr=False)
    replaced: int


def redact(text: str, findings: Iterable[Finding]) -> Redaction:
    """The text with a placeholder for each finding."""
    replacements = plan(text, findings)
    return Redaction(text=apply(text, replacements), replaced=len(replacements))


def plan(text: str, findings: Iterable[Finding]) -> tuple[Replacement, ...]:
    """What to replace by what, by start offset and without overlaps."""
    spans = _joined(text, findings)
    values: dict[str, dict[str, int]] = {}
    for span in spans:
        numbers = values.setdefault(span.entity, {})
        numbers.setdefault(text[span.start : span.end], len(numbers) + 1)
    return tuple(
        Replacement(start=span.start, end=span.end, placeholder=_placeholder(span.entity, values[span.entity], value))
        for span in spans
        for value in (text[span.start : span.end],)
    )


def apply(text: str, replacements: Sequence[Replacement]) -> str:
    """The text after a plan that was made for it."""
    pieces: list[str] = []
    position = 0
    for replacement in replacements:
        pieces += (text[position : replacement.start], replacement.placeholder)
        position = replacement.end
    pieces.append(text[position:])
    return "".join(pieces)


@dataclass(slots=True)
class _Span:
    start: int
    end: int
    entity: str
    confidence: float


def _joined(text: str, findings: Iterable[Finding]) -> list[_Span]:
    cut = (
        _Span(max(0, finding.start), min(len(text), finding.end), finding.entity, finding.confidence)
        for finding in findings
    )
    joined: list[_Span] = []
    for span in sorted((span for span in cut if span.start < span.end), key=lambda span: (span.start, span.end)):
        last = joined[-1] if joined else None
        if last is None or span.start >= last.end:
            joined.append(span)
            continue
        last.end = max(last.end, span.end)
        if span.confidence > last.confidence:
            last.entity, last.confidence = span.entity, span.confidence
    return joined


def _placeholder(entity: str, numbers: dict[str, int], value: str) -> str:
    return f"[{entity}]" if len(numbers) == 1 else f"[{entity}_{numbers[value]}]"
