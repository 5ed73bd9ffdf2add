"""Strings that must occur in whatever a pattern matches: what the prefilter looks for instead of the pattern.

"licence" must occur where `driv(?:er|ing)'?s?[ _-]?licen[cs]e` matches, or "license". One pass of Aho-Corasick over all
such strings of all patterns tells where each pattern is worth a try; the idea is that of RE2's own FilteredRE2 (and of
Cox, "Regular Expression Matching with a Trigram Index"), done here on bytes and with places.

Rules kept here: literals are lower-case, since the text is lowered before it is searched; those of context words are
folded (`FOLD`), so that a word has one beginning and one end. A pattern for which no good set is found has none, and is
then searched by itself. Nothing is ever guessed: syntax that is not understood means no literals.
"""

from __future__ import annotations

import functools
import re
import re._constants as ops  # type: ignore[import-not-found]  # the standard library's own parser, without stubs
import re._parser as parser  # type: ignore[import-not-found]  # a change in it costs speed (no literals), not findings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["FOLD", "TOKEN_CHARACTERS", "Literal", "longest_token", "needs_digit", "required_literals", "word_literals"]

_MOST_STRINGS = 16
_LARGEST_CLASS = 8
_LONGEST_LITERAL = 10
"""Longer ones are cut: they would hardly be rarer, and share fewer states."""

_LONGEST_LEAD = 256
"""Where a match may begin further before its literal, its beginning is looked for from here on."""

_SHORTEST = 3
_SHORTEST_WORD = 2
_PLAIN_LENGTH = 5
_COMMON_WORDS = frozenset(
    b"""a about all also am an and any are as at be been but by call can do for from get has have he her here him his
    how i if in into is it its like make me more my new no not now of on one or our out see she so some than that the
    their them then there they this time to two up us use was we what when which who will with would you your""".split()
)
"""Words that stand in most texts: taken where there is nothing better."""
_LONG_ENOUGH = 7
_RARE_CHARACTERS = frozenset(b"@+%$")
"""Single characters that ordinary text holds seldom enough."""

FOLD = bytes(byte + 32 if 65 <= byte <= 90 else byte if 97 <= byte <= 122 else 32 for byte in range(256))
"""Letters in lower case, everything else a space: the text in which context words are looked for."""

_LOWER = bytes(range(256)).lower()
_FOLDED = b" "

TOKEN_CHARACTERS = rb"A-Za-z0-9+/_=<-"
"""What unbroken tokens are made of, as the inside of a class."""

_DIGITS = frozenset(b"0123456789")
_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyz")
_TOKEN_BYTES = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/_=<-")

_CASE_FLAG = re.compile(rb"\(\?([ims]*)(?:-[ims]+)?(:|\))")
_PLAIN_WORD = re.compile(rb"(?:[a-zA-Z0-9 _'\x80-\xff-]|\[[^\]\\]*\](?:\{[01],[0-9]\})?[?]?)+")
_PLAIN_PART = re.compile(rb"[a-zA-Z0-9 _'\x80-\xff-]{2,}(?![?*{])(?![^\[]*\])")
_OPTIONAL_GROUP = re.compile(rb"\(\?:[^()\[\]]*(?:\[[^\]]*\][^()\[\]]*)*\)\?")
_NOT_PYTHON = re.compile(rb"\[\[:|\\[pPQCE]|\\x\{|\(\?P<|\(\?<")


