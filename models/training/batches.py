"""Windows as batches: drawn so that nothing thin is drowned, and of nearly one length, which saves half the time.

Windows are marked, of a category, or made up, and each kind has its share of the batches. Marked ones count by the
square root of how many their source has; those of a category, and made-up ones, by that of how many their category has,
and within it by that of their source: what one large source has in common must not be taken for its category. Needs
numpy.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from models.training.examples import Example
from models.training.windows import UNKNOWN, Window

__all__ = ["Batch", "batch_of", "batches_by_length", "drawn_batches"]

_KINDS = {"marked": 0.42, "category": 0.28, "generated": 0.3}
_POOL = 50
_MULTIPLE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Arrays of one batch, padded to one length. Attributes as in `Window`; `mask` is 1 where a token is."""

    tokens: np.ndarray
    features: np.ndarray
    mask: np.ndarray
    tags: np.ndarray
    known: np.ndarray
    category: np.ndarray


def batch_of(windows: Sequence[Window]) -> Batch:
    """Put windows into arrays."""
    longest = max(len(window.tokens) for window in windows)
    longest = -(-longest // _MULTIPLE) * _MULTIPLE
    shape = (len(windows), longest)
    tokens, features, mask = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    tags = np.full(shape, UNKNOWN, dtype=np.int64)
    for row, window in enumerate(windows):
        length = len(window.tokens)
        tokens[row, :length] = window.tokens
        features[row, :length] = window.features
        mask[row, :length] = 1
        tags[row, :length] = window.tags
    return Batch(
        tokens=tokens,
        features=features,
        mask=mask,
        tags=tags,
        known=np.array([window.known for window in windows]),
        category=np.array([window.category for window in windows]),
    )


def batches_by_length(windows: Sequence[Window], size: int) -> Iterator[tuple[list[int], Batch]]:
    """All windows, shortest first, each with its number."""
    order = sorted(range(len(windows)), key=lambda number: len(windows[number].tokens))
    for start in range(0, len(order), size):
        numbers = order[start : start + size]
        yield numbers, batch_of([windows[number] for number in numbers])


def _path(example: Example) -> tuple[str, str, str]:
    """Kind, group, and part of the group."""
    if example.source.startswith("generated/"):
        return "generated", example.category or "any", ""
    return ("category", example.category, example.source) if example.category else ("marked", example.source, "")


def _weights(examples: Sequence[Example], windows: Sequence[Window]) -> list[float]:
    paths = [_path(examples[window.example]) for window in windows]
    counts = Counter(path[:depth] for path in paths for depth in (2, 3))
    roots: dict[tuple[str, ...], float] = defaultdict(float)
    for path, count in counts.items():
        roots[path[:-1]] += count**0.5

    def weight(path: tuple[str, str, str]) -> float:
        share = _KINDS[path[0]]
        for depth in (2, 3):
            share *= counts[path[:depth]] ** 0.5 / roots[path[: depth - 1]]
        return share / counts[path]

    return [weight(path) for path in paths]


def drawn_batches(
    examples: Sequence[Example], windows: Sequence[Window], *, count: int, size: int, seed: int
) -> Iterator[Batch]:
    """So many batches, each of windows of nearly one length."""
    dice = random.Random(seed)
    weights = np.cumsum(_weights(examples, windows)).tolist()
    for start in range(0, count, _POOL):
        pool = min(_POOL, count - start)
        drawn = dice.choices(range(len(windows)), cum_weights=weights, k=pool * size)
        drawn.sort(key=lambda number: len(windows[number].tokens))
        parts = [drawn[place : place + size] for place in range(0, len(drawn), size)]
        dice.shuffle(parts)
        for part in parts:
            yield batch_of([windows[number] for number in part])
