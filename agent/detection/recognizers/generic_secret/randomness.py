"""Whether a value looks drawn at random, as keys and tokens are, or written by a person, as names and paths are.

Two measures, each with its floor per kind of characters: Shannon's entropy of the characters, and how often the kind of
character (lower, upper, digit, other) changes from one to the next. Random text changes all the time, names change
where a word ends. The floors were measured: drawn at random, fewer than 1 in 100 values of the length fall below.
"""

from __future__ import annotations

import enum
import math
import re
from operator import mul, ne

__all__ = ["Randomness", "entropy_bits", "has_random_letters", "randomness"]


class Randomness(enum.IntEnum):
    """How random a value looks."""

    NONE = 0
    """A name, a path, an address, a number, a date."""

    SOME = 1
    """Short, or a token of a person's making: believable as a secret only under a secret's name."""

    HIGH = 2
    """Nothing a person would type."""


_HEX = re.compile(r"[0-9a-fA-F]+")
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_SEPARATORS = re.compile(r"[-_./\\:@+=,~#%&?! ]+")
_WORD = re.compile(
    r"(?:[A-Z]?[a-z]{2,}+|[A-Z]{2,}+|[A-Z]?[a-z])*+[0-9]{0,4}+"  # "fooBar12"
    r"|[0-9]++[A-Za-z]{0,3}+"  # "64bit", "20240131T"
    r"|[A-Za-z]{1,3}[0-9]++[A-Za-z]{0,2}"  # "v2", "rc15", "x64uwp"
)
_RUN = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+")
_ADDRESS = re.compile(
    r"[a-zA-Z][a-zA-Z0-9+.-]*://|[^@\s]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$|(?:[a-z_]{1,12}=)?[0-9]{4}-[0-9]{2}-[0-9]{2}"
)

_SHORTEST = 8
_LONG = 20
_LONG_HEX = 32
_LEAST_CHANGES = 0.15
_LONG_RUN = 4
_LEAST_MEAN_RUN = 2.7
_MOST_NUMBERS = 3
_FEWEST_LETTERS = 16
_LONGEST_MEAN_OF_LETTERS = 3.5
"""Drawn by lot, letters change their case after 2.4 on the average; in names every word has four and more."""

_LEAST_SHARE_OF_WORDS = 0.4
_LEAST_BITS = 2.5
_LEAST_BITS_LONG = 3.4
_LEAST_BITS_HEX = 2.6


def entropy_bits(value: str) -> float:
    """Shannon's entropy of the value's characters, in bits per character."""
    size = len(value)
    shares = [value.count(character) / size for character in dict.fromkeys(value)]
    bits: float = sum(map(mul, shares, map(math.log2, shares)))
    return -bits


def randomness(value: str) -> Randomness:
    """How random a value looks; total on any string."""
    if len(value) < _SHORTEST or value.isdigit() or _ADDRESS.match(value):
        return Randomness.NONE
    if _UUID.fullmatch(value):
        return Randomness.SOME
    if _is_name(value):
        return Randomness.NONE
    bits = entropy_bits(value)
    if _HEX.fullmatch(value):
        if bits < _LEAST_BITS_HEX:
            return Randomness.NONE
        return Randomness.HIGH if len(value) >= _LONG_HEX else Randomness.SOME
    kinds = list(map(_kind, value))
    changes = sum(map(ne, kinds, kinds[1:])) / (len(value) - 1)
    if bits < _LEAST_BITS or changes < _LEAST_CHANGES:
        return Randomness.NONE
    return Randomness.HIGH if len(value) >= _LONG and bits >= _LEAST_BITS_LONG else Randomness.SOME


def has_random_letters(value: str) -> bool:
    """Whether letters without a digit change their case too often for words."""
    letters = "".join(filter(str.isalpha, value))
    if len(letters) < _FEWEST_LETTERS or letters.islower() or letters.isupper():
        return False
    return len(letters) <= _LONGEST_MEAN_OF_LETTERS * len(_RUN.findall(letters)) and entropy_bits(value) >= _LEAST_BITS


def _is_name(value: str) -> bool:
    """Whether it is made of words, numbers and versions."""
    parts = _SEPARATORS.split(value)
    if all(_WORD.fullmatch(part) or _is_type(part) for part in parts):
        return True
    words = [part for part in parts if len(part) >= 3 and part.isalpha()]
    return value.islower() and len(words) > 1 and sum(map(len, words)) >= _LEAST_SHARE_OF_WORDS * len(value)


def _is_type(part: str) -> bool:
    """Whether it is a name in capitals and small letters with numbers in it ("OAuth2Token")."""
    runs = _RUN.findall(part)
    if part.islower() or part.isupper() or max(map(len, runs), default=0) < _LONG_RUN:
        return False
    if sum(map(str.isdigit, runs)) > _MOST_NUMBERS:
        return False
    return len(part) >= _LEAST_MEAN_RUN * len(runs)


def _kind(character: str) -> int:
    return 0 if character.islower() else 1 if character.isupper() else 2 if character.isdigit() else 3
