"""One form for values of records and for candidates in a text, so that they meet.

Rules kept here: a word is an unbroken run of letters and digits; its form is Unicode NFKC, case-folded. A value is the
words that stand together in it, run together: `4111 1111-1111 1111` and `4111111111111111` are one, and so are
`Jane Doe` and `JANE-DOE`. Words stand together when at most three characters part them, none of which parts cells or
lines (tab, line break, `;`, `|`, a comma without a space).

A text was normalized when it comes here (`agent.detection.normalization`); a value of a record is first.
"""

from __future__ import annotations

import enum
import re
import unicodedata

from agent.detection.normalization import normalize

__all__ = ["ANCHOR", "JOINS", "LONGEST_GAP", "WORD", "WORD_LIMIT", "ColumnKind", "canonical_value", "canonical_word"]

WORD = re.compile(r"[^\W_]+")
LONGEST_GAP = 3
JOINS = re.compile(r"(?:[^\w\n\r\t;|,]|_){1,3}|, ")  # LONGEST_GAP

ANCHOR = re.compile(r"[\d@]")
"""What most values of records hold, and few words of prose: only its surroundings need be looked at."""

WORD_LIMIT = 12
"""Words that one value may have, and be split into in a text: an IBAN has nine groups."""

_NOT_A_DIGIT = re.compile(r"\D+")


class ColumnKind(enum.StrEnum):
    """What of a column's values counts."""

    TEXT = "text"
    """All letters and digits."""

    DIGITS = "digits"
    """Digits only: of `Tel. 030 901820` and `DE 123` what people write without the rest."""


def canonical_word(word: str) -> str:
    """The form of one word of a normalized text."""
    return word.lower() if word.isascii() else unicodedata.normalize("NFKC", word).casefold()


def canonical_value(value: str, kind: ColumnKind) -> str:
    """The form of a record's value; empty when no text could hold it as one."""
    if not value.isascii():
        value = normalize(value).text
    if kind is ColumnKind.DIGITS:
        return canonical_word(_NOT_A_DIGIT.sub("", value))
    words: list[str] = []
    end = 0
    for match in WORD.finditer(value):
        if words and not JOINS.fullmatch(value, end, match.start()):
            return ""
        words.append(canonical_word(match[0]))
        end = match.end()
    return "".join(words) if len(words) <= WORD_LIMIT else ""
