"""Where in a text each pattern is worth a try.

One pass looks for the literals of all patterns and one for the context words of all weak ones; long tokens and shapes
that have neither are left to small RE2 sets. What holds a run of digits is looked for beside such runs only. What comes
out are *areas*: parts of a text in which a match of a pattern may begin. An area too many costs a search; none is ever
missing. A text is read in windows, so that memory stays flat; windows overlap by what a match, or a context word before
it, needs to be seen whole.

Measured with all recognizers on: as one RE2 set, they build automaton states faster than they read (under 1 MB/s);
behind literals, hardly any state is shared and nothing needs warming up. See docs/adr/0012.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import ahocorasick_rs
import re2

from agent.detection.compiled import LazyRegex, Span, options
from agent.detection.digit_runs import SHORTEST_RUN, DigitRuns
from agent.detection.facts import pattern_facts
from agent.detection.literals import FOLD, Literal
from agent.detection.runs import NO_RUN, TOKEN_CHARACTERS, DigitRun

__all__ = ["WINDOW_BYTES", "Prefilter", "Target", "Window"]

WINDOW_BYTES = 32 * 1024

_OVERLAP_BYTES = 512
"""How far the prefilter looks beyond a window; every pattern shows itself within this much."""

_LOOKBACK_BYTES = 256
"""How far it looks back: a context word may stand before the window, and its value in it."""

_SET_MEMORY_BYTES = 2 << 20
"""Ceiling of one set's lazily built automaton. RE2 clears and goes on when it is full."""

_TOKEN_SET_SIZE = 16
"""Measured on 220 KB of tokens in code: 28 patterns in one set outgrow its memory (21 ms), 16 never do (0.4 ms)."""

_SET_SIZE = 12
"""Shapes in one set: more of them share too many states, fewer read the text too often."""

_GAP_BYTES = 64
"""Areas as near as this are searched as one."""

_SHORTEST_TOKEN = 16
_TOKEN = LazyRegex(b"[%b]{%d,}" % (TOKEN_CHARACTERS, _SHORTEST_TOKEN))
_FARTHEST_BYTES = 256
"""How far a value's digits may be away from its word, at the most."""

_BETWEEN_PARTS = b"\n"
_SHORTEST_DRAWN = 44
"""One in 1,700 tokens of base 64 as long as this has no digit."""

