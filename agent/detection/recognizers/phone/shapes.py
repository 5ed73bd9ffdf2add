"""Judges of phone numbers: international ones by their plan, national ones by shape, as people group digits.

Rules kept here: every function is total on what the patterns let through; an extension belongs to the number; what
dates, addresses of the network, book numbers and US social security numbers look like is no phone number. Numbers that
no plan gives out are found, too, where their shape says enough: test data and forms are full of them.
"""

from __future__ import annotations

import re

from agent.detection.recognizer import Judgement, whole_value
from agent.detection.recognizers.phone import plans

__all__ = ["judge_beside_word", "judge_grouped", "judge_international", "judge_lone"]

_EXTENSION = re.compile(
    r"[ ,;]{0,3}(?:x|ext(?:ension)?|durchwahl|poste|anexo|interno)[ .:]{0,2}[0-9]{1,6}$", re.IGNORECASE
)
_GROUPS = re.compile(r"[0-9]+")
_NO_PHONE = re.compile(
    r"(?:19|20)[0-9]{2}[-/. ](?:0?[1-9]|1[0-2])[-/. ](?:0?[1-9]|[12][0-9]|3[01])(?![0-9]).*"  # a date, year first
    r"|(?:0?[1-9]|[12][0-9]|3[01])[-/. ](?:0?[1-9]|[12][0-9]|3[01])(?:[-/. ](?:19|20)[0-9]{2}|[-/.][0-9]{2})(?:[ -].*)?"
    r"|\(?(?:19|20)[0-9]{2}\)?[ -]{1,2}(?:19|20)[0-9]{2}"  # years
    r"|(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"  # a date without separators
    r"|(?![0-9]{2}(?:\.[0-9]{2}){3}$)(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?:[^0-9.].*)?"  # a network address
    r"|(?![01]\.)(?:[0-9]{1,3}\.){3}[0-9]{4,}|0\..*"  # something like one, a version
    r"|[0-9]{3}[- ][0-9]{2}[- ][0-9]{4}"  # a US social security number
    r"|97[89][- ]?[0-9].*"  # a book number
    r"|[0-9]+\.[0-9]+"  # a decimal
    r"|0[0.() /-]*"  # zeros
)
_YEAR_IN_BRACKETS = re.compile(r"\((?:19|20)[0-9]{2}\)")
_REGIONS_WITH_TRUNK_ZERO = ("GB", "FR", "DE", "AU", "NL", "IT", "JP", "TR", "BE", "CH", "AT", "ZA", "KR", "SE")

_VALID = 0.95
_POSSIBLE_GROUPED = 0.75
_POSSIBLE_COMPACT = 0.5
_POSSIBLE_WITHOUT_PLUS = 0.35
_ODD_LENGTH = 0.5
_SHORTEST = 7
_LONGEST_NATIONAL = 13
_SHORTEST_GROUPS = 1.6
"""Digits that groups have on average; shorter ones are a list of numbers."""

_SHORTEST_ODD = 10
_LONGEST = 15
"""ITU-T E.164."""
_NORTH_AMERICAN = 0.65
_IN_THREES = 0.5
_IN_THREES_BY_SPACES = 0.35
_BRACKETED = 0.55
_TRUNK_ZERO = 0.5
_TRUNK_ZERO_UNKNOWN = 0.3
_BESIDE_WORD_GROUPED = 0.35
_BESIDE_WORD_COMPACT = 0.15
_BESIDE_WORD_AS_LONG = 0.25
"""As long as most countries' numbers: a word that is near, but no label, is enough."""

_USUAL_LENGTHS = range(9, 13)

_LONE = 0.5
_TRAILING_GROUPS = 3
_SEPARATORS = " .-/()"


def judge_international(value: str) -> tuple[Judgement, ...]:
    """A number behind + or an international prefix. Another number may follow it in the same grouping."""
    number, extension_end = _without_extension(value)
    possible: Judgement | None = None
    for end in _ends(number):
        digits = _digits(number[:end].replace("(0)", ""))
        prefix = len(digits) - len(digits.lstrip("0")) if not number.startswith("+") else 0
        digits = digits[3:] if number.startswith("011") else digits[prefix:]
        standing = plans.international(digits)
        whole_end = extension_end if end == len(number) else end
        if standing is plans.Standing.VALID:
            return (Judgement(start=0, end=whole_end, confidence=_VALID, what="numbering plan: valid number"),)
        if standing is plans.Standing.POSSIBLE and possible is None:
            grouped = _is_grouped(number[:end])
            confidence = _POSSIBLE_GROUPED if grouped else _POSSIBLE_COMPACT
            if not number.startswith("+") and not grouped:
                confidence = _POSSIBLE_WITHOUT_PLUS
            what = "numbering plan: a possible number, though none that is given out"
            possible = Judgement(start=0, end=whole_end, confidence=confidence, what=what)
    if possible is not None:
        return (possible,)
    digits = _digits(number)
    if not number.startswith("+") or not _is_grouped(number) or not _SHORTEST_ODD <= len(digits) <= _LONGEST:
        return ()
    if not plans.has_country_code(digits):
        return ()
    what = "numbering plan: a country's code, though no number of its length"
    return (Judgement(start=0, end=extension_end, confidence=_ODD_LENGTH, what=what),)


