"""The dice of one document, and the culture that its names and places come from."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from models.training.generate.values.cultures import CULTURES, Culture

__all__ = ["Gazetteer", "Maker"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """Real names, as `models.training.gazetteer` reads them; none of them unless it is given.

    Attributes:
        given: given names of people.
        surnames: of people.
        towns: of 15,000 people and more.
        streets: lines with a street and number.
        makers: companies that make something, often in capitals and with a legal form.
        banks: as registers have them.
        listed: companies as the press calls them.
    """

    given: Sequence[str] = ()
    surnames: Sequence[str] = ()
    towns: Sequence[str] = ()
    streets: Sequence[str] = ()
    makers: Sequence[str] = ()
    banks: Sequence[str] = ()
    listed: Sequence[str] = ()


_NO_NAMES = Gazetteer()


class Maker:
    """Draws. The same seed and names draw the same.

    Attributes:
        rng: the dice.
        home: where the document is from; most of its names are, too.
        is_blank: whether the document is a form that nobody has filled in: it holds no entity.
    """

    def __init__(self, seed: int | str, *, is_blank: bool = False, gazetteer: Gazetteer = _NO_NAMES) -> None:
        self._gazetteer = gazetteer
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

    def real(self, kind: str, share: float) -> str | None:
        """A real name of a kind, an attribute of `Gazetteer`, in this share of cases; None in all others."""
        names: Sequence[str] = getattr(self._gazetteer, kind)
        return self.pick(names) if names and self.chance(share) else None

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
