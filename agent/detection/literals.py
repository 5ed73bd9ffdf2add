"""Strings that must occur in whatever a pattern matches: what the prefilter looks for instead of the pattern.

"licence" must occur where `driv(?:er|ing)'?s?[ _-]?licen[cs]e` matches, or "license". One pass of Aho-Corasick over all
such strings of all patterns tells where each pattern is worth a try; the idea is that of RE2's own FilteredRE2 (and of
Cox, "Regular Expression Matching with a Trigram Index"), done here on bytes and with places.

Rules kept here: literals are lower-case, since the text is lowered before it is searched; those of context words are
folded (`FOLD`), so that a word has one beginning and one end. A pattern for which no good set is found has none, and is
then searched by itself. Nothing is ever guessed: syntax that is not understood means no literals.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from agent.detection.syntax import bytes_of, ops, parsed

__all__ = ["FOLD", "Literal", "required_literals", "word_literals"]

_MOST_STRINGS = (6, 16, 48)
"""How many strings one literal may be: what comes of it cannot be foreseen, so that each is tried."""

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
    their them then there they this time to two up us use was we what when which who will with would you your
    api auth client code data database email endpoint host http https intern key live login mail network
    provider server service session test token uid user""".split()
)
"""Words that stand in most texts, or in most code: taken where there is nothing better."""
_SHARES = [0.002] * 256
"""How often bytes are in English prose: letters after any table of their frequencies, both cases together; all else is
rare, but for spaces and some signs."""

for _letter, _share in zip(
    b"etaoinshrdlcumwfgypbvkjxqz .,-'\n",
    (10, 7.5, 6.5, 6.2, 5.8, 5.8, 5.3, 5, 5, 3.5, 3.3, 2.5, 2.3, 2, 1.9, 1.8, 1.7, 1.6, 1.6, 1.3, 0.8, 0.6, 0.15, 0.15,
     0.1, 0.1, 17, 1, 1, 0.5, 0.5, 1),
    strict=True,
):  # fmt: skip
    _SHARES[_letter] = _share / 100
_SHARE_OF_SPACES = 0.17
_SHARE_OF_COMMON_WORDS = 3e-4
_SHARE_OF_ANY_WORD = 1e-5
_SHARE_OF_ANY_PHRASE = 1e-6
_RARE_CHARACTERS = frozenset(b"@+%$~")
"""Single characters that ordinary text holds seldom enough."""

FOLD = bytes(byte + 32 if 65 <= byte <= 90 else byte if 97 <= byte <= 122 else 32 for byte in range(256))
"""Letters in lower case, everything else a space: the text in which context words are looked for."""

_LOWER = bytes(range(256)).lower()
_FOLDED = b" "

_LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyz")

_PLAIN_WORD = re.compile(rb"(?:[a-zA-Z0-9 _'\x80-\xff-]|\[[^\]\\]*\](?:\{[01],[0-9]\})?[?]?)+")
_PLAIN_PART = re.compile(rb"[a-zA-Z0-9 _'\x80-\xff-]+")
_PLAIN_RUN = re.compile(rb"[a-zA-Z0-9 _'\x80-\xff-]{2,}(?![?*{])(?![^\[]*\])")
_OPTIONAL_SEPARATOR = re.compile(rb"\[[ _.-]+\]\?")
_MOST_PARTS = 4
_OPTIONAL_GROUP = re.compile(rb"\(\?:[^()\[\]]*(?:\[[^\]]*\][^()\[\]]*)*\)\?")


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
    return _selected(_best(regex, _LOWER, _SHORTEST), _SHORTEST)


def word_literals(word: bytes) -> tuple[Literal, ...] | None:
    """The same for an ASCII context word in folded text; those without lead begin with the space before the word."""
    selected = _selected(_best(word, FOLD, _SHORTEST_WORD), _SHORTEST_WORD)
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


def _best(regex: bytes, fold: bytes, shortest: int) -> tuple[Literal, ...] | None:
    # Context words come by the thousand: those need not be parsed.
    plain = _of_plain_word(regex, fold) if fold is FOLD or not regex.isascii() else None
    if plain is not None:
        return plain
    tree = parsed(regex)
    if tree is None:
        return None
    found = [_Extraction(fold, shortest, most).of_sequence(tree).best for most in _MOST_STRINGS]
    return max((each for each in found if each is not None), key=partial(_score, shortest=shortest), default=None)


def _of_plain_word(word: bytes, fold: bytes) -> tuple[Literal, ...] | None:
    """The literals of a word that is plain but for optional parts, at once; None where the parser is needed."""
    parts = _OPTIONAL_SEPARATOR.split(word)
    if len(parts) <= _MOST_PARTS and all(map(_PLAIN_PART.fullmatch, parts)):
        written = [parts[0]]
        for part in parts[1:]:
            written = [head + sign + part for head in written for sign in (b"", b" ")]
        return tuple(Literal(each.translate(fold), 0) for each in written)
    shorter = b""
    while shorter != word:
        # As long as what it stands for, since the lead is counted in it.
        shorter, word = word, _OPTIONAL_GROUP.sub(lambda group: b"[" + b"x" * len(group[0]) + b"]?", word)
    if not _PLAIN_WORD.fullmatch(word):
        return None
    part = max(_PLAIN_RUN.finditer(word), key=lambda part: len(part.group()), default=None)
    if part is None or len(part.group()) < _PLAIN_LENGTH:
        return None
    return (Literal(part.group().translate(fold), part.start()),)


