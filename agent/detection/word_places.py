"""Where the context words of one recognizer may stand in a text: values far from all of them need not ask.

To ask for the words beside a value takes three searches. Where a text is full of values, most of them have no word
beside them: there the words are looked for once in a stretch of the text, and a value asks only where one is near.
What is looked for is the words without what must stand around them, so that none is missed.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from agent.detection.compiled import LazyRegex
from agent.detection.context import AFTER_BYTES, BEFORE_BYTES
from agent.detection.recognizer import Context

__all__ = ["WordPlaces", "words_anywhere"]

_STRETCH_BYTES = 32 * 1024
_MORE_BYTES = 4
"""Words are looked for a little further than they reach: they may begin with the sign before them."""

_MARGIN_BYTES = 256
_FEWEST_VALUES = 16
"""So few values in a stretch ask for themselves: ordinary text has no more."""

_MOST_WORDS = 256
"""After a stretch with more words, all values ask."""

_NOT_UNDERSTOOD = re.compile(r"\\[AzBZQ]|\\\\|(?<!\\)\$|(?<![\[\\])\^")
_ENDS_HERE = re.compile(r"(?<!\\)\\b|\$$|(?<=\|)\$(?=\))")


def words_anywhere(context: Context) -> LazyRegex | None:
    """What finds every word of a context, and maybe more; None where that is not known."""
    words = "|".join(
        # Whether a word ends somewhere depends on where the text is cut.
        _ENDS_HERE.sub("", word) if "$" in word or r"\b" in word else word
        for word in (*context.supporting, *context.opposing)
    )
    return None if _NOT_UNDERSTOOD.search(words) else LazyRegex(b"(?i)" + words.encode())


class WordPlaces:
    """The places of one recognizer's words in one text, stretch by stretch.

    Args:
        data: the text.
        words: what finds them (`words_anywhere`).
    """

    __slots__ = ("_data", "_ends", "_from", "_starts", "_to", "_values", "_words")

    def __init__(self, data: bytes, words: LazyRegex | None) -> None:
        self._data = data
        self._words = words
        self._from = self._to = self._values = 0
        self._starts: list[int] | None = None
        self._ends: list[int] = []

    def may_be_beside(self, start: int, end: int) -> bool:
        """Whether a word may be beside the value with this start and end."""
        if self._words is None:
            return True
        if not self._from <= start < self._to:
            self._from = start - start % _STRETCH_BYTES
            self._to = self._from + _STRETCH_BYTES
            self._values = 0
            self._starts = None
        self._values += 1
        if self._values == _FEWEST_VALUES:
            self._find(self._words)
        if self._starts is None or end > self._to:
            return True
        # The last word that begins before the text behind the value ends.
        index = bisect_right(self._starts, end + AFTER_BYTES + _MORE_BYTES) - 1
        return index >= 0 and self._ends[index] >= start - BEFORE_BYTES - _MORE_BYTES

    def _find(self, words: LazyRegex) -> None:
        place = words.compiled.place
        position, limit = max(0, self._from - _MARGIN_BYTES), min(self._to + _MARGIN_BYTES, len(self._data))
        starts: list[int] = []
        ends: list[int] = []
        while (span := place(self._data, position, limit)) is not None:
            if len(starts) == _MOST_WORDS:
                self._words = None
                return
            starts.append(span[0])
            ends.append(span[1])
            position = max(span[1], span[0] + 1)
        self._starts, self._ends = starts, ends
