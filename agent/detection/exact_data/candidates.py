"""Which parts of a text could be a value of an index: words that stand together and are as long as one.

Nearly all values of records hold a digit or an `@`, and few words of prose do. So only the surroundings of those are
looked at, unless the index has values of letters alone; then every few words are candidates.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from agent.detection.exact_data.canonical import LONGEST_GAP, WORD_LIMIT, canonical_word

__all__ = ["Candidate", "Shapes", "Work", "candidates"]

# Words that stand together, as `canonical.JOINS` has it, up to a number that keeps memory flat. Possessive: what was
# read is not given back.
_JOIN = r"(?: |(?:[^\w\n\r\t;|,]|_){1,3}|, )"
_CHAIN = re.compile(rf"[^\W_]++(?:{_JOIN}[^\W_]++){{0,999}}+")
_GOES_ON = re.compile(rf"{_JOIN}[^\W_]")
_ANCHORED = re.compile(r"[\d@][^\W_]*")
_TOKEN = re.compile(r"([^\W\d_]*\d[^\W_]*)|([^\W_]+)|@")
_WITH_DIGIT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """What the values of an index look like.

    Attributes:
        lengths: how many characters they have in their one form.
        letter_runs: most runs of letters beside the digits of a value; as many words without a digit it may have.
        most_words: of the values without an anchor; 0 when each has one.
    """

    lengths: frozenset[int]
    letter_runs: int
    most_words: int


@dataclass(slots=True)
class Work:
    """What may still be spent on a text; below 0 nothing more is looked at."""

    left: int


class Candidate(NamedTuple):
    """A part of the text, and the one form of what stands there."""

    start: int
    end: int
    form: str


class _Word(NamedTuple):
    """Where a word stands, and whether it has a digit."""

    start: int
    end: int
    has_digit: bool


def candidates(text: str, shapes: Shapes, work: Work) -> Iterator[Candidate]:
    """Every candidate, by its start, until the work is used up; a word that is looked at costs 1."""
    longest = max(shapes.lengths, default=0)
    # A letter beyond ASCII has up to three in its one form.
    shortest = min(shapes.lengths, default=0) // (1 if text.isascii() else 3)
    for begin, end in _chains(text, shortest, _reach(longest)):
        for region in _regions(text, begin, end, longest) if not shapes.most_words else ((begin, end),):
            words, ats = _words(text, *region)
            for first in _starts(words, ats, shapes, longest):
                yield from _from(text, words, first, _next(ats, first), shapes, longest, work)
                if work.left < 0:
                    return


def _reach(longest: int) -> int:
    """Characters that the longest value can take in a text."""
    return longest + (WORD_LIMIT - 1) * LONGEST_GAP


def _chains(text: str, shortest: int, reach: int) -> Iterator[tuple[int, int]]:
    """Words that stand together; where there are too many, the next chain begins a value's reach before the end."""
    position = 0
    while chain := _CHAIN.search(text, position):
        begin, position = chain.span()
        if position - begin >= shortest:
            yield begin, position
        if _GOES_ON.match(text, position) and position - reach > begin:
            position -= reach
            while text[position - 1].isalnum() and text[position].isalnum():
                position += 1


def _regions(text: str, begin: int, end: int, longest: int) -> Iterator[tuple[int, int]]:
    """The surroundings of anchors in a chain, apart from each other and as wide as a value can be."""
    reach = _reach(longest)
    first = last = -1
    for match in _ANCHORED.finditer(text, begin, end):
        if first < 0 or match.start() - reach > last:
            if first >= 0:
                yield first, last
            first = max(begin, match.start() - reach)
        last = min(end, match.end() + reach)
    if first >= 0:
        yield first, last


def _words(text: str, begin: int, end: int) -> tuple[list[_Word], list[int]]:
    """The words, and the positions of those that an `@` precedes."""
    words: list[_Word] = []
    ats: list[int] = []
    for match in _TOKEN.finditer(text, begin, end):
        if match.lastindex is None:
            ats.append(len(words))
        else:
            words.append(_Word(*match.span(), match.lastindex == _WITH_DIGIT))
    return words, ats


def _starts(words: list[_Word], ats: list[int], shapes: Shapes, longest: int) -> Iterable[int]:
    """Positions of words with which a candidate may begin, ascending."""
    if shapes.most_words:
        return range(len(words))
    starts: set[int] = set()
    for place in ats:
        starts.update(_back(words, place - 1, WORD_LIMIT, longest, past_digits=True))
    for place, word in enumerate(words):
        if word.has_digit:
            starts.add(place)
            # What begins before another word with a digit has been seen from there.
            starts.update(_back(words, place - 1, shapes.letter_runs, longest, past_digits=False))
    return sorted(starts)


def _back(words: list[_Word], place: int, most_letters: int, longest: int, *, past_digits: bool) -> Iterator[int]:
    """Positions up to one word, from where a value with so many words of letters can begin."""
    length = letters = 0
    for start in range(place, max(-1, place - WORD_LIMIT), -1):
        word = words[start]
        length += word.end - word.start
        letters += not word.has_digit
        if length > longest or letters > most_letters or (word.has_digit and not past_digits):
            return
        yield start


def _next(ats: list[int], first: int) -> int:
    """The position after the first `@` that a candidate can span; beyond all words when there is none."""
    place = bisect_right(ats, first)
    return ats[place] if place < len(ats) else sys.maxsize


def _from(  # noqa: PLR0917 - the one hot loop; a state object costs it a third
    text: str, words: list[_Word], first: int, at: int, shapes: Shapes, longest: int, work: Work
) -> Iterator[Candidate]:
    """The candidates that begin with one word."""
    begin = words[first].start
    form = ""
    letters = 0
    last = min(first + WORD_LIMIT, len(words))
    most_letters = WORD_LIMIT if at < last else max(shapes.letter_runs, shapes.most_words)
    for place in range(first, last):
        work.left -= 1
        start, end, has_digit = words[place]
        letters += not has_digit
        if letters > most_letters:
            return
        form += canonical_word(text[start:end])
        if len(form) > longest:
            return
        if len(form) in shapes.lengths:
            count = place - first + 1
            if place >= at or letters <= (shapes.most_words if letters == count else shapes.letter_runs):
                yield Candidate(begin, end, form)
