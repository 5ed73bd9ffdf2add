"""Runs that every match of a pattern holds: of digits, and of the characters of unbroken tokens.

A *run of digits* is digits of which each is at most `DIGIT_GAP` other bytes behind the one before: a card in its groups
is one, a year and an amount in a sentence are two. Ordinary text holds few runs of five digits and more, and most of
what recognizers look for is one: where there is none, nothing needs to be searched. Nothing is guessed: what is not
understood holds no run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agent.detection.syntax import bytes_of, ops, parsed

__all__ = ["DIGIT_GAP", "NO_RUN", "TOKEN_CHARACTERS", "DigitRun", "digit_run", "longest_token"]

DIGIT_GAP = 4
"""How many other bytes may stand between two digits of a run: " (0) " in a phone number has three."""

TOKEN_CHARACTERS = rb"A-Za-z0-9+/_=<-"
"""What unbroken tokens are made of, as the inside of a class."""

_DIGITS = frozenset(b"0123456789")
_TOKEN_BYTES = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_=<-")
_FAR = 1 << 20
"""Further than any match reaches."""


@dataclass(frozen=True, slots=True)
class DigitRun:
    """A run of digits that every match of a pattern holds.

    Attributes:
        digits: how many it has at least; 0 where none is known.
        lead: the most bytes of the match before it.
        width: the most bytes of the whole match.
    """

    digits: int = 0
    lead: int = 0
    width: int = 512


NO_RUN = DigitRun()


def digit_run(regex: bytes) -> DigitRun:
    """The longest run of digits that every match of a pattern holds."""
    tree = parsed(regex)
    if tree is None:
        return NO_RUN
    part = _digits_of(tree)
    return DigitRun(part.best.digits, part.best.beside if part.best.digits else 0, part.width)


def longest_token(regex: bytes) -> int:
    """How many characters of one unbroken token every match of a pattern holds at least; 0 where that is not known."""
    tree = parsed(regex)
    return 0 if tree is None else _token_run(tree)[0]


@dataclass(frozen=True, slots=True)
class _Run:
    """Digits of a run, and the most bytes between it and one end of the part that it is in."""

    digits: int
    beside: int


@dataclass(frozen=True, slots=True)
class _Part:
    """What is known of the digits in a part of a pattern.

    Attributes:
        width: the most bytes it matches.
        first: digits of the run that it certainly begins with, and the most bytes before it.
        last: digits of the run that it certainly ends with, and the most bytes behind it.
        best: the best run in it.
        is_one: whether first and last are the same run.
    """

    width: int
    first: _Run
    last: _Run
    best: _Run
    is_one: bool = True

    @classmethod
    def without(cls, width: int) -> _Part:
        """A part that may hold no digit."""
        nothing = _Run(0, min(width, _FAR))
        return cls(min(width, _FAR), nothing, nothing, _Run(0, 0))


_DIGIT = _Part(1, _Run(1, 0), _Run(1, 0), _Run(1, 0))


def _digits_of(items: Sequence[tuple[Any, Any]]) -> _Part:
    whole = _Part.without(0)
    for operator, argument in items:
        whole = _joined(whole, _digits_of_part(operator, argument))
    return whole


def _digits_of_part(operator: Any, argument: Any) -> _Part:  # noqa: ANN401 - the parser's own nodes
    if operator is ops.LITERAL:
        return _DIGIT if argument in _DIGITS else _Part.without(1)
    if operator is ops.IN:
        members = bytes_of(argument)
        return _DIGIT if members and members <= _DIGITS else _Part.without(1)
    if operator is ops.AT:
        return _Part.without(0)
    if operator is ops.SUBPATTERN:
        return _digits_of(argument[-1])
    if operator is ops.BRANCH:
        return _either([_digits_of(each) for each in argument[1]])
    if operator in (ops.MAX_REPEAT, ops.MIN_REPEAT):
        fewest, most, child = argument
        return _repeated(_digits_of(child), fewest, _FAR if most is ops.MAXREPEAT else int(most))
    return _Part.without(1 if operator in (ops.ANY, ops.NOT_LITERAL) else _FAR)


def _joined(left: _Part, right: _Part) -> _Part:
    """Two parts one after the other."""
    width = min(left.width + right.width, _FAR)
    if not right.best.digits:
        last = _Run(left.last.digits, min(left.last.beside + right.width, _FAR))
        first = left.first if left.best.digits else _Run(0, width)
        return _Part(width, first, last, left.best, left.is_one)
    if not left.best.digits:
        first = _Run(right.first.digits, min(left.width + right.first.beside, _FAR))
        best = _Run(right.best.digits, min(left.width + right.best.beside, _FAR))
        return _Part(width, first, right.last, best, right.is_one)
    later = _Run(right.best.digits, min(left.width + right.best.beside, _FAR))
    if left.last.beside + right.first.beside > DIGIT_GAP:
        best = max(left.best, later, key=lambda run: run.digits)
        return _Part(width, left.first, right.last, best, is_one=False)
    digits = left.last.digits + right.first.digits
    # Where the run begins is known only when it is all that is to the left of the seam.
    begin = left.first.beside if left.is_one else min(left.width, _FAR)
    first = _Run(digits, left.first.beside) if left.is_one else left.first
    last = _Run(digits, right.last.beside) if right.is_one else right.last
    best = max(left.best, later, _Run(digits, begin), key=lambda run: run.digits)
    return _Part(width, first, last, best, is_one=left.is_one and right.is_one)


def _repeated(part: _Part, fewest: int, most: int) -> _Part:
    width = min(part.width * most, _FAR)
    if fewest == 0 or not part.best.digits:
        return _Part.without(width)
    whole = part
    # Each copy on top makes a run longer, or is a run of its own.
    for _ in range(min(fewest, 40) - 1):
        whole = _joined(whole, part)
    if fewest == most:
        return whole
    joins = part.is_one and part.last.beside + part.first.beside <= DIGIT_GAP
    last = whole.last if joins else part.last
    return _Part(width, whole.first, last, whole.best, whole.is_one and joins)


def _either(parts: Sequence[_Part]) -> _Part:
    width = max(part.width for part in parts)
    if not all(part.best.digits for part in parts):
        return _Part.without(width)
    first, last, best = (
        _Run(min(run.digits for run in runs), max(run.beside for run in runs))
        for runs in zip(*((part.first, part.last, part.best) for part in parts), strict=True)
    )
    return _Part(width, first, last, best, all(part.is_one for part in parts))


def _token_run(items: Sequence[tuple[Any, Any]]) -> tuple[int, int | None]:
    """The longest run of token characters that is certain, and the whole's least length when it is nothing else."""
    best = run = 0
    whole: int | None = 0
    for operator, argument in items:
        inner, length = _token_part(operator, argument)
        if length is None:
            whole, run = None, 0
            best = max(best, inner)
        else:
            run += length
            whole = whole + length if whole is not None else None
            best = max(best, run)
    return best, whole


def _token_part(operator: Any, argument: Any) -> tuple[int, int | None]:  # noqa: ANN401 - the parser's own nodes
    if operator is ops.LITERAL:
        return (1, 1) if argument in _TOKEN_BYTES else (0, None)
    if operator is ops.IN:
        return (1, 1) if all(_is_of_token(*member) for member in argument) else (0, None)
    if operator is ops.AT:
        return 0, 0
    if operator is ops.SUBPATTERN:
        return _token_run(argument[-1])
    if operator is ops.BRANCH:
        parts = [_token_run(each) for each in argument[1]]
        lengths = [length for _, length in parts if length is not None]
        return min(best for best, _ in parts), min(lengths) if len(lengths) == len(parts) else None
    if operator in (ops.MAX_REPEAT, ops.MIN_REPEAT):
        fewest, _, child = argument
        best, length = _token_run(child)
        return (best if fewest > 0 else 0), None if length is None else fewest * length
    return 0, None


def _is_of_token(operator: Any, argument: Any) -> bool:  # noqa: ANN401 - the parser's own nodes
    if operator is ops.LITERAL:
        return argument in _TOKEN_BYTES
    return operator is ops.RANGE and all(byte in _TOKEN_BYTES for byte in range(argument[0], argument[1] + 1))
