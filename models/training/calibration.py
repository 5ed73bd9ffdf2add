"""What is added to the logits of categories, and how good that is on a source that had no say in it. Needs numpy.

The real mixture of documents is unknown, and so is how far the made-up ones have pushed a category. One bias for each
category is chosen on sources that the training has not seen, each source counting alike. Figures come from leaving one
source out at a time: its texts are judged with what the others have chosen. What ships is chosen by all of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.training.labels import CATEGORIES

__all__ = ["Judged", "fitted", "left_out"]

_STEPS = (-0.9, -0.6, -0.3, -0.15, 0.0, 0.15, 0.3, 0.6, 0.9)
_PASSES = 3
_MOST_ALARMS, _ALARM_COST = 0.02, 1.0
_SIZE_COST = 0.01
"""Of a bias of 1: small ones carry over to other sources."""
_GENERAL = CATEGORIES.index("general")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A text with what the network says of its category.

    Attributes:
        source: where it is from.
        category: number of the right one.
        logits: of all categories.
    """

    source: str
    category: int
    logits: np.ndarray


def fitted(texts: Sequence[Judged]) -> dict[str, float]:
    """A bias for each category that needs one: the best macro-F1, less what alarms at ordinary texts cost."""
    logits = np.stack([each.logits for each in texts])
    gold = np.array([each.category for each in texts])
    sizes: dict[str, int] = {}
    for each in texts:
        sizes[each.source] = sizes.get(each.source, 0) + 1
    weights = np.array([1 / sizes[each.source] for each in texts])
    bias = np.zeros(len(CATEGORIES))
    for _ in range(_PASSES):
        for category in range(len(CATEGORIES)):
            tried = {step: _worth(logits, gold, weights, _with(bias, category, step)) for step in _STEPS}
            # The nearest to none of those that are as good as the best.
            bias = _with(bias, category, min((step for step in _STEPS if tried[step] >= max(tried.values())), key=abs))
    return {name: float(value) for name, value in zip(CATEGORIES, bias, strict=True) if value}


def left_out(texts: Sequence[Judged]) -> list[str]:
    """The category of each text, by the bias that all other sources have chosen."""
    said: dict[int, str] = {}
    for source in {each.source for each in texts}:
        bias = _vector(fitted([each for each in texts if each.source != source]))
        for number, each in enumerate(texts):
            if each.source == source:
                said[number] = CATEGORIES[int((each.logits + bias).argmax())]
    return [said[number] for number in range(len(texts))]


def _with(bias: np.ndarray, category: int, value: float) -> np.ndarray:
    changed = bias.copy()
    changed[category] = value
    return changed


def _vector(bias: Mapping[str, float]) -> np.ndarray:
    return np.array([bias.get(category, 0.0) for category in CATEGORIES])


def _worth(logits: np.ndarray, gold: np.ndarray, weights: np.ndarray, bias: np.ndarray) -> float:
    said = (logits + bias).argmax(axis=1)
    count = len(CATEGORIES)
    table = np.bincount(gold * count + said, weights=weights, minlength=count * count).reshape(count, count)
    right, true, called = np.diag(table), table.sum(axis=1), table.sum(axis=0)
    there = true > 0
    f1 = float((2 * right[there] / np.maximum(true + called, 1e-9)[there]).mean())
    alarms = 1 - right[_GENERAL] / true[_GENERAL] if true[_GENERAL] else 0.0
    return f1 - _ALARM_COST * max(0.0, alarms - _MOST_ALARMS) - _SIZE_COST * float(np.abs(bias).mean())