def judge_grouped(value: str) -> tuple[Judgement, ...]:
    """A national number in groups that hardly anything else has."""
    number, end = _without_extension(value)
    groups = _GROUPS.findall(number)
    digits = "".join(groups)
    if _NO_PHONE.fullmatch(number.lstrip("(")) or _YEAR_IN_BRACKETS.search(number) or len(groups[-1]) == 1:
        return ()
    sizes = [len(group) for group in groups]
    if sizes[-3:] == [3, 3, 4] and len(digits) in (10, 11):
        if plans.is_north_american(digits[-10:]):
            return (Judgement(start=0, end=end, confidence=_NORTH_AMERICAN, what="numbering plan: North American"),)
        by_spaces = "-" not in number and "." not in number and "(" not in number
        confidence = _IN_THREES_BY_SPACES if by_spaces and not digits.startswith("0") else _IN_THREES
        return (Judgement(start=0, end=end, confidence=confidence, what="shape: three, three and four digits"),)
    if sizes[-4:] == [3, 3, 2, 2]:
        return (Judgement(start=0, end=end, confidence=_IN_THREES, what="shape: three, three, two and two digits"),)
    if "(" in number:
        if not 8 <= len(digits) <= (13 if digits.startswith("0") else 12):
            return ()
        return (Judgement(start=0, end=end, confidence=_BRACKETED, what="shape: area code in brackets"),)
    if not 9 <= len(digits) <= 12:
        return ()
    if sizes == [3, 3, 3]:  # Canada's social insurance numbers, among others
        return (Judgement(start=0, end=end, confidence=_TRUNK_ZERO_UNKNOWN, what="shape: three times three digits"),)
    if region := plans.valid_region(digits, _REGIONS_WITH_TRUNK_ZERO):
        return (Judgement(start=0, end=end, confidence=_TRUNK_ZERO, what=f"numbering plan: valid in {region}"),)
    return (Judgement(start=0, end=end, confidence=_TRUNK_ZERO_UNKNOWN, what="shape: a leading zero and groups"),)


def judge_beside_word(value: str) -> tuple[Judgement, ...]:
    """Digits beside a word that says what they are; the word must carry the rest of the confidence."""
    start = 1 if value.startswith("(") and ")" not in value else 0
    number, extension_end = _without_extension(value)
    for end in _ends(number):
        groups = _GROUPS.findall(number[:end])
        digits = "".join(groups)
        if len(digits) < _SHORTEST or _NO_PHONE.fullmatch(number[:end].lstrip("(")):
            break
        if len(digits) > _LONGEST_NATIONAL or len(digits) < len(groups) * _SHORTEST_GROUPS:
            continue
        # One digit stands alone in front or behind the first group; further on it is a decimal.
        if (len(groups) > 1 and len(groups[-1]) == 1) or any(len(group) == 1 for group in groups[2:]):
            continue
        if number.count("(", start, end) != number.count(")", start, end):
            continue
        whole_end = extension_end if end == len(number) else end
        if len(groups) > 1:
            what, confidence = "shape: grouped as phone numbers are", _BESIDE_WORD_GROUPED
        else:
            what = "shape: as many digits as phone numbers have"
            confidence = _BESIDE_WORD_AS_LONG if len(digits) in _USUAL_LENGTHS else _BESIDE_WORD_COMPACT
        return (Judgement(start=start, end=whole_end, confidence=confidence, what=what),)
    return ()


def judge_lone(value: str) -> tuple[Judgement, ...]:
    """A text that is nothing but digits, as they are dialed inside a country."""
    region = plans.valid_region(value, _REGIONS_WITH_TRUNK_ZERO)
    if region is None:
        return ()
    what = f"nothing but the number; numbering plan: valid in {region}"
    return whole_value(value, _LONE, what)


def _without_extension(value: str) -> tuple[str, int]:
    """The number before its extension, and where both end."""
    extension = _EXTENSION.search(value)
    return (value, len(value)) if extension is None else (value[: extension.start()], len(value))


def _ends(number: str) -> list[int]:
    """Where the number may end: as it stands, and without its last groups."""
    ends, end = [], len(number)
    for _ in range(_TRAILING_GROUPS + 1):
        ends.append(end)
        shorter = max(number.rfind(separator, 0, end) for separator in _SEPARATORS)
        end = len(number[: max(shorter, 0)].rstrip(_SEPARATORS))
        if end < _SHORTEST:
            break
    return ends


def _is_grouped(number: str) -> bool:
    return len(_GROUPS.findall(number)) > 2


def _digits(number: str) -> str:
    return "".join(_GROUPS.findall(number))