_LONGEST_TOKEN = 512
_BLOCK_LINE = 60
_LINE_BREAK = 2
_SURE_LITERAL = 4
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
        digits: the run of digits that every match holds: an area without one is none.
        is_token: whether every match holds a long token and begins near its beginning.
        is_whole: whether every match is the whole text.
        words: the same as literals in folded text, on top of them.
    """

    regex: LazyRegex
    literals: tuple[Literal, ...] | None = None
    before: int = 0
    after: int = 1
    digits: DigitRun = NO_RUN
    is_token: bool = False
    is_whole: bool = False
    words: tuple[Literal, ...] = ()

    @classmethod
    def of_pattern(cls, regex: LazyRegex, digits: DigitRun | None = None) -> Target:
        """The target for the matches of a pattern; `digits` is what is known of them, None to find it out."""
        literals, found, token = pattern_facts(regex.source)
        known = found if digits is None else digits
        if regex.source.startswith(rb"\A") and regex.source.endswith(rb"\z"):
            return cls(regex, digits=known, is_whole=True)
        # A long token is rarer than three letters.
        is_sure = literals is not None and min(len(each.text) for each in literals) >= _SURE_LITERAL
        if not is_sure and token >= (_SHORTEST_TOKEN if literals is None else _SURE_TOKEN):
            return cls(regex, is_token=True)
        return cls(regex, literals, digits=known)

    @property
    def is_beside_run(self) -> bool:
        """Whether it is looked for only where there is a run of digits."""
        return self.digits.digits >= SHORTEST_RUN


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
        self._words = _Automaton(entry for entry in words if not entry[2].is_beside_run)
        self._words_beside_runs = _Automaton(entry for entry in words if entry[2].is_beside_run)
        self._whole = tuple((index, target.digits.width) for index, target in numbered if target.is_whole)
        without = [index for index, target in numbered if target.literals is None and not target.is_whole]
        self._tokens = _sets(targets, [index for index in without if targets[index].is_token], _TOKEN_SET_SIZE)
        shapes = [index for index in without if not targets[index].is_token]
        self._shapes = _sets(targets, [index for index in shapes if not targets[index].is_beside_run], _SET_SIZE)
        # Those of long runs have sets of their own: few texts hold any.
        beside_runs = [index for index in shapes if targets[index].is_beside_run]
        beside_runs.sort(key=lambda index: targets[index].digits.digits)
        self._run_shapes = _sets(targets, beside_runs, _SET_SIZE)

    def windows(self, data: bytes) -> Iterator[Window]:
        """Every window with an area in it, in order."""
        for start in range(0, len(data), WINDOW_BYTES):
            end = min(start + WINDOW_BYTES, len(data))
            begin = max(0, start - _LOOKBACK_BYTES)
            # A window that is the whole text is not copied.
            seen = data if end - start == len(data) else data[begin : end + _OVERLAP_BYTES]
            found: defaultdict[int, Areas] = defaultdict(list)
            found.update((index, [(0, end)]) for index, width in self._whole if len(data) <= width)
            tokens = tuple(_TOKEN.compiled.spans(seen))
            runs = DigitRuns(seen)
            self._find_shapes(seen, runs, found)
            if tokens:
                self._find_tokens(seen, runs, tokens, found)
            self._literals.find(seen.lower(), 0, runs, found)
            # One byte at each end, so that the first and the last word are as all others.
            folded = b"".join((b" ", seen.translate(FOLD), b" "))
            self._words.find(folded, 1, runs, found)
            # Folded text is one byte behind.
            for first, last in runs.parts(SHORTEST_RUN, *self._words_beside_runs.reach):
                self._words_beside_runs.find(folded[first : last + 1], 1 - first, runs, found)
            areas = {index: _placed(areas, start - begin, end - begin, begin) for index, areas in found.items()}
            yield Window(
                start,
                end,
                {index: parts for index, parts in areas.items() if parts},
                tuple((first + begin, last + begin) for first, last in tokens if start - begin <= first < end - begin),
            )

    def holds_word(self, name: bytes) -> bool:
        """Whether a column's name may hold a context word of any target. Names that are not ASCII may hold anything."""
        folded = b"".join((b" ", name.translate(FOLD), b" "))
        return not name.isascii() or self._words.occurs(folded) or self._words_beside_runs.occurs(folded)

    def _find_shapes(self, seen: bytes, runs: DigitRuns, found: defaultdict[int, Areas]) -> None:
        for shapes in self._shapes:
            for index in shapes.hits(seen):
                found[index] = [(0, len(seen))]
        most = runs.most
        for shapes in self._run_shapes:
            if shapes.digits > most:
                break
            parts = tuple(runs.parts(shapes.digits, shapes.lead, shapes.width))
            for index, (first, last) in shapes.hits_in_parts(seen, parts):
                # Matches begin before the last run ends.
                found[index].append((first, last - shapes.width))

    def _find_tokens(
        self, seen: bytes, runs: DigitRuns, tokens: Sequence[Span], found: defaultdict[int, Areas]
    ) -> None:
        places: dict[Span, Span] = {}
        for start, end, block_end in _blocks(tokens):
            if not runs.are_in(start, end, 1) and _is_name(seen[start:end]):
                continue
            # What is a token of its own shows itself near its beginning; base64 goes on for long.
            shown = min(block_end, start + _LONGEST_TOKEN) + _TOKEN_REACH_BYTES
            places[max(0, start - _GAP_BYTES), shown] = (start - _GAP_BYTES, block_end)
        for shapes in self._tokens:
            for index, part in shapes.hits_in_parts(seen, tuple(places)):
                found[index].append(places[part])


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
    """Whether a token without digits is a name, as most of them in code are, rather than drawn at random."""
    return token.islower() or token.isupper() or len(token) < _SHORTEST_DRAWN


class _Places:
    """Where the targets of one literal are to be looked for.

    Attributes:
        anywhere: index, bytes before and bytes after, of targets that may be without a long run of digits.
        beside_runs: the same with the digits and the lead of the run that they hold.
        before: the most bytes before of the latter.
        after: the most bytes after and of lead of the latter.
    """

    __slots__ = ("after", "anywhere", "before", "beside_runs")

    def __init__(self, entries: Iterable[tuple[Literal, int, Target]]) -> None:
        self.anywhere: list[tuple[int, int, int, int, int]] = []
        self.beside_runs: list[tuple[int, int, int, int, int]] = []
        for literal, index, target in entries:
            run = target.digits
            place = (index, literal.lead + target.before, target.after, run.digits, run.lead)
            (self.beside_runs if target.is_beside_run else self.anywhere).append(place)
        self.before = max((place[1] for place in self.beside_runs), default=0)
        self.after = max((place[2] + place[4] for place in self.beside_runs), default=0)


