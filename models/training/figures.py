"""What was measured of a network, and the thresholds it was measured with. Values without behavior."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.training.scoring import Counts

__all__ = ["Figures", "Thresholds"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """What is added to logits: for each entity, and for the category `general`."""

    bias: Mapping[str, float] = field(default_factory=dict)
    general: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured.

    Attributes:
        spans: by source and entity or group.
        total: by entity or group, over all sources.
        accuracy: share of texts with the right category.
        macro_f1: mean over categories.
        alarms: share of texts of category `general` that are judged to be of another.
        right: share of right categories, by source.
        confused: of wrong ones, how many of which for which.
    """

    spans: dict[tuple[str, str], Counts]
    total: dict[str, Counts]
    accuracy: float
    macro_f1: float
    alarms: float
    right: dict[str, tuple[float, int]]
    confused: dict[tuple[str, str], int]
