"""PASSPORT: machine-readable zones of passports, visas and identity cards (ICAO 9303, parts 4 to 7).

The whole zone is one finding, since its lines hold name, number, nationality, birth and sex. The shape (line lengths,
document code, fillers) is enough; check digits that are right raise it to certain, wrong ones lower it, since zones are
read by machines that mistake characters.
"""

import re

from agent.core import Entity
from agent.detection.recognizer import Judgement, Pattern, Recognizer, whole_value

__all__ = ["MACHINE_READABLE_ZONE"]

_BREAK = re.compile(r"(?:\r?\n|\\n|\\r\\n| )[ \t]*")
_BREAK_RE2 = r"(?:\r?\n|\\n|\\r\\n| )[ \t]{0,8}"
_FIRST_LINE = re.compile("P[A-Z<][A-Z<]{3}[A-Z]+(?:<[A-Z]+)*<<[A-Z<]*<")
_WEIGHTS = (7, 3, 1)
_FILLER = "<"
_VALUES = {_FILLER: 0} | {character: int(character, 36) for character in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}

# For each number of lines and length of the last one: line and place of a field, and of the digit that checks it.
_CHECKS = {
    (3, 30): ((0, slice(5, 14), 14), (1, slice(0, 6), 6), (1, slice(8, 14), 14)),
    (2, 36): ((1, slice(0, 9), 9), (1, slice(13, 19), 19), (1, slice(21, 27), 27)),
    (2, 44): ((1, slice(0, 9), 9), (1, slice(13, 19), 19), (1, slice(21, 27), 27)),
    (1, 44): ((0, slice(0, 9), 9), (0, slice(13, 19), 19), (0, slice(21, 27), 27)),
}


def _check_digit(field: str) -> int:
    """Modulus 10 with the weights 7, 3, 1 (part 3, section 4.9)."""
    return sum(_VALUES.get(character, 0) * _WEIGHTS[at % 3] for at, character in enumerate(field)) % 10


def _right_checks(lines: list[str]) -> tuple[int, int]:
    """How many check digits are right, and how many there are."""
    checks = _CHECKS.get((len(lines), len(lines[-1])), ())
    right = sum(
        lines[line][place : place + 1] == str(_check_digit(lines[line][field])) for line, field, place in checks
    )
    return right, len(checks)


def _judge(value: str) -> tuple[Judgement, ...]:
    right, count = _right_checks(_BREAK.split(value))
    if right and right == count:
        confidence, what = 0.99, "check digits: all right"
    elif right:
        confidence, what = 0.9, f"check digits: {right} of {count} right"
    else:
        confidence, what = 0.7, "structure: complete, no check digit is right"
    return whole_value(value, confidence, what)


def _judge_line(value: str) -> tuple[Judgement, ...]:
    right, count = _right_checks([value])
    if not right or right < count:
        return ()
    return whole_value(value, 0.95, "check digits: all right")


def _judge_first_line(value: str) -> tuple[Judgement, ...]:
    if not _FIRST_LINE.fullmatch(value):
        return ()
    return whole_value(value, 0.7, "structure: state, surname, names, fillers")


def _fits(data: bytes, start: int, end: int) -> bool:
    """Not in a longer run of the same characters."""
    before, after = data[max(0, start - 1) : start], data[end : end + 1]
    return not (before.isalnum() or before == b"<" or after.isalnum() or after == b"<")


MACHINE_READABLE_ZONE = Recognizer(
    recognizer_id="passport.machine_readable_zone",
    entity=Entity.PASSPORT,
    title="the machine-readable zone of a travel document",
    patterns=(
        Pattern(
            name="two lines of 44 characters",
            regex=rf"\b[PV][A-Z<][A-Z0-9<]{{36,42}}{_BREAK_RE2}[A-Z0-9<]{{44}}".encode(),
            score=0.6,
            judge=_judge,
        ),
        Pattern(
            name="two lines of 36 characters",
            regex=rf"\b[ACIV][A-Z<][A-Z0-9<]{{34}}{_BREAK_RE2}[A-Z0-9<]{{36}}".encode(),
            score=0.6,
            judge=_judge,
        ),
        Pattern(
            name="three lines of 30 characters",
            regex=rf"\b[ACI][A-Z<][A-Z0-9<]{{28}}{_BREAK_RE2}[A-Z0-9<]{{30}}{_BREAK_RE2}[A-Z0-9<]{{30}}".encode(),
            score=0.6,
            judge=_judge,
        ),
        Pattern(
            name="the second line of a passport",
            regex=rb"\b[A-Z0-9][A-Z0-9<]{8}[0-9][A-Z<]{3}[0-9]{7}[MFX<][0-9]{7}[A-Z0-9<]{14}[0-9<][0-9]",
            score=0.5,
            judge=_judge_line,
        ),
        Pattern(
            name="the first line of a passport",
            regex=rb"\bP[A-Z<]{22,37}<<<<<<",
            score=0.5,
            judge=_judge_first_line,
        ),
    ),
    fits=_fits,
)
