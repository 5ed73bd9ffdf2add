"""Where in a text each pattern is worth a try.

One pass looks for the literals of all patterns and one for the context words of all weak ones; long tokens and shapes
that have neither are left to small RE2 sets. What comes out are *areas*: parts of a text in which a match of a pattern
may begin. An area too many costs a search; none is ever missing. A text is read in windows, so that memory stays flat;
windows overlap by what a match, or a context word before it, needs to be seen whole.

Measured with all recognizers on: as one RE2 set, they build automaton states faster than they read (under 1 MB/s);
behind literals, hardly any state is shared and nothing needs warming up. See docs/adr/0012.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import ahocorasick_rs
import re2

from agent.detection.compiled import LazyRegex, Span, options
from agent.detection.literals import FOLD, TOKEN_CHARACTERS, Literal, longest_token, needs_digit, required_literals

__all__ = ["WINDOW_BYTES", "Prefilter", "Target", "Window"]

WINDOW_BYTES = 32 * 1024

_OVERLAP_BYTES = 512
"""How far the prefilter looks beyond a window; every pattern shows itself within this much."""

_LOOKBACK_BYTES = 256
"""How far it looks back: a context word may stand before the window, and its value in it."""

_SET_MEMORY_BYTES = 2 << 20
"""Ceiling of one set's lazily built automaton. RE2 clears and goes on when it is full."""

_TOKEN_SET_SIZE = 32
"""Measured on source code: 107 patterns in one set outgrow its memory again and again, 140 µs a token; four take 11."""

_SET_SIZE = 12
"""Shapes in one set: more of them share too many states, fewer read the text too often."""

_GAP_BYTES = 64
"""Areas as near as this are searched as one."""

_SHORTEST_TOKEN = 16
_TOKEN = LazyRegex(b"[%b]{%d,}" % (TOKEN_CHARACTERS, _SHORTEST_TOKEN))
_DIGITS = bytes(48 if 48 <= byte <= 57 else 32 for byte in range(256))
"""A zero for each digit: to look for one is to look for a byte."""

_VALUE_BYTES = 48
"""How far behind the beginning of a value its digits may begin."""

_DIGIT_BLOCK = 256
"""More than a value's digits may be away from its word, on either side."""

_SHAPE_BLOCK = 64
"""More than the first digit of a shape is away from its beginning, and less than stands behind its last."""

_SHORTEST_DRAWN = 24
_LONGEST_TOKEN = 512
_BLOCK_LINE = 60
_LINE_BREAK = 2
_SURE_LITERAL = 5
_SURE_TOKEN = 32
_TOKEN_REACH_BYTES = 192
"""How far beyond a token its pattern shows itself, such as on the next line."""


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to find the areas of.

    Attributes:
        regex: what is looked for where there are no literals.
        literals: strings of which one occurs beside every match.
        before: how far before a literal a match may begin, on top of the literal's own lead.
        after: how far behind the literal's beginning it may begin.
        needs_digit: whether an area without a digit in or right behind it is none.
        is_token: whether every match holds a long token and begins near its beginning.
        words: the same in folded text, on top of the literals.
    """

    regex: LazyRegex
    literals: tuple[Literal, ...] | None = None
    before: int = 0
    after: int = 1
    needs_digit: bool = False
    is_token: bool = False
    words: tuple[Literal, ...] = ()

    @classmethod
    def of_pattern(cls, regex: LazyRegex) -> Target:
        """The target for the matches of a pattern."""
        literals = required_literals(regex.source)
        if literals is None or min(len(each.text) for each in literals) < _SURE_LITERAL:
            # A long token is rarer than three letters.
            token = longest_token(regex.source)
            if token >= (_SHORTEST_TOKEN if literals is None else _SURE_TOKEN):
                return cls(regex, is_token=True)
        return cls(regex, literals, needs_digit=literals is None and needs_digit(regex.source))


Areas = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the text, the areas of each target (by its index) in it, and the long tokens that begin in it."""

    start: int
    end: int
    areas: dict[int, Areas]
    tokens: tuple[tuple[int, int], ...]


