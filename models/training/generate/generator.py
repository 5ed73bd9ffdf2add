"""Draws documents: as many of each category as of any other, a good part of them without any entity."""

from __future__ import annotations

import enum
import random
from collections.abc import Iterator

from models.training.examples import Example
from models.training.generate.draft import Draft
from models.training.generate.families import FAMILIES, Family
from models.training.generate.noise import add_noise
from models.training.generate.values import Gazetteer, Maker
from models.training.generate.wrapping import wrap
from models.training.labels import CATEGORIES, ENTITIES

__all__ = ["Part", "generate"]

_BLANK, _WRAPPED, _NOISY, _MIXED = 0.4, 0.22, 0.28, 0.04
_KINDS = (*CATEGORIES, None)
_SHARES: dict[str | None, float] = {None: 1.8, "general": 2.2, "internal_comm": 1.6, "source_code": 0.7}
"""More of what people write most, and of what no other source has; less code, which there is plenty of."""


class Part(enum.Enum):
    """Which families are drawn from."""

    TRAIN = "train"
    VALIDATE = "validate"


def generate(seed: int, count: int, part: Part, gazetteer: Gazetteer | None = None) -> Iterator[Example]:
    """Write so many documents; the same seed, and the same real names, write the same."""
    names = gazetteer or Gazetteer()
    families = {
        category: [
            family
            for family in FAMILIES
            if family.category == category and family.is_held_out is (part is Part.VALIDATE)
        ]
        for category in _KINDS
    }
    dice = random.Random(f"{seed} {part.value}")
    shares = [_SHARES.get(category, 1.0) for category in _KINDS]
    for number in range(count):
        category = dice.choices(_KINDS, weights=shares)[0]
        family = _drawn(families[category], dice)
        maker = Maker(f"{seed} {part.value} {number}", is_blank=dice.random() < _BLANK, gazetteer=names)
        draft = family.make(maker)
        known = category
        if dice.random() < _MIXED:
            other = _drawn(families[dice.choice(_KINDS)], dice)
            draft = Draft().add_draft(draft).add("\n\n").add_draft(other.make(maker))
            known = category if other.category == category else None
        if dice.random() < _WRAPPED and not family.name.startswith("prompt"):
            draft = wrap(draft, maker)
        if dice.random() < _NOISY and category not in {"source_code", "credentials"}:
            draft = add_noise(draft, maker)
        yield Example(
            text=draft.text,
            spans=draft.spans,
            known=frozenset(ENTITIES),
            category=known,
            source=f"generated/{family.name}",
        )


def _drawn(families: list[Family], dice: random.Random) -> Family:
    return dice.choices(families, weights=[family.weight for family in families])[0]
