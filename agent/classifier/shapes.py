"""What the tokenizer loses and names need: the case of letters, and what stood before a token.

The base model's tokenizer makes everything lower case and drops white space. Each token gets one of `SHAPES` x
`SEPARATORS` numbers, worked out from the original text; the network has an embedding for each.
"""

from __future__ import annotations

__all__ = ["FEATURES", "SEPARATORS", "SHAPES", "feature_of"]

SHAPES = ("none", "lower", "Capitalized", "UPPER", "miXed", "digits", "digits and letters", "punctuation")
SEPARATORS = ("nothing", "space", "tab or spaces", "new line")
FEATURES = len(SHAPES) * len(SEPARATORS)


def _shape(text: str) -> int:
    if not text.isalpha():  # few are: this is asked of every token of every text
        if not any(each.isalnum() for each in text):
            return 7 if text else 0
        if any(each.isdigit() for each in text):
            return 5 if all(each.isdigit() for each in text) else 6
    if text.islower():
        return 1
    if text.isupper():
        return 3 if len(text) > 1 else 2
    if text[:1].isupper() and not any(each.isupper() for each in text[1:]):
        return 2
    return 4 if text != text.lower() else 1  # letters of scripts without case are neither


def _separator(gap: str) -> int:
    if not gap:
        return 0
    if "\n" in gap or "\r" in gap:
        return 3
    return 1 if gap == " " else 2


def feature_of(text: str, start: int, end: int, previous_end: int) -> int:
    """The number of a token that stands from `start` to `end`, behind one that ended at `previous_end`."""
    return _shape(text[start:end]) * len(SEPARATORS) + _separator(text[previous_end:start])