@dataclass(frozen=True, slots=True)
class Literal:
    """A lower-case string, and the most bytes of a match that may stand before it."""

    text: bytes
    lead: int


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a part of a pattern.

    Attributes:
        exact: every string it can match, lower-case; None when there are too many.
        best: the best set of which one must occur, with leads; None when there is none.
        width: the most bytes it can match, capped.
    """

    exact: frozenset[bytes] | None
    best: tuple[Literal, ...] | None
    width: int


def required_literals(regex: bytes) -> tuple[Literal, ...] | None:
    """Literals of which at least one occurs in every match of an RE2 pattern, in lower case; None if none are known."""
    parsed = _parsed(regex)
    if parsed is None:
        return None
    return _selected(_Extraction(_LOWER).of_sequence(parsed).best, _SHORTEST)


def word_literals(word: bytes) -> tuple[Literal, ...] | None:
    """The same for an ASCII context word in folded text; those without lead begin with the space before the word."""
    best = _of_plain_word(word)
    if best is None:
        parsed = _parsed(word)
        if parsed is None:
            return None
        best = _Extraction(FOLD).of_sequence(parsed).best
    selected = _selected(best, _SHORTEST_WORD)
    if selected is None:
        return None
    return tuple(each if each.lead else Literal(_FOLDED + each.text, 0) for each in selected)


def _selected(best: tuple[Literal, ...] | None, shortest: int) -> tuple[Literal, ...] | None:
    if best is None or any(_length(each.text) < shortest for each in best):
        return None
    leads: dict[bytes, int] = {}
    for each in sorted(best, key=lambda literal: literal.text):
        text = each.text[:_LONGEST_LITERAL]
        # "driver" occurs wherever "drivers" does.
        known = next((text[:size] for size in range(shortest, len(text) + 1) if text[:size] in leads), text)
        leads[known] = max(leads.get(known, 0), min(each.lead, _LONGEST_LEAD))
    return tuple(Literal(text, lead) for text, lead in leads.items())


def needs_digit(regex: bytes) -> bool:
    """Whether every match of a pattern is known to hold a digit."""
    parsed = _parsed(regex)
    return parsed is not None and _has_digit(parsed)


@functools.lru_cache(maxsize=8)
def _parsed(regex: bytes) -> Any | None:  # noqa: ANN401 - the parser's own tree
    if _NOT_PYTHON.search(regex):
        return None
    # Case and line modes do not matter for what must occur, and Python takes flags at the start only.
    plain = _CASE_FLAG.sub(lambda flag: b"(?:" if flag[2] == b":" else b"", regex).replace(rb"\z", rb"\Z")
    try:
        return parser.parse(plain, 0)
    except (re.error, RecursionError, OverflowError):
        return None


def longest_token(regex: bytes) -> int:
    """How many characters of one unbroken token every match of a pattern holds at least; 0 where that is not known."""
    parsed = _parsed(regex)
    return 0 if parsed is None else _token_run(parsed)[0]


def _of_plain_word(word: bytes) -> tuple[Literal, ...] | None:
    """The longest plain part of a word without groups but optional ones, at once; None where the parser is needed."""
    shorter = b""
    while shorter != word:
        # As long as what it stands for, since the lead is counted in it.
        shorter, word = word, _OPTIONAL_GROUP.sub(lambda group: b"[" + b"x" * len(group[0]) + b"]?", word)
    if not _PLAIN_WORD.fullmatch(word):
        return None
    part = max(_PLAIN_PART.finditer(word), key=lambda part: len(part.group()), default=None)
    if part is None or len(part.group()) < _PLAIN_LENGTH:
        return None
    return (Literal(part.group().translate(FOLD), part.start()),)


def _length(text: bytes) -> int:
    """How long a literal is, as far as it tells something."""
    if len(text) == 1:
        return _SHORTEST if text[0] in _RARE_CHARACTERS else 0
    return len(text) if any(byte >= 97 for byte in text) else len(text) // 2


def _worth(text: bytes) -> int:
    return 1 if text.strip() in _COMMON_WORDS else _length(text)


def _score(literals: tuple[Literal, ...]) -> tuple[int, int]:
    # A context word gets its space in front later; it counts here already, since it makes a literal that much rarer.
    rarest = min(min(_worth(each.text) + (each.lead == 0), _LONG_ENOUGH) for each in literals)
    return rarest, -len(literals)


class _Extraction:
    """Literals of a parsed pattern, in a text whose bytes are folded by a table."""

    def __init__(self, fold: bytes) -> None:
        self._fold = fold

    def of_sequence(self, items: Sequence[tuple[Any, Any]]) -> _Known:
        """What is known of parts one after the other."""
        candidates: list[tuple[Literal, ...]] = []
        run, run_lead, position = frozenset({b""}), 0, 0
        is_exact = True
        for operator, argument in items:
            part = self._of_part(operator, argument)
            if part.exact is not None and len(run) * len(part.exact) <= _MOST_STRINGS:
                run = frozenset(head + tail for head in run for tail in part.exact)
            else:
                is_exact = False
                candidates += _as_candidate(run, run_lead)
                candidates += _glued(run, run_lead, part.best)
                if part.exact is not None:
                    run, run_lead = part.exact, position
                else:
                    run, run_lead = frozenset({b""}), position + part.width
                    if part.best is not None:
                        candidates.append(tuple(Literal(each.text, each.lead + position) for each in part.best))
            position = min(position + part.width, 2 * _LONGEST_LEAD)
        candidates += _as_candidate(run, run_lead)
        return _Known(run if is_exact else None, max(candidates, key=_score, default=None), position)

    def _of_part(self, operator: Any, argument: Any) -> _Known:  # noqa: ANN401 - the parser's own nodes
        if operator is ops.LITERAL:
            return _Known(frozenset({self._folded(argument)}), None, 1)
        if operator is ops.IN:
            return _Known(self._of_class(argument), None, 1)
        if operator is ops.AT:
            return _Known(frozenset({b""}), None, 0)
        if operator is ops.SUBPATTERN:
            return self.of_sequence(argument[-1])
        if operator is ops.BRANCH:
            return _branch([self.of_sequence(each) for each in argument[1]])
        if operator in (ops.MAX_REPEAT, ops.MIN_REPEAT):
            return self._of_repeat(*argument)
        return _Known(None, None, 1)

    def _folded(self, byte: int) -> bytes:
        return self._fold[byte : byte + 1]

    def _of_class(self, members: Sequence[tuple[Any, Any]]) -> frozenset[bytes] | None:
        """The strings of a class; None when there are too many."""
        if members[0][0] is ops.NEGATE:
            # Whatever is no letter is a space in folded text.
            return frozenset({_FOLDED}) if self._fold is FOLD and _bytes_of(members[1:]) >= _LETTERS else None
        found = {self._folded(byte) for byte in _bytes_of(members)}
        return frozenset(found) if 0 < len(found) <= _LARGEST_CLASS else None

    def _of_repeat(self, fewest: int, most: Any, child: Sequence[tuple[Any, Any]]) -> _Known:  # noqa: ANN401 - may be the parser's "no limit"
        part = self.of_sequence(child)
        width = 2 * _LONGEST_LEAD if most is ops.MAXREPEAT else min(part.width * int(most), 2 * _LONGEST_LEAD)
        if (fewest, most) == (1, 1):
            return part
        if (fewest, most) == (0, 1):
            return _Known(None if part.exact is None else part.exact | {b""}, None, width)
        return _Known(None, part.best if fewest > 0 else None, width)


def _bytes_of(members: Iterable[tuple[Any, Any]]) -> frozenset[int]:
    """The bytes of a class; empty when it holds more than bytes and ranges."""
    found: set[int] = set()
    for operator, argument in members:
        if operator is ops.LITERAL:
            found.add(argument)
        elif operator is ops.RANGE:
            found.update(range(argument[0], argument[1] + 1))
        else:
            return frozenset()
    return frozenset(found)


def _as_candidate(run: frozenset[bytes], lead: int) -> list[tuple[Literal, ...]]:
    return [] if b"" in run else [tuple(Literal(text, lead) for text in sorted(run))]


def _glued(run: frozenset[bytes], lead: int, best: tuple[Literal, ...] | None) -> list[tuple[Literal, ...]]:
    """What is before a part and what the part begins with, as one."""
    if best is None or any(each.lead for each in best) or len(run) * len(best) > _MOST_STRINGS:
        return []
    return [tuple(Literal(head + each.text, lead) for head in sorted(run) for each in best)]


def _branch(parts: Sequence[_Known]) -> _Known:
    width = max(part.width for part in parts)
    exact: frozenset[bytes] | None = frozenset()
    best: list[Literal] | None = []
    for part in parts:
        exact = exact | part.exact if exact is not None and part.exact is not None else None
        if best is not None and part.best is not None:
            best += part.best
        else:
            best = None
    if exact is not None and len(exact) > _MOST_STRINGS:
        exact = None
    return _Known(exact, tuple(best) if best else None, width)


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


def _has_digit(items: Iterable[tuple[Any, Any]]) -> bool:
    return any(_is_digit(operator, argument) for operator, argument in items)


def _is_digit(operator: Any, argument: Any) -> bool:  # noqa: ANN401 - the parser's own nodes
    if operator is ops.LITERAL:
        return argument in _DIGITS
    if operator is ops.IN:
        members = _bytes_of(argument)
        return bool(members) and members <= _DIGITS
    if operator is ops.SUBPATTERN:
        return _has_digit(argument[-1])
    if operator is ops.BRANCH:
        return all(map(_has_digit, argument[1]))
    return operator in (ops.MAX_REPEAT, ops.MIN_REPEAT) and argument[0] > 0 and _has_digit(argument[2])


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
