"""How hard a column's values are to guess, from a sample of them.

Whoever holds a device holds index and key, and who knows one value of a person can try values of another column until
a pair is confirmed. So a column may enter an index only if there is too much to try. The estimate is of the space that
somebody who knows the column's form would have to search, and errs on the low side:

- A digit, or a letter in a code, is worth what the characters at its place in the values tell (Shannon, with the
  correction of Miller and Madow for small samples): a constant prefix is worth nothing, one area code nothing, the year
  of a date little.
- A letter of a name or word is worth `_BITS_PER_LETTER`, and all of a value's together at most `_WORDS_BITS`: first
  names have some 11 bits in 6 letters, surnames some 14 in 7, and there are lists of companies and streets.
- What follows the `@` of an e-mail address is worth what the sample's domains tell.
- Numbers are worth no more than their range: those that are counted up have as many possible values as there are rows.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

__all__ = ["ENTROPY_FLOOR_BITS", "MIN_SAMPLE", "estimate_bits"]

ENTROPY_FLOOR_BITS = 26.0
"""67 million equally likely values. Social security numbers have 30 bits and card numbers of one bank as many; phone
numbers of one area have 23, ZIP codes and dates of birth 15."""

MIN_SAMPLE = 20
"""Of fewer values nothing can be said."""

_BITS_PER_LETTER = 2.0
_WORDS_BITS = 24.0
_CODE_BITS_PER_LETTER = 4.4
"""Letters of names and words have some 4.1 bits when counted one by one, of random codes 4.7."""

_SPACES = re.compile(r"[\W_]+")


def estimate_bits(values: Sequence[str]) -> float:
    """Bits of a typical value; 0 below `MIN_SAMPLE` different ones. Values as written, any case."""
    values = tuple(dict.fromkeys(values))
    if len(values) < MIN_SAMPLE:
        return 0.0
    heads, _, domains = zip(*(value.lower().partition("@") for value in values), strict=True)
    squeezed = [_SPACES.sub("", head) for head in heads]
    bits = min(_form_bits(squeezed), _range_bits(squeezed))
    return bits + (_entropy(domains) if any(domains) else 0.0)


def _form_bits(values: Sequence[str]) -> float:
    places = [_entropy(place) for place in zip(*_padded(values), strict=True)]
    letters = Counter(
        character
        for value in values
        for character, place in zip(value, places, strict=False)
        if place > 0 and not character.isdecimal()  # a constant prefix says nothing of the rest
    )
    is_code = bool(letters) and _entropy_of(letters) >= _CODE_BITS_PER_LETTER
    total = 0.0
    for value in values:
        words = 0.0
        for character, place in zip(value, places, strict=False):
            if character.isdecimal() or is_code:
                total += place
            else:
                words += min(place, _BITS_PER_LETTER)
        total += min(words, _WORDS_BITS)
    return total / len(values)


def _padded(values: Sequence[str]) -> Iterable[str]:
    """All as long as the longest: that a value ends somewhere is worth something, too."""
    longest = max(map(len, values))
    return (value.ljust(longest) for value in values)


def _range_bits(values: Sequence[str]) -> float:
    """What numbers that lie close together are worth; no limit for other values."""
    if not all(value.isascii() and value.isdigit() for value in values):
        return math.inf
    numbers = sorted(map(int, values))
    # Without the outermost, so that one stray number does not make a range.
    cut = len(numbers) // 50
    return math.log2(numbers[-1 - cut] - numbers[cut] + 1)


def _entropy(symbols: Iterable[str]) -> float:
    return _entropy_of(Counter(symbols))


def _entropy_of(counts: Counter[str]) -> float:
    """Shannon entropy in bits, corrected for small samples, and never above that of equally likely symbols."""
    total = counts.total()
    plain = -sum(count / total * math.log2(count / total) for count in counts.values())
    correction = (len(counts) - 1) / (2 * total * math.log(2))
    return min(plain + correction, math.log2(len(counts)) if len(counts) > 1 else 0.0)