class Prefilter:
    """Targets, compiled together. Immutable: threads share it."""

    def __init__(self, targets: Sequence[Target]) -> None:
        numbered = tuple(enumerate(targets))
        self._literals = _Automaton(
            (literal, index, target) for index, target in numbered for literal in target.literals or ()
        )
        words = [(word, index, target) for index, target in numbered for word in target.words]
        self._words = _Automaton(entry for entry in words if not entry[2].needs_digit)
        self._words_beside_digits = _Automaton(entry for entry in words if entry[2].needs_digit)
        without = [index for index, target in enumerate(targets) if target.literals is None]
        self._tokens = _sets(targets, [index for index in without if targets[index].is_token], _TOKEN_SET_SIZE)
        shapes = [index for index in without if not targets[index].is_token]
        self._shapes = _sets(targets, [index for index in shapes if not targets[index].needs_digit], _SET_SIZE)
        self._digit_shapes = _sets(targets, [index for index in shapes if targets[index].needs_digit], _SET_SIZE)

    def windows(self, data: bytes) -> Iterator[Window]:
        """Every window with an area in it, in order."""
        for start in range(0, len(data), WINDOW_BYTES):
            end = min(start + WINDOW_BYTES, len(data))
            begin = max(0, start - _LOOKBACK_BYTES)
            # A window that is the whole text is not copied.
            seen = data if end - start == len(data) else data[begin : end + _OVERLAP_BYTES]
            found: dict[int, Areas] = {}
            tokens = tuple(_TOKEN.compiled.spans(seen))
            digits = seen.translate(_DIGITS)
            self._find_shapes(seen, digits, tokens, found)
            self._literals.find(seen.lower(), 0, digits, found)
            # One byte at each end, so that the first and the last word are as all others.
            folded = b"".join((b" ", seen.translate(FOLD), b" "))
            self._words.find(folded, 1, digits, found)
            for first, last in _near_digits(digits, _DIGIT_BLOCK):
                self._words_beside_digits.find(folded[first:last], 1 - first, digits, found)
            areas = {index: _clipped(_merged(found[index]), start - begin, end - begin, begin) for index in found}
            yield Window(
                start,
                end,
                {index: parts for index, parts in areas.items() if parts},
                tuple((first + begin, last + begin) for first, last in tokens if start - begin <= first < end - begin),
            )

    def holds_word(self, name: bytes) -> bool:
        """Whether a column's name may hold a context word of any target. Names that are not ASCII may hold anything."""
        folded = b"".join((b" ", name.translate(FOLD), b" "))
        return not name.isascii() or self._words.occurs(folded) or self._words_beside_digits.occurs(folded)

    def _find_shapes(self, seen: bytes, digits: bytes, tokens: Sequence[Span], found: dict[int, Areas]) -> None:
        for shapes in self._shapes:
            for index in shapes.hits(seen):
                found[index] = [(0, len(seen))]
        for first, last in _near_digits(digits, _SHAPE_BLOCK):
            part = seen[first:last]
            for shapes in self._digit_shapes:
                for index in shapes.hits(part):
                    found.setdefault(index, []).append((first, last))
        for start, end, block_end in _blocks(tokens):
            if digits.find(b"0", start, end) < 0 and _is_name(seen[start:end]):
                continue
            # What is a token of its own shows itself near its beginning; base64 goes on for long.
            shown = min(block_end, start + _LONGEST_TOKEN) + _TOKEN_REACH_BYTES
            near = seen[max(0, start - _GAP_BYTES) : shown]
            for shapes in self._tokens:
                for index in shapes.hits(near):
                    found.setdefault(index, []).append((start - _GAP_BYTES, block_end))


def _near_digits(digits: bytes, size: int) -> Iterator[Span]:
    """The parts of a window in which each byte is within `size` of a digit, in whole blocks of that size."""
    start = end = 0
    for block in range(0, len(digits), size):
        if digits.find(b"0", block, block + size) < 0:
            continue
        if block - size > end:
            if end:
                yield start, end
            start = block - size
        end = block + 2 * size
    if end:
        yield start, end


