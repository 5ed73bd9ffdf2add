"""Windows of tokens with what the network should say of them.

A token is tagged by the entity that its middle lies in. The windows are those of the device. Needs `tokenizers`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from agent.classifier.windows import Offsets
from agent.classifier.windows import Windower as PlainWindower
from models.training.examples import Example, Span
from models.training.labels import CATEGORIES, ENTITIES

__all__ = ["UNKNOWN", "Window", "Windower", "tags_for"]

UNKNOWN = -100
"""Instead of a tag or category that is not known: no loss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Part of a text.

    Attributes:
        example: number of the text it is from.
        tokens: numbers of tokens, marks at both ends.
        features: case and separator of each; 0 for the marks.
        offsets: where each token stands in the text; (0, 0) for the marks.
        tags: what each should be, `UNKNOWN` for the marks.
        known: bits of the entities whose absence is known.
        category: number of the category, or `UNKNOWN`.
    """

    example: int
    tokens: Sequence[int]
    features: Sequence[int]
    offsets: Offsets
    tags: Sequence[int]
    known: int
    category: int


class Windower:
    """Cuts texts."""

    def __init__(self, tokenizer_file: Path) -> None:
        self._windower = PlainWindower(tokenizer_file.read_text(encoding="utf-8"))

    def windows(
        self, examples: Iterable[Example], *, most: int | None = None, has_offsets: bool = True
    ) -> Iterator[Window]:
        """All windows of texts, or so many of each at most, the first ones.

        Args:
            examples: the texts.
            most: windows of one text.
            has_offsets: whether places in the text are kept; training needs none, and they take most of the memory.
        """
        for number, example in enumerate(examples):
            known = sum(1 << place for place, entity in enumerate(ENTITIES) if entity in example.known)
            category = CATEGORIES.index(example.category) if example.category is not None else UNKNOWN
            for place, window in enumerate(self._windower.windows(example.text)):
                if most is not None and place >= most:
                    break
                inner = window.offsets[1:-1]
                is_marked = bool(example.known or example.spans)
                tags = tags_for(inner, example.spans) if is_marked else [UNKNOWN] * len(inner)
                yield Window(
                    example=number,
                    tokens=window.tokens,
                    features=window.features,
                    offsets=window.offsets if has_offsets else (),
                    tags=array("b", [UNKNOWN, *tags, UNKNOWN]),
                    known=known,
                    category=category,
                )


def tags_for(offsets: Iterable[tuple[int, int]], spans: Sequence[Span]) -> list[int]:
    """BIO tags of tokens in order."""
    tags: list[int] = []
    place, previous = 0, -1
    for start, end in offsets:
        middle = (start + end - 1) // 2
        while place < len(spans) and spans[place].end <= middle:
            place += 1
        if place < len(spans) and spans[place].start <= middle:
            tag = 1 + 2 * ENTITIES.index(spans[place].entity)
            tags.append(tag + 1 if previous == place else tag)
            previous = place
        else:
            tags.append(0)
            previous = -1
    return tags
