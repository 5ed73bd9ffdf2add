"""Where the digits of a text stand: which parts of it can hold a value that is made of them.

See `agent.detection.runs` for what a run of digits is. Runs of fewer than `SHORTEST_RUN` digits are everywhere; for
those, digits are counted where they are asked for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from agent.detection.compiled import LazyRegex
from agent.detection.runs import DIGIT_GAP

__all__ = ["SHORTEST_RUN", "DigitRuns"]

SHORTEST_RUN = 4
"""Measured on prose: 1,500 runs of four digits in a megabyte (most are years), 700 of five, 250 of seven."""

_RUN = LazyRegex(b"[0-9](?:[^0-9]{0,%d}[0-9]){%d,}" % (DIGIT_GAP, SHORTEST_RUN - 1))
_ZEROS = bytes(48 if 48 <= byte <= 57 else 32 for byte in range(256))


class DigitRuns:
    """The digits of one text."""

    def __init__(self, data: bytes) -> None:
        # A zero for each digit: to look for one is to look for a byte.
        self._zeros = data.translate(_ZEROS)
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._digits: list[int] = []
        place, count, position, size = _RUN.compiled.place, self._zeros.count, 0, len(data)
        while (span := place(data, position, size)) is not None:
            start, position = span
            self._starts.append(start)
            self._ends.append(position)
            self._digits.append(count(b"0", start, position))
        self._longest = [self._digits]

    @property
    def most(self) -> int:
        """How many digits the longest run has; 0 when there is none."""
        return max(self._digits, default=0)

    def are_in(self, start: int, end: int, fewest: int) -> bool:
        """Whether a run of so many digits may begin in a part of the text; one that only ends there counts, too."""
        if fewest < SHORTEST_RUN:
            # Or digits apart: most of the time there are none at all.
            return self._zeros.count(b"0", max(0, start), max(0, end + fewest * (DIGIT_GAP + 1))) >= fewest
        return self.most_in(start, end) >= fewest

    def most_in(self, start: int, end: int) -> int:
        """How many digits the longest run has that begins or ends in a part of the text; 0 when there is none."""
        first, last = bisect_right(self._ends, start), bisect_left(self._starts, end)
        count = last - first
        if count <= 1:
            return self._digits[first] if count == 1 else 0
        # The longest of any 2^k runs in a row, each level made of the one before when it is first asked for: texts that
        # are nothing but digits ask for thousands of runs at once, again and again.
        level = count.bit_length() - 1
        while len(self._longest) <= level:
            below, step = self._longest[-1], 1 << (len(self._longest) - 1)
            self._longest.append(list(map(max, below, below[step:])))
        longest = self._longest[level]
        return max(longest[first], longest[last - (1 << level)])

    def parts(self, fewest: int, before: int, after: int) -> Iterator[tuple[int, int]]:
        """The parts of the text around runs of so many digits, in order and apart.

        Args:
            fewest: at least `SHORTEST_RUN`.
            before: how many bytes before a run belong to its part; the text may begin within them.
            after: how many behind it.
        """
        begin = finish = 0
        for start, end, digits in zip(self._starts, self._ends, self._digits, strict=True):
            if digits < fewest:
                continue
            if start - before > finish:
                if finish:
                    yield begin, finish
                begin = start - before
            finish = end + after
        if finish:
            yield begin, finish