def _length(text: bytes) -> int:
    """How long a literal is, as far as it tells something."""
    if len(text) == 1:
        return _SHORTEST if text[0] in _RARE_CHARACTERS else 0
    plain = len(text) if any(byte >= 97 for byte in text) else len(text) // 2
    return plain + 2 * sum(byte in _RARE_CHARACTERS for byte in text)


def _frequency(literal: Literal) -> float:
    """How often a literal is to be expected, as a share of places in ordinary text."""
    # A context word gets its space in front later; it counts here already, since it makes a literal that much rarer.
    share = _SHARE_OF_SPACES if literal.lead == 0 else 1.0
    if literal.text.strip() in _COMMON_WORDS:
        return share * _SHARE_OF_COMMON_WORDS
    for byte in literal.text[:_LONGEST_LITERAL]:
        share *= _SHARES[byte]
    # Letters do not come by chance: what reads like a word is one, somewhere, and a phrase less often.
    return max(share, _SHARE_OF_ANY_WORD if literal.text.strip().isalpha() else _SHARE_OF_ANY_PHRASE)


def _score(literals: tuple[Literal, ...], shortest: int) -> float:
    """More for what is to be expected less often; nothing is worse than what tells too little to be looked for."""
    if any(_length(each.text) < shortest for each in literals):
        return -math.inf
    return -sum(map(_frequency, literals))


class _Extraction:
    """Literals of a parsed pattern, in a text whose bytes are folded by a table."""

    def __init__(self, fold: bytes, shortest: int, most_strings: int) -> None:
        self._fold = fold
        self._score = partial(_score, shortest=shortest)
        self._most_strings = most_strings

    def of_sequence(self, items: Sequence[tuple[Any, Any]]) -> _Known:
        """What is known of parts one after the other."""
        candidates: list[tuple[Literal, ...]] = []
        run, run_lead, position = frozenset({b""}), 0, 0
        is_exact = True
        for operator, argument in items:
            part = self._of_part(operator, argument)
            if part.exact is not None and len(run) * len(part.exact) <= self._most_strings:
                run = frozenset(head + tail for head in run for tail in part.exact)
            else:
                is_exact = False
                candidates += _as_candidate(run, run_lead)
                if len(run) * len(part.best or ()) <= self._most_strings:
                    candidates += _glued(run, run_lead, part.best)
                if part.exact is not None:
                    run, run_lead = part.exact, position
                else:
                    run, run_lead = frozenset({b""}), position + part.width
                    if part.best is not None:
                        candidates.append(tuple(Literal(each.text, each.lead + position) for each in part.best))
            position = min(position + part.width, 2 * _LONGEST_LEAD)
        candidates += _as_candidate(run, run_lead)
        return _Known(run if is_exact else None, max(candidates, key=self._score, default=None), position)

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
            return self._branch([self.of_sequence(each) for each in argument[1]])
        if operator in (ops.MAX_REPEAT, ops.MIN_REPEAT):
            return self._of_repeat(*argument)
        return _Known(None, None, 1)

    def _branch(self, parts: Sequence[_Known]) -> _Known:
        width = max(part.width for part in parts)
        exact: frozenset[bytes] | None = frozenset()
        best: list[Literal] | None = []
        for part in parts:
            exact = exact | part.exact if exact is not None and part.exact is not None else None
            best = best + list(part.best) if best is not None and part.best is not None else None
        if exact is not None and len(exact) > self._most_strings:
            exact = None
        return _Known(exact, tuple(best) if best else None, width)

    def _folded(self, byte: int) -> bytes:
        return self._fold[byte : byte + 1]

    def _of_class(self, members: Sequence[tuple[Any, Any]]) -> frozenset[bytes] | None:
        """The strings of a class; None when there are too many."""
        if members[0][0] is ops.NEGATE:
            # Whatever is no letter is a space in folded text.
            return frozenset({_FOLDED}) if self._fold is FOLD and bytes_of(members[1:]) >= _LETTERS else None
        found = {self._folded(byte) for byte in bytes_of(members)}
        return frozenset(found) if 0 < len(found) <= _LARGEST_CLASS else None

    def _of_repeat(self, fewest: int, most: Any, child: Sequence[tuple[Any, Any]]) -> _Known:  # noqa: ANN401 - may be the parser's "no limit"
        part = self.of_sequence(child)
        width = 2 * _LONGEST_LEAD if most is ops.MAXREPEAT else min(part.width * int(most), 2 * _LONGEST_LEAD)
        if (fewest, most) == (1, 1):
            return part
        if (fewest, most) == (0, 1):
            return _Known(None if part.exact is None else part.exact | {b""}, None, width)
        return _Known(None, part.best if fewest > 0 else None, width)


def _as_candidate(run: frozenset[bytes], lead: int) -> list[tuple[Literal, ...]]:
    return [] if b"" in run else [tuple(Literal(text, lead) for text in sorted(run))]


def _glued(run: frozenset[bytes], lead: int, best: tuple[Literal, ...] | None) -> list[tuple[Literal, ...]]:
    """What is before a part and what the part begins with, as one."""
    if best is None or any(each.lead for each in best):
        return []
    return [tuple(Literal(head + each.text, lead) for head in sorted(run) for each in best)]
