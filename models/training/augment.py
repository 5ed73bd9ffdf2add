"""More of real texts: other names in them, excerpts, requests around them, lower case and slips, as people paste them.

Copies are added to the texts they are of and keep their source, so that whoever holds a source out holds them out, too.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from models.training.examples import Example
from models.training.generate.draft import Draft
from models.training.generate.noise import NOISES, add_noise
from models.training.generate.values import Gazetteer, Maker
from models.training.generate.wrapping import wrap
from models.training.mentions import with_other_mentions

__all__ = ["with_copies"]

_LOWER, _OTHER, _WRAPPED, _EXCERPT, _OTHER_MENTIONS = 0.25, 0.1, 0.25, 0.2, 0.6
_SHORTEST, _LONGEST = 120, 900


def with_copies(examples: Sequence[Example], seed: int, gazetteer: Gazetteer | None = None) -> Iterator[Example]:
    """All texts, and copies of some of them."""
    names = gazetteer or Gazetteer()
    dice = random.Random(seed)
    for number, example in enumerate(examples):
        yield example
        maker = Maker(f"{seed} {number}", gazetteer=names)
        if example.spans and dice.random() < _LOWER:
            yield _copy(example, NOISES["lower"](_draft(example), maker))
        if example.spans and dice.random() < _OTHER_MENTIONS:
            yield _copy(example, with_other_mentions(example, maker))
        if dice.random() < _OTHER and example.category not in {"source_code", "credentials"}:
            yield _copy(example, add_noise(_draft(example), maker))
        if example.category in {None, "general"}:
            continue
        if dice.random() < _WRAPPED:
            yield _copy(example, wrap(_draft(_excerpt(example, dice)), maker))
        if dice.random() < _EXCERPT:
            yield _excerpt(example, dice)


def _draft(example: Example) -> Draft:
    return Draft.of(example.text, example.spans)


def _copy(example: Example, draft: Draft) -> Example:
    return replace(example, text=draft.text, spans=draft.spans)


def _excerpt(example: Example, dice: random.Random) -> Example:
    """A part of a document, from the beginning of a line or word on; documents have no spans."""
    length = dice.randint(_SHORTEST, _LONGEST)
    if example.spans or len(example.text) <= length:
        return example
    start = dice.randrange(len(example.text) - length)
    found = max(example.text.find("\n", start), example.text.find(" ", start)) if start else -1
    start = found + 1 if 0 <= found < start + _SHORTEST else start
    return replace(example, text=example.text[start : start + length])
