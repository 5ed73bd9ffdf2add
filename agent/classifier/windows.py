"""Texts as windows of tokens: what the network reads. Needs `tokenizers`.

A text is tokenized in pieces of some 4 KB (a megabyte at once takes 133 MB) and cut into windows of 128 tokens with two
marks at their ends, each beginning 110 tokens after the one before. Training and the device share this module.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from agent.classifier import TOKEN_LIMIT
from agent.classifier.shapes import feature_of

__all__ = ["LENGTH", "STRIDE", "Offsets", "Window", "Windower"]

LENGTH, STRIDE = TOKEN_LIMIT, 110
_PIECE = 4096
_BEGIN, _END = 101, 102

Offsets = Sequence[tuple[int, int]]
"""Where tokens or words stand in a text, in code points, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Part of a text, as long as what is in it.

    Attributes:
        tokens: numbers of tokens, marks at both ends.
        features: case and separator of each; 0 for the marks.
        offsets: where each token stands in the text; (0, 0) for the marks.
    """

    tokens: Sequence[int]
    features: Sequence[int]
    offsets: Offsets


class Windower:
    """Cuts texts.

    Args:
        tokenizer: what `tokenizer.json` holds; what it says of truncation and padding is switched off.

    Raises:
        Exception: it is no tokenizer (of the library's own kind).
    """

    def __init__(self, tokenizer: str) -> None:
        self._tokenizer = Tokenizer.from_str(tokenizer)
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def windows(self, text: str, start: int = 0, end: int | None = None) -> Iterator[Window]:
        """All windows of a text, or of the part of it between two offsets; at least one.

        Args:
            text: without lone surrogates.
            start: where to begin, in code points.
            end: where to end.
        """
        tokens, offsets = self._tokens(text, start, len(text) if end is None else end)
        features = _features(text, start, offsets)
        inner = LENGTH - 2
        for first in range(0, max(1, len(tokens) - (inner - STRIDE)), STRIDE):
            part = slice(first, first + inner)
            yield Window(
                tokens=array("H", [_BEGIN, *tokens[part], _END]),
                features=array("B", [0, *features[part], 0]),
                offsets=[(0, 0), *offsets[part], (0, 0)],
            )

    def _tokens(self, text: str, start: int, end: int) -> tuple[list[int], list[tuple[int, int]]]:
        tokens: list[int] = []
        offsets: list[tuple[int, int]] = []
        for begin, piece in _pieces(text, start, end):
            encoded = self._tokenizer.encode(piece, add_special_tokens=False)
            tokens += encoded.ids
            offsets += [(begin + one, begin + other) for one, other in encoded.offsets]
        return tokens, offsets


def _features(text: str, start: int, offsets: Offsets) -> list[int]:
    features: list[int] = []
    previous_end = start
    for token_start, token_end in offsets:
        features.append(feature_of(text, token_start, token_end, previous_end))
        previous_end = token_end
    return features


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Cut at white space where there is any."""
    while start < end:
        stop = min(end, start + _PIECE)
        if stop < end:
            space = max(text.rfind(" ", start, stop), text.rfind("\n", start, stop))
            stop = space if space > start else stop
        yield start, text[start:stop]
        start = stop
