"""What is known of patterns before any text is read: literals, runs of digits, long tokens.

Working it out takes a second for all recognizers, and always gives the same: so it is done ahead of time and kept in
`facts.json` beside this module, by a digest of each pattern. What is not in there (a policy's own pattern, a recognizer
that has just been changed) is worked out when it is asked for, so that the file can be old but never wrong. It is
written by `make facts`; a test says when that is due.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterable
from importlib import resources
from typing import NamedTuple, TypeAlias

import msgspec

from agent.detection.literals import Literal, required_literals, word_literals
from agent.detection.runs import DigitRun, digit_run, longest_token

__all__ = ["FILE_NAME", "PatternFacts", "facts_text", "forget", "pattern_facts", "word_facts"]

FILE_NAME = "facts.json"

_Literals: TypeAlias = tuple[Literal, ...] | None
_Texts: TypeAlias = list[tuple[str, int]] | None
"""Literals in the file, read as Latin-1: text and lead."""


class PatternFacts(NamedTuple):
    """What every match of a pattern holds.

    Attributes:
        literals: strings of which it holds at least one; None where none are known.
        digits: its longest run of digits.
        token: the characters of its longest unbroken token.
    """

    literals: _Literals
    digits: DigitRun
    token: int


class _File(msgspec.Struct, frozen=True):
    """Digest of a pattern to digits, lead and width of its run, token and literals; of a word to its literals."""

    patterns: dict[str, tuple[int, int, int, int, _Texts]]
    words: dict[str, _Texts]


def pattern_facts(regex: bytes) -> PatternFacts:
    """What every match of an RE2 pattern holds."""
    known = _file().patterns.get(_digest(regex))
    if known is None:
        return _worked_out(regex)
    digits, lead, width, token, texts = known
    return PatternFacts(_literals(texts), DigitRun(digits, lead, width), token)


def word_facts(word: bytes) -> _Literals:
    """The literals of a context word: of one in ASCII in folded text, of others in lower-case text."""
    digest = _digest(word)
    known = _file().words
    return _literals(known[digest]) if digest in known else _worked_out_of_word(word)


def facts_text(patterns: Iterable[bytes], words: Iterable[bytes]) -> str:
    """The file's text: a line for each pattern and word, in the order of their digests."""
    of_patterns: dict[str, object] = {}
    for regex in patterns:
        literals, run, token = _worked_out(regex)
        of_patterns[_digest(regex)] = (run.digits, run.lead, run.width, token, _texts(literals))
    of_words: dict[str, object] = {_digest(word): _texts(_worked_out_of_word(word)) for word in words}
    return f'{{"patterns":{{\n{_lines(of_patterns)}\n}},\n"words":{{\n{_lines(of_words)}\n}}}}\n'


def forget() -> None:
    """Give up the file's content, which takes some megabytes; it is read again when it is needed."""
    _file.cache_clear()


@functools.cache
def _file() -> _File:
    return msgspec.json.decode(resources.files(__package__).joinpath(FILE_NAME).read_bytes(), type=_File)


def _digest(source: bytes) -> str:
    return hashlib.blake2b(source, digest_size=9).hexdigest()


def _worked_out(regex: bytes) -> PatternFacts:
    return PatternFacts(required_literals(regex), digit_run(regex), longest_token(regex))


def _worked_out_of_word(word: bytes) -> _Literals:
    return word_literals(word) if word.isascii() else required_literals(word)


def _literals(texts: _Texts) -> _Literals:
    return None if texts is None else tuple(Literal(text.encode("latin-1"), lead) for text, lead in texts)


def _texts(literals: _Literals) -> _Texts:
    return None if literals is None else [(each.text.decode("latin-1"), each.lead) for each in literals]


def _lines(entries: dict[str, object]) -> str:
    return ",\n".join(f'"{key}":{json.dumps(entries[key], separators=(",", ":"))}' for key in sorted(entries))
