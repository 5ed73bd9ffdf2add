"""RE2 patterns over bytes, compiled when they are first used.

Compiled patterns are immutable and RE2 locks its own caches, so that threads share them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import re2

__all__ = ["LazyRegex", "LazySet", "Regex", "Span", "compile_pattern", "options"]

_ANCHORED = re2._re2.RE2.Anchor.ANCHOR_START  # noqa: SLF001 - see Regex
_UNANCHORED = re2._re2.RE2.Anchor.UNANCHORED  # noqa: SLF001 - see Regex


_SET_MEMORY_BYTES = 4 << 20

Span = tuple[int, int]


class Regex:
    """A compiled pattern over bytes.

    Compiled twice, without its groups and with them: RE2 looks for a pattern with groups in a short text by
    backtracking (measured: 15 µs for 250 bytes that hold no match), and by its automaton when only the place is asked
    (2 µs). Groups are asked for where there is a match.

    Asks RE2's binding itself: its Python layer checks and wraps each call, which takes longer than most searches here
    (measured: 2.4 against 0.9 µs for one that finds nothing in 100 bytes).
    """

    __slots__ = ("_find", "_has_groups", "_match", "_place", "_regex")

    def __init__(self, regex: bytes) -> None:
        self._regex = regex
        self._place = re2._Regexp(regex, options(captures=False))  # noqa: SLF001 - re2.compile keeps what it makes
        self._find = self._place._regexp.Match  # noqa: SLF001 - see the class
        self._match: Callable[..., Sequence[Span]] | None = None
        self._has_groups = False

    def search(self, text: bytes, start: int, end: int) -> Sequence[Span] | None:
        """The spans of the first match within `start` and `end` and of its groups; None when there is no match.

        A group that took no part has the span (-1, -1).
        """
        place = self.place(text, start, end)
        return None if place is None else self.spans_at(text, place, end)

    def spans_at(self, text: bytes, place: Span, end: int) -> Sequence[Span]:
        """The spans of the match at a place that was found, and of its groups."""
        if self._match is None:
            pattern = re2._Regexp(self._regex, options())  # noqa: SLF001 - as above
            # Asked for once: the binding counts the groups anew each time.
            self._match, self._has_groups = pattern._regexp.Match, bool(pattern.groups)  # noqa: SLF001 - see the class
        if not self._has_groups:
            return (place,)
        match = self._match
        spans: Sequence[Span] = match(_ANCHORED, text, place[0], place[1])
        # Cut off behind the match, an assertion at its end may see something else.
        return spans if spans[0] == place else match(_ANCHORED, text, place[0], end)

    def match(self, text: bytes, start: int, end: int) -> Sequence[Span] | None:
        """The same for a match that begins at `start`."""
        span: Span = self._find(_ANCHORED, text, start, end)[0]
        return self.spans_at(text, span, end) if span[0] >= 0 else None

    def place(self, text: bytes, start: int, end: int) -> Span | None:
        """The span of the first match within `start` and `end`."""
        span: Span = self._find(_UNANCHORED, text, start, end)[0]
        return span if span[0] >= 0 else None

    def occurs(self, text: bytes) -> bool:
        """Whether the pattern matches anywhere."""
        return self.place(text, 0, len(text)) is not None

    def spans(self, text: bytes) -> Iterator[Span]:
        """The span of every match, without overlaps."""
        position, size = 0, len(text)
        while (span := self.place(text, position, size)) is not None:
            yield span
            position = max(span[1], span[0] + 1)


def options(max_mem: int | None = None, *, captures: bool = True) -> re2.Options:
    """How every pattern is read: bytes as Latin-1, errors raised and not printed."""
    options = re2.Options()
    options.never_capture = not captures
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
    return Regex(regex)


class LazyRegex:
    """A pattern that is compiled when it is first used: most texts ask for few of them."""

    __slots__ = ("_compiled", "source")

    def __init__(self, source: bytes) -> None:
        self.source = source
        self._compiled: Regex | None = None

    @property
    def compiled(self) -> Regex:
        """The pattern, ready to search bytes. Two threads may both compile it: either result will do."""
        compiled = self._compiled
        if compiled is None:
            # Another thread may give it up at any time.
            compiled = self._compiled = compile_pattern(self.source)
        return compiled

    def release(self) -> None:
        """Give up the compiled pattern and the automaton it has grown; the next use compiles it again."""
        self._compiled = None


class LazySet:
    """Patterns of which it is asked which ones begin a text, compiled when first needed.

    One call tells what takes one for each pattern otherwise (measured on 12 of passwords: 2 against 30 µs). It sees the
    text alone: an assertion about what stands before may hold for it that does not hold in the whole.
    """

    __slots__ = ("_compiled", "_sources")

    def __init__(self, sources: Sequence[bytes]) -> None:
        self._sources = tuple(sources)
        self._compiled: re2.Set | None = None

    def beginning(self, text: bytes) -> Sequence[int]:
        """The patterns, by their place in the set, that the text may begin with."""
        compiled = self._compiled
        if compiled is None:
            compiled = re2.Set.MatchSet(options(_SET_MEMORY_BYTES))
            for source in self._sources:
                compiled.Add(source)
            compiled.Compile()
            self._compiled = compiled
        found: Sequence[int] = compiled.Match(text) or ()
        return found

    def release(self) -> None:
        """As of `LazyRegex`."""
        self._compiled = None
