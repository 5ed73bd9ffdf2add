"""The dice of one document, and the culture that its names and places come from."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

from models.training.generate.values.cultures import CULTURES, Culture

__all__ = ["Maker"]

T = TypeVar("T")


class Maker:
    """Draws. The same seed draws the same.

    Attributes:
        rng: the dice.
        home: where the document is from; most of its names are, too.
        is_blank: whether the document is a form that nobody has filled in: it holds no entity.
    """

    def __init__(self, seed: int | str, *, is_blank: bool = False) -> None:
        self.rng = random.Random(seed)
        self.home = self.rng.choice(CULTURES)
        self.is_blank = is_blank

    def culture(self) -> Culture:
        """Home, mostly: people and goods travel."""
        return self.home if self.chance(0.6) else self.rng.choice(CULTURES)

    def chance(self, share: float) -> bool:
        """True in this share of cases."""
        return self.rng.random() < share

    def pick(self, values: Sequence[T]) -> T:
        """Any of them."""
        return self.rng.choice(values)

    def word(self, values: str) -> str:
        """Any word of a list that is written as a sentence; `_` stands for a space."""
        return self.rng.choice(values.split()).replace("_", " ")

    def digits(self, count: int) -> str:
        """So many, the first of them no zero."""
        return str(self.rng.randint(1, 9)) + "".join(str(self.rng.randint(0, 9)) for _ in range(count - 1))

    def form(self, pattern: str) -> str:
        """A code by its form: `#` is a digit, `@` a capital letter, `%` a small one, `*` either of letter or digit."""
        alphabets = {"#": "0123456789", "@": "ABCDEFGHJKLMNPQRSTUVWXYZ", "%": "abcdefghijklmnopqrstuvwxyz"}
        alphabets["*"] = alphabets["#"] + alphabets["@"]
        return "".join(self.rng.choice(alphabets[each]) if each in alphabets else each for each in pattern)
