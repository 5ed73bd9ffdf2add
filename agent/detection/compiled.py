"""Compiled patterns: one RE2 set says which patterns occur in a window, and only those search it.

Rules kept here: a text is read in windows, so that one rare hit does not make every pattern read all of it; windows
overlap by what a pattern needs to be seen whole, and a match belongs to the window it starts in. Compiled patterns are
immutable and RE2 locks its own caches, so that threads share them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import re2

__all__ = ["WINDOW_BYTES", "LazyRegex", "Match", "Prefilter", "Regex", "Window", "compile_pattern"]

WINDOW_BYTES = 32 * 1024
"""Measured: the set reads 16 to 64 KB windows at the same speed, and smaller ones hit fewer patterns."""

_OVERLAP_BYTES = 512
"""How far the set looks beyond a window; every pattern shows itself within this much."""

_LOOKBACK_BYTES = 128
"""How far it looks back: a context word may stand before the window, and its value in it."""

_SET_MEMORY_BYTES = 32 << 20
"""Ceiling of the set's lazily built automaton. RE2 clears and goes on when it is full; too small a ceiling would cost
speed on hostile text."""


class Match(Protocol):
    """What is used of a match."""

    def span(self, group: int = 0) -> tuple[int, int]:
        """Start and end of a group; (-1, -1) when it took no part."""

    def start(self, group: int = 0) -> int:
        """Start of a group."""

    def end(self, group: int = 0) -> int:
        """End of a group."""


class Regex(Protocol):
    """What is used of a compiled pattern."""

    groups: int

    def search(self, text: bytes, pos: int = 0, endpos: int | None = None) -> Match | None:
        """The first match that starts at `pos` or later and ends by `endpos`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A part of the text, and the indexes of the patterns that occur in it."""

    start: int
    end: int
    hits: tuple[int, ...]


def _options(max_mem: int | None = None) -> re2.Options:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.log_errors = False
    if max_mem is not None:
        options.max_mem = max_mem
    return options


def compile_pattern(regex: bytes) -> Regex:
    """The pattern, ready to search bytes.

    Raises:
        re2.error: it is not RE2 syntax.
    """
    compiled: Regex = re2.compile(regex, _options())
    return compiled


class LazyRegex:
    """A pattern that is compiled when it is first used: most texts ask for few of them."""

    __slots__ = ("_compiled", "source")

    def __init__(self, source: bytes) -> None:
        self.source = source
        self._compiled: Regex | None = None

    @property
    def compiled(self) -> Regex:
        """The pattern, ready to search bytes. Two threads may both compile it: either result will do."""
        if self._compiled is None:
            self._compiled = compile_pattern(self.source)
        return self._compiled


class Prefilter:
    """One RE2 set over all patterns."""

    def __init__(self, patterns: Sequence[LazyRegex]) -> None:
        self._set = re2.Set.SearchSet(_options(_SET_MEMORY_BYTES))
        for pattern in patterns:
            self._set.Add(pattern.source)
        self._set.Compile()

    def windows(self, data: bytes) -> Iterator[Window]:
        """Every window in or right before which at least one pattern occurs, in order."""
        for start in range(0, len(data), WINDOW_BYTES):
            end = min(start + WINDOW_BYTES, len(data))
            # A window that is the whole text is not copied.
            seen = data if end - start == len(data) else data[max(0, start - _LOOKBACK_BYTES) : end + _OVERLAP_BYTES]
            if hits := self._set.Match(seen):
                yield Window(start=start, end=end, hits=tuple(sorted(hits)))
