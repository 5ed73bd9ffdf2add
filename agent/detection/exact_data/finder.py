"""Finds values of one record that stand close together.

The way of a candidate, each step cheaper than the next: words that stand together (`candidates`) → their digest passes
the coarse filter → with another one within the distance, the digest of the pair is an entry → enough values of that
row within the distance.

Work is limited by the length of the text; a text that met the limit is said to be read in part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from agent.core import Explanation, Finding, ScoreStep
from agent.core.custom import ExactData
from agent.detection.exact_data.candidates import Shapes, Work, candidates
from agent.detection.exact_data.digests import ValueDigest, pair_digest, value_digest
from agent.detection.exact_data.errors import ExactDataError
from agent.detection.exact_data.index import ExactDataIndex
from agent.detection.finder import FinderResult

__all__ = ["ExactDataFinder", "pair_limit", "work_limit"]

_DIGEST_WORK = 3

_NOT_ASKED = -1
_PASSED_BY = -2


def work_limit(characters: int) -> int:
    """Return the units one text may take to find values.

    A word that is looked at is one, with all that comes of it some 0.9 µs. Ordinary text takes a twentieth of them, a
    table of nothing but records a half, and a megabyte of the worst stays within a second.
    """
    return 65_536 + characters


def pair_limit(characters: int) -> int:
    """Return how many pairs of values one text may take, some 2 µs each.

    Only text that is full of records, or made by somebody who knows many of them, has more than a few.
    """
    return 8192 + characters


class _Value(NamedTuple):
    """A place in the text whose digest passed the filter."""

    start: int
    end: int
    digest: ValueDigest


class ExactDataFinder:
    """One index as a policy uses it. Immutable: threads share it."""

    def __init__(self, definition: ExactData, index: ExactDataIndex) -> None:
        columns = len(index.header.columns)
        if definition.min_columns > columns:
            raise ExactDataError(
                "The policy asks for more columns than the index has",
                detail=f"{definition.exact_data_id}: {definition.min_columns} of {columns}.",
            )
        self._definition = definition
        self._index = index
        self._explanations = {found: self._explain(found, columns) for found in range(2, columns + 1)}

    def find(self, text: str) -> FinderResult:
        """Return each value of a record of which enough values stand together; raises on no string."""
        search = _Search(self._index, self._definition.within, len(text))
        values = sorted(set(search.values(text)))
        found: dict[tuple[int, int], int] = {}
        for row in search.by_row(values).values():
            self._keep(sorted(row), found)
        findings = tuple(
            Finding(
                entity=self._definition.entity,
                start=start,
                end=end,
                confidence=self._definition.confidence,
                recognizer=f"exact_data.{self._definition.exact_data_id}",
                explanation=self._explanations[count],
            )
            for (start, end), count in found.items()
        )
        return FinderResult(findings=findings, complete=search.is_complete)

    def _keep(self, row: list[_Value], found: dict[tuple[int, int], int]) -> None:
        """Keep the values of one row that stand close enough together, with how many they are."""
        for place, first in enumerate(row):
            limit = first.start + self._definition.within
            near = [each for each in _until(row, place, limit) if each.end <= limit]
            count = len({each.digest for each in near})
            if count >= self._definition.min_columns:
                for each in near:
                    span = (each.start, each.end)
                    found[span] = max(found.get(span, 0), count)

    def _explain(self, found: int, columns: int) -> Explanation:
        what = (
            f"exact data match: {found} of {columns} columns of one record within {self._definition.within} characters"
        )
        step = ScoreStep(what=what, confidence=self._definition.confidence)
        return Explanation(summary=f"Belongs to {self._definition.title}.", steps=(step,))


class _Search:
    """The state of one text."""

    def __init__(self, index: ExactDataIndex, within: int, characters: int) -> None:
        self.work = Work(work_limit(characters))
        self.pairs_left = pair_limit(characters)
        self._index = index
        self._within = within
        self._shapes = Shapes(
            lengths=frozenset(index.header.lengths),
            letter_runs=index.header.letter_runs,
            most_words=index.header.most_words,
        )
        self._value_hasher = index.key.value_hasher()
        self._pair_hasher = index.key.pair_hasher()
        self._digests: dict[str, ValueDigest] = {}
        self._rows: dict[tuple[ValueDigest, ValueDigest], tuple[int, ...]] = {}

    @property
    def is_complete(self) -> bool:
        """Whether no limit was met."""
        return self.work.left >= 0 and self.pairs_left >= 0

    def values(self, text: str) -> Iterator[_Value]:
        """Every candidate that passes the filter."""
        for start, end, form in candidates(text, self._shapes, self.work):
            digest = self._digests.get(form, _NOT_ASKED)
            if digest == _NOT_ASKED:
                digest = self._digests[form] = self._passing_digest(form)
            if digest != _PASSED_BY:
                yield _Value(start, end, digest)

    def by_row(self, values: list[_Value]) -> dict[int, set[_Value]]:
        """The values that stand close to another one of their row."""
        rows: defaultdict[int, set[_Value]] = defaultdict(set)
        for place, first in enumerate(values):
            limit = first.start + self._within
            for other in _until(values, place + 1, limit):
                self.pairs_left -= 1
                if self.pairs_left < 0:
                    return rows
                if other.start < first.end or other.end > limit:
                    continue
                for row in self._rows_of(first.digest, other.digest):
                    rows[row] |= {first, other}
        return rows

    def _passing_digest(self, form: str) -> ValueDigest:
        self.work.left -= _DIGEST_WORK
        digest = value_digest(self._value_hasher, form)
        return digest if self._index.may_hold(digest) else _PASSED_BY

    def _rows_of(self, one: ValueDigest, other: ValueDigest) -> tuple[int, ...]:
        if one == other:
            return ()
        pair = (one, other) if one < other else (other, one)
        rows = self._rows.get(pair)
        if rows is None:
            rows = self._rows[pair] = tuple(self._index.rows(pair_digest(self._pair_hasher, *pair)))
        return rows


def _until(values: list[_Value], place: int, limit: int) -> Iterator[_Value]:
    """The values from a place on that start before the limit."""
    while place < len(values) and values[place].start < limit:
        yield values[place]
        place += 1
