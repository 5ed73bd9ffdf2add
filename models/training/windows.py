"""Texts as windows of tokens: what the network reads, and what it should say.

A text is tokenized whole and cut into windows of 128 tokens (with the two marks at their ends), each beginning 110
tokens after the one before. A token is tagged by the entity that its middle lies in. Needs `tokenizers`.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tokenizers import Tokenizer

from models.training.examples import Example, Span
from models.training.labels import CATEGORIES, ENTITIES
from models.training.shapes import feature_of

__all__ = ["LENGTH", "STRIDE", "UNKNOWN", "Window", "Windower", "tags_for"]

LENGTH, STRIDE = 128, 110
UNKNOWN = -100
"""Instead of a tag or category that is not known: no loss."""
_PIECE = 4096
_BEGIN, _END = 101, 102


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
    offsets: list[tuple[int, int]]
    tags: Sequence[int]
    known: int
    category: int


class Windower:
    """Cuts texts."""

    def __init__(self, tokenizer_file: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer_file))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

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
            for place, window in enumerate(self._of(number, example)):
                if most is not None and place >= most:
                    break
                yield window if has_offsets else replace(window, offsets=[])

    def _of(self, number: int, example: Example) -> Iterator[Window]:
        tokens, offsets = self._tokens(example.text)
        ends = [0, *(end for _, end in offsets)]
        features = [feature_of(example.text, start, end, ends[place]) for place, (start, end) in enumerate(offsets)]
        tags = tags_for(offsets, example.spans)
        known = _bits(example.known)
        if not example.known and not example.spans:
            tags = [UNKNOWN] * len(tags)
        category = CATEGORIES.index(example.category) if example.category is not None else UNKNOWN
        inner = LENGTH - 2
        for start in range(0, max(1, len(tokens) - (inner - STRIDE)), STRIDE):
            part = slice(start, start + inner)
            yield Window(
                example=number,
                tokens=array("H", [_BEGIN, *tokens[part], _END]),
                features=array("B", [0, *features[part], 0]),
                offsets=[(0, 0), *offsets[part], (0, 0)],
                tags=array("b", [UNKNOWN, *tags[part], UNKNOWN]),
                known=known,
                category=category,
            )

    def _tokens(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        tokens: list[int] = []
        offsets: list[tuple[int, int]] = []
        for start, piece in _pieces(text):
            encoded = self._tokenizer.encode(piece, add_special_tokens=False)
            tokens += encoded.ids
            offsets += [(start + begin, start + end) for begin, end in encoded.offsets]
        return tokens, offsets


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Some 4 KB each, cut at white space where there is any: much at once takes much memory."""
    start = 0
    while start < len(text):
        end = min(len(text), start + _PIECE)
        if end < len(text):
            space = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
            end = space if space > start else end
        yield start, text[start:end]
        start = end


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


def _bits(entities: frozenset[str]) -> int:
    return sum(1 << number for number, entity in enumerate(ENTITIES) if entity in entities)