class _Automaton:
    """Literals, each with the targets it stands for."""

    def __init__(self, literals: Iterable[tuple[Literal, int, Target]]) -> None:
        entries: dict[bytes, list[tuple[Literal, int, Target]]] = {}
        for entry in literals:
            entries.setdefault(entry[0].text, []).append(entry)
        self._places = tuple(map(_Places, entries.values()))
        # How far before and behind a run of digits a literal may begin and end that stands for it.
        self.reach = (
            min(_FARTHEST_BYTES, max((places.after for places in self._places), default=0)),
            min(
                _FARTHEST_BYTES,
                max((places.before + len(text) for text, places in zip(entries, self._places, strict=True)), default=0),
            ),
        )
        # As an automaton without failure links: twice as fast, for some megabytes and milliseconds.
        implementation = ahocorasick_rs.Implementation.DFA
        self._automaton = (
            ahocorasick_rs.BytesAhoCorasick(list(entries), implementation=implementation) if entries else None
        )

    def find(self, text: bytes, shift: int, runs: DigitRuns, found: defaultdict[int, Areas]) -> None:
        """Add the areas of every target to those found, in no order.

        Args:
            text: the window in which the literals are looked for.
            shift: how many bytes were put in front of it.
            runs: the digits of the window.
            found: index of a target to its areas.
        """
        if self._automaton is None:
            return
        for number, known in _joined(self._automaton.find_matches_as_indexes(text, overlapping=True)).items():
            places = self._places[number]
            for first, last in known:
                first, last = first - shift, last - shift  # noqa: PLW2901 - a hot loop
                for index, before, after, digits, lead in places.anywhere:
                    start, end = first - before, last + after
                    if not digits or runs.are_in(start, end + lead, digits):
                        found[index].append((start, end))
                # Most hits have no such run near them, or none as long as that.
                most = runs.most_in(first - places.before, last + places.after) if places.beside_runs else 0
                if not most:
                    continue
                for index, before, after, digits, lead in places.beside_runs:
                    start, end = first - before, last + after
                    if digits <= most and runs.most_in(start, end + lead) >= digits:
                        found[index].append((start, end))

    def occurs(self, text: bytes) -> bool:
        """Whether any of the literals occurs."""
        return self._automaton is not None and bool(self._automaton.find_matches_as_indexes(text))


def _joined(matches: Iterable[tuple[int, int, int]]) -> dict[int, Areas]:
    """First and last place of each literal's occurrences, near ones as one."""
    hits: dict[int, Areas] = {}
    for number, start, _ in matches:
        known = hits.get(number)
        if known is None:
            hits[number] = [(start, start)]
        elif start - known[-1][1] <= _GAP_BYTES:
            known[-1] = (known[-1][0], start)
        else:
            known.append((start, start))
    return hits


def _placed(areas: Areas, start: int, end: int, shift: int) -> Areas:
    """The areas within a part of a window, near ones joined, by their beginning; as offsets in the text."""
    areas.sort()
    placed: Areas = []
    open_start, open_end = areas[0]
    for first, last in areas:
        if first - open_end <= _GAP_BYTES:
            open_end = max(open_end, last)
            continue
        if open_start < end and open_end > start:
            placed.append((max(open_start, start) + shift, min(open_end, end) + shift))
        open_start, open_end = first, last
    if open_start < end and open_end > start:
        placed.append((max(open_start, start) + shift, min(open_end, end) + shift))
    return placed


def _sets(targets: Sequence[Target], indexes: Sequence[int], size: int) -> list[_Set]:
    return [_Set(targets, indexes[at : at + size]) for at in range(0, len(indexes), size)]


class _Set:
    """Some targets in one RE2 set.

    Attributes:
        digits: how many digits a run has at least that any of them holds.
        lead: the most bytes of a match before it.
        width: the most bytes of a match.
    """

    def __init__(self, targets: Sequence[Target], indexes: Iterable[int]) -> None:
        self._indexes = tuple(indexes)
        runs = [targets[index].digits for index in self._indexes]
        self.digits = min(run.digits for run in runs)
        self.lead, self.width = max(run.lead for run in runs), min(max(run.width for run in runs), _OVERLAP_BYTES)
        self._set = re2.Set.SearchSet(options(_SET_MEMORY_BYTES))
        for index in self._indexes:
            self._set.Add(targets[index].regex.source)
        self._set.Compile()

    def hits(self, data: bytes) -> Iterator[int]:
        """The targets that occur in the data."""
        return (self._indexes[hit] for hit in self._set.Match(data) or ())

    def hits_in_parts(self, data: bytes, parts: Sequence[Span]) -> Iterator[tuple[int, Span]]:
        """The targets that occur in parts of the data, each with its part."""
        # All at once first: most windows hold none of them, and a call costs more than what it reads.
        if not parts or self._set.Match(_BETWEEN_PARTS.join([data[start:end] for start, end in parts])) is None:
            return
        for start, end in parts:
            for index in self.hits(data[start:end]):
                yield index, (start, end)