def _blocks(tokens: Sequence[Span]) -> Iterator[tuple[int, int, int]]:
    """Start and end of tokens, and where the block of lines ends that each of them begins."""
    index = 0
    while index < len(tokens):
        start, end = tokens[index]
        block_end = end
        index += 1
        while index < len(tokens) and tokens[index][0] - block_end <= _LINE_BREAK and block_end - start >= _BLOCK_LINE:
            block_end = tokens[index][1]
            index += 1
        yield start, end, block_end


def _is_name(token: bytes) -> bool:
    """Whether a token without digits is a word or a name, as most of them in code are, rather than drawn at random."""
    return token.islower() or token.isupper() or len(token) < _SHORTEST_DRAWN


class _Automaton:
    """Literals, each with the targets it stands for."""

    def __init__(self, literals: Iterable[tuple[Literal, int, Target]]) -> None:
        places: dict[bytes, list[tuple[int, int, int, bool]]] = {}
        for literal, index, target in literals:
            place = (index, literal.lead + target.before, target.after, target.needs_digit)
            places.setdefault(literal.text, []).append(place)
        self._places = tuple(places.values())
        # As an automaton without failure links: twice as fast, for some megabytes and milliseconds.
        implementation = ahocorasick_rs.Implementation.DFA
        self._automaton = (
            ahocorasick_rs.BytesAhoCorasick(list(places), implementation=implementation) if places else None
        )

    def find(self, text: bytes, shift: int, digits: bytes, found: dict[int, Areas]) -> None:
        """Add the areas of every target to those found, in no order.

        Args:
            text: the window in which the literals are looked for.
            shift: how many bytes were put in front of it.
            digits: the window with a zero for each digit, and nothing else.
            found: index of a target to its areas.
        """
        if self._automaton is None:
            return
        runs: dict[int, Areas] = {}
        for number, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            known = runs.get(number)
            if known is None:
                runs[number] = [(start, start)]
            elif start - known[-1][1] <= _GAP_BYTES:
                known[-1] = (known[-1][0], start)
            else:
                known.append((start, start))
        for number, known in runs.items():
            for index, before, after, asks_for_digit in self._places[number]:
                for first, last in known:
                    start, end = first - shift - before, last - shift + after
                    # A negative offset would count from the end.
                    if asks_for_digit and digits.find(b"0", max(0, start), end + _VALUE_BYTES) < 0:
                        continue
                    areas = found.get(index)
                    if areas is None:
                        found[index] = [(start, end)]
                    else:
                        areas.append((start, end))

    def occurs(self, text: bytes) -> bool:
        """Whether any of the literals occurs."""
        return self._automaton is not None and bool(self._automaton.find_matches_as_indexes(text))


def _clipped(areas: Areas, start: int, end: int, shift: int) -> Areas:
    """The areas within a window, as offsets in the text."""
    if start <= areas[0][0] and areas[-1][1] <= end and not shift:
        return areas
    return [
        (max(start, first) + shift, min(end, last) + shift)
        for first, last in areas
        if max(start, first) < min(end, last)
    ]


def _merged(areas: Areas) -> Areas:
    """The areas by their beginning, near ones joined."""
    if len(areas) == 1:
        return areas
    areas.sort()
    merged = [areas[0]]
    for start, end in areas[1:]:
        last = merged[-1]
        if start - last[1] <= _GAP_BYTES:
            merged[-1] = (last[0], max(end, last[1]))
        else:
            merged.append((start, end))
    return merged


def _sets(targets: Sequence[Target], indexes: Sequence[int], size: int) -> list[_Set]:
    return [_Set(targets, indexes[at : at + size]) for at in range(0, len(indexes), size)]


class _Set:
    """Some targets in one RE2 set."""

    def __init__(self, targets: Sequence[Target], indexes: Iterable[int]) -> None:
        self._indexes = tuple(indexes)
        self._set = re2.Set.SearchSet(options(_SET_MEMORY_BYTES))
        for index in self._indexes:
            self._set.Add(targets[index].regex.source)
        self._set.Compile()

    def hits(self, data: bytes) -> Iterator[int]:
        """The targets that occur in the data."""
        return (self._indexes[hit] for hit in self._set.Match(data) or ())
