"""Which parts of a long text the model reads, when it cannot read all of it. Pure.

The text is cut into passages of about one window. Chosen are, within the budget: the first ones and the last ones, an
even sample of all, then in equal parts those with most findings of recognizers and those that the screen ranks first.
The first ones and the even sample alone say what kind of document it is: what was chosen for its findings is not
typical.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

__all__ = ["Passage", "chosen", "cut", "stretches"]

_LENGTH = 440
"""Code points: some 110 tokens of prose."""
_SLACK = 60
_FIRST, _LAST, _EVEN_SHARE = 4, 2, 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A part of a text, in code points; `is_typical` ones say what kind of document it is."""

    start: int
    end: int
    is_typical: bool = False


def cut(text: str) -> list[Passage]:
    """All passages of a text, end to end; cut at white space where there is some."""
    return list(_cut(text))


def _cut(text: str) -> Iterator[Passage]:
    start = 0
    while start < len(text):
        end = start + _LENGTH
        if end >= len(text):
            end = len(text)
        else:
            space = max(text.rfind("\n", end - _SLACK, end), text.rfind(" ", end - _SLACK, end))
            end = space if space > start else end
        yield Passage(start=start, end=end)
        start = end


def chosen(passages: Sequence[Passage], budget: int, hits: Sequence[int], scores: Sequence[float]) -> list[Passage]:
    """So many passages at most, in order.

    Args:
        passages: of a text, in order.
        budget: how many.
        hits: offsets of findings, in order.
        scores: what the screen says of each passage; the higher, the better.
    """
    count = len(passages)
    if count <= budget:
        return [Passage(start=each.start, end=each.end, is_typical=True) for each in passages]
    even = max(1, round(budget * _EVEN_SHARE))
    typical = {*range(_FIRST), *((2 * place + 1) * count // (2 * even) for place in range(even))}
    found = _hits_of(passages, hits)
    taken = set(sorted({*typical, *range(count - _LAST, count)})[:budget])
    by_hits = [place for place in sorted(range(count), key=lambda place: (-found[place], place)) if found[place]]
    _take(taken, by_hits, (budget - len(taken)) // 2)
    _take(taken, sorted(range(count), key=lambda place: (-scores[place], place)), budget - len(taken))
    return [
        Passage(start=passages[place].start, end=passages[place].end, is_typical=place in typical)
        for place in sorted(taken)
    ]


def _hits_of(passages: Sequence[Passage], hits: Sequence[int]) -> list[int]:
    return [bisect_left(hits, each.end) - bisect_left(hits, each.start) for each in passages]


def _take(taken: set[int], ranked: Iterable[int], count: int) -> None:
    for place in ranked:
        if count <= 0:
            return
        if place not in taken:
            taken.add(place)
            count -= 1


def stretches(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Neighbors that are alike as one, so that what stands across their border is read whole."""
    last: Passage | None = None
    for each in passages:
        if last is not None and last.end == each.start and last.is_typical == each.is_typical:
            last = Passage(start=last.start, end=each.end, is_typical=each.is_typical)
            continue
        if last is not None:
            yield last
        last = each
    if last is not None:
        yield last
