"""How predictions are scored. Pure.

Overlap scoring, for one entity: a predicted span is *right* when it overlaps a gold span of the same label by a
character or more, else it is *wrong*; a gold span is *found* when a predicted span of its label overlaps it, else it
is *missed*. Precision is right / (right + wrong), recall found / (found + missed), F1 their harmonic mean; counts are
summed over a source's texts before anything is divided. Two predictions in one gold span are both right and find it
once, so that cutting a number in two neither pays nor costs. Only labels that a source annotates are counted at all.

Reliability: predictions by confidence in bins of a tenth; in each, mean confidence beside the share that is right. The
Brier score is the mean square of (confidence - right), the expected calibration error (ECE) the mean distance of the
two, weighted by the size of the bins. Both are about precision: a missed span has no confidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Bin", "Counts", "Reliability", "Span", "score", "spread"]

_BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A labeled part of a text: gold, or predicted with a confidence."""

    start: int
    end: int
    label: str
    confidence: float = 1.0

    def overlaps(self, other: Span) -> bool:
        """Whether both have a label and a character in common."""
        return self.label == other.label and self.start < other.end and other.start < self.end


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
    def precision(self) -> float:
        """1.0 without any prediction."""
        return _share(self.right, self.wrong)

    @property
    def recall(self) -> float:
        """1.0 where there is nothing to find."""
        return _share(self.found, self.missed)

    @property
    def f1(self) -> float:
        """0.0 when nothing was right."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def _share(good: int, bad: int) -> float:
    return good / (good + bad) if good + bad else 1.0


def score(gold: Sequence[Span], predicted: Sequence[Span]) -> Counts:
    """Counts of one text and one label."""
    right = sum(any(span.overlaps(each) for each in gold) for span in predicted)
    found = sum(any(span.overlaps(each) for each in predicted) for span in gold)
    return Counts(right=right, wrong=len(predicted) - right, found=found, missed=len(gold) - found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Predictions of about the same confidence: how many, their mean confidence, the share that was right."""

    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reliability:
    """Confidence beside what it was worth; see the module."""

    bins: tuple[Bin, ...]
    brier: float
    ece: float


def spread(points: Iterable[tuple[float, bool]]) -> Reliability:
    """Reliability of (confidence, was right); zeros without any."""
    by_bin: defaultdict[int, list[tuple[float, bool]]] = defaultdict(list)
    count = 0
    squares = 0.0
    for confidence, right in points:
        # A confidence of 1 belongs to the last bin, 0.3 to the third though 0.3 * 10 is a little less than 3.
        by_bin[min(int(confidence * _BINS + 1e-9), _BINS - 1)].append((confidence, right))
        count += 1
        squares += (confidence - right) ** 2
    bins = tuple(
        Bin(
            count=len(inside),
            confidence=sum(confidence for confidence, _ in inside) / len(inside),
            right=sum(right for _, right in inside) / len(inside),
        )
        for _, inside in sorted(by_bin.items())
    )
    if not count:
        return Reliability(bins=(), brier=0.0, ece=0.0)
    ece = sum(each.count * abs(each.confidence - each.right) for each in bins) / count
    return Reliability(bins=bins, brier=squares / count, ece=ece)
