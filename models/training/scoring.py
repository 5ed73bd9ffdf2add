"""Overlap scores, as everywhere in this project; pure.

For one entity a predicted span is right when it shares a character with a gold span of that entity, and a gold span is
found when a predicted one shares a character with it. Counts are summed over a source's texts before anything is
divided. Only entities that a source annotates are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from models.training.examples import Span

__all__ = ["GROUPS", "Counts", "accuracy", "counts_of", "grouped", "macro_f1"]

GROUPS = {
    "PLACES": frozenset({"LOCATION", "ADDRESS", "ZIP_CODE"}),
    "DATES": frozenset({"DATE", "DATE_OF_BIRTH"}),
}
"""Scored as one, besides: sources disagree on where one ends and the next begins."""


@dataclass(slots=True, kw_only=True)
class Counts:
    """Sums for one entity; see the module."""

    right: int = 0
    wrong: int = 0
    found: int = 0
    missed: int = 0

    def add(self, other: Counts) -> None:
        """Add another text's."""
        self.right += other.right
        self.wrong += other.wrong
        self.found += other.found
        self.missed += other.missed

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall; 0.0 when nothing was right."""
        if not self.right or not self.found:
            return 0.0
        precision, recall = self.right / (self.right + self.wrong), self.found / (self.found + self.missed)
        return 2 * precision * recall / (precision + recall)


def counts_of(gold: Sequence[Span], predicted: Sequence[Span]) -> Counts:
    """Counts of one text, of spans that count as one entity."""

    def meets(span: Span, others: Sequence[Span]) -> bool:
        return any(span.start < other.end and other.start < span.end for other in others)

    right = sum(meets(span, gold) for span in predicted)
    found = sum(meets(span, predicted) for span in gold)
    return Counts(right=right, wrong=len(predicted) - right, found=found, missed=len(gold) - found)


def grouped(spans: Iterable[Span], name: str) -> list[Span]:
    """Spans of an entity, or of a group of them."""
    wanted = GROUPS.get(name, frozenset({name}))
    return [span for span in spans if span.entity in wanted]


def accuracy(gold: Sequence[str], predicted: Sequence[str]) -> float:
    """Share of the right ones; 0.0 of none."""
    return sum(one == other for one, other in zip(gold, predicted, strict=True)) / max(1, len(gold))


def macro_f1(gold: Sequence[str], predicted: Sequence[str]) -> float:
    """Mean F1 of the categories that occur in `gold`."""
    pairs = list(zip(gold, predicted, strict=True))
    scores = []
    for category in sorted(set(gold)):
        both = sum(one == other == category for one, other in pairs)
        either = sum(one == category for one, _ in pairs) + sum(other == category for _, other in pairs)
        scores.append(2 * both / either)
    return sum(scores) / max(1, len(scores))
