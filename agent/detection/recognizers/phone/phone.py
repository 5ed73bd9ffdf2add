"""PHONE: international numbers anywhere, national ones by their grouping, others beside a word that says so.

Few bare digits need the word as their label; a number whose label says that it is something else (an order, an account)
loses. A text that is nothing but a number dialed inside some country is one, too. The span holds the extension.
"""

import re
import string

from agent.core import Entity
from agent.detection.labeled_values import folded
from agent.detection.recognizer import Context, Pattern, Recognizer
from agent.detection.recognizers.phone.shapes import (
    judge_beside_word,
    judge_grouped,
    judge_international,
    judge_lone,
)
from agent.detection.recognizers.phone.words import NUMBER_WORDS, PHONE_WORDS

__all__ = ["PHONE"]

_GROUP_OF_A_NUMBER = re.compile(rb"[0-9]|[A-Z]{1,4}[0-9]{2,}$")
_LABEL_BEFORE_SIGN = re.compile(
    rb"(?:phone|tel|tel[e\xc3][a-z\x80-\xff]{2,8}|mobile|cell|contact|fax|handy|ph)[. ]?"
    rb"(?:n(?:o|r|um(?:ber)?)[.]?)? ?#$",
    re.IGNORECASE,
)
_LONGEST_LABEL = 32
_SIGN_OF_NUMBERS = ord("#")
_DIGITS = frozenset(b"0123456789")
_LETTERS_AND_DIGITS = frozenset(string.ascii_letters.encode()) | _DIGITS
_NOT_BEFORE = _LETTERS_AND_DIGITS | frozenset(b"_+#$%&@")
_NOT_BEHIND = _LETTERS_AND_DIGITS | frozenset(b"_%@")
_SPACES = frozenset(b" \t\n\r\v\f")
_EXTENSION = rb"[ ,;]{0,3}(?i:x|ext(?:ension)?|durchwahl|poste|anexo|interno)[ .:]{0,2}[0-9]{1,6}"


def _fits(data: bytes, start: int, end: int) -> bool:
    """Not in a word, a longer number, a sum, a decimal, a path or an address."""
    if start:
        last = data[start - 1]
        if last in _NOT_BEFORE and not (
            last == _SIGN_OF_NUMBERS and _LABEL_BEFORE_SIGN.search(data, max(0, start - _LONGEST_LABEL), start)
        ):
            return False
        if start > 1 and (
            (last in b".,:" and data[start - 2] in _DIGITS) or (last in b"-/" and data[start - 2] not in _SPACES)
        ):
            return False
    after = data[end : end + 2]
    if after and (after[0] in _NOT_BEHIND or (after[0] in b".,-/:" and after[1:].isdigit())):
        return False
    return not _is_in_a_row(data, start, end)


def _is_in_a_row(data: bytes, start: int, end: int) -> bool:
    """Whether groups set apart by spaces alone go on beside the value, as in a table or an account number."""
    if not data[start:end].replace(b" ", b"").isdigit():
        return False
    before = data[max(0, start - 20) : start].rpartition(b"\n")[2].split()[-1:]
    after = data[end : end + 20].partition(b"\n")[0].split()[:1]
    return any(_GROUP_OF_A_NUMBER.match(each) is not None for each in (*before, *after))


PHONE = Recognizer(
    recognizer_id="phone",
    entity=Entity.PHONE,
    title="a phone number",
    patterns=(
        Pattern(
            name="international form",
            regex=rb"\+[ (]{0,2}[1-9](?:[ .()/-]{0,3}[0-9]){6,16}(?:" + _EXTENSION + rb"\b)?",
            score=0.4,
            judge=judge_international,
        ),
        # Apart from the one with a plus, which the prefilter knows by its sign.
        Pattern(
            name="international form with a dialing prefix",
            regex=rb"\b(?:00[ .-]?|011[ .-])[1-9](?:[ .()/-]{0,3}[0-9]){6,16}(?:" + _EXTENSION + rb"\b)?",
            score=0.4,
            judge=judge_international,
        ),
        Pattern(
            name="national form in groups",
            regex=rb"(?:(?:\b[0-9][ .-]?)?\([0-9]{2,5}\)[ .-]{0,2}[0-9]{2,8}(?:[ .-][0-9]{2,5}){0,3}"
            rb"|\b(?:1[ .-])?[0-9]{3}[ .-][0-9]{3}[ .-][0-9]{4}"
            rb"|\b(?:[078][ .-])?[2-9][0-9]{2}[ .-][0-9]{3}(?:[ .-][0-9]{2}){2}"
            # Two groups alone are longer than the month and day of a date.
            rb"|\b0[1-9][0-9]{0,4}(?:[ .-]| ?/ ?)(?:[0-9]{2,8}(?:[ .-][0-9]{2,5}){1,4}|[0-9]{3,8}))(?:"
            + _EXTENSION
            + rb"|)\b",
            score=0.3,
            judge=judge_grouped,
        ),
        Pattern(
            name="a text that is one number",
            regex=rb"\A[ \t\r\n]{0,8}(0[1-9][0-9]{8,9})[ \t\r\n]{0,8}\z",
            score=0.2,
            judge=judge_lone,
        ),
        Pattern(
            name="digits beside a word",
            regex=rb"\(?\b[0-9]{1,6}\)?(?: ?/ ?[0-9])?(?:[ .()-]{0,2}[0-9]|/[0-9]){5,14}(?:" + _EXTENSION + rb"|)\b",
            score=0.1,
            judge=judge_beside_word,
            needs_context=True,
        ),
    ),
    fits=_fits,
    # Few bare digits need their label: 0.15 and 0.7 of the boost stay below the threshold.
    context=Context(supporting=folded(*PHONE_WORDS), opposing=NUMBER_WORDS, boost=0.35, drop=0.3),
    cost=2,
)
