# ruff: noqa: RUF001 - labels in their own alphabets
"""PASSPORT: passport numbers beside the word for a passport, in some 40 languages.

A number in a text is never one alone: nine digits or a letter and seven digits are anything. A text that is nothing but
one or two letters and seven or eight digits, as when somebody copies one field, is taken for one with little
confidence. Right behind its label any value of 5 to 12 characters with enough digits counts; shapes that issuers use
count more. Machine-readable zones are in `machine_readable_zone`.
"""

import re

from agent.core import Entity
from agent.detection.labeled_values import (
    Shape,
    folded,
    judge_before_label,
    judge_labeled,
    labeled_pattern,
    pattern_before_label,
)
from agent.detection.recognizer import Context, Pattern, Recognizer

__all__ = ["PASSPORT"]

_LABELS = folded(
    "(?:reise)?pas(?:s|s?e?|sa|a)?port(?:e|o|u|as?|i)?",
    "reisepass",
    "pass?[ _.-]?(?:nummer|nr)",
    "rejsepas",
    "paspoort",
    "paszport(?:u|em)?",
    "pașaport(?:ului)?",
    "paşaport",
    "passi(?:n|numero)",
    "putovnic[ae]",
    "pasoš",
    "potni list",
    "cestovní(?:ho)? pas",
    "útlevél(?:szám)?",
    "travel[ _-]?doc(?:ument)?",
    "pp[ _.]?(?:no|num|number|#)",
    "διαβατ(?:ήριο|ηρίου|ηριο)",
    "(?:загран)?паспорт(?:а|у|е|ом)?",
    "護照",
    "护照",
    "旅券",
    "パスポート",
    "여권",
    "جواز(?: السفر| سفر)?",
    "דרכון",
    "पासपोर्ट",
    "hộ chiếu",
    "หนังสือเดินทาง",
    "paspor",
)
_VALUE = re.compile(
    r"""(?:[0-9]{2}[ ]?[0-9]{2}[ ](?:No?[ ]?)?[0-9]{6}  # Russia: series and number
    |[A-Z]{1,3}[ -][0-9]{5,8}
    |[A-Z]{1,2}(?:[ ][0-9]{2}){4}
    |[A-Z][0-9]{2}[ ][0-9]{5,6}
    |[0-9]{3}[ .-][0-9]{3}[ .-][0-9]{3}
    |[A-Za-z][0-9]{2}[ .-][0-9]{3}[ .-]?[0-9]{3}
    |(?=[A-Z]*[0-9])[CFGHJKLMNPRTVWXYZ][0-9CFGHJKLMNPRTVWXYZ]{8}(?![A-Za-z0-9])
    |[A-Za-z]{0,4}[0-9][A-Za-z0-9]{4,11})""",
    re.VERBOSE,
)
_ISSUED = re.compile(
    r"""[0-9]{9}                                # USA, United Kingdom, Netherlands from 2024
    |[A-Z][0-9]{8}                              # USA, Republic of Korea, China
    |[A-Z][0-9]{7}                              # India, Australia, Malaysia, South Africa, Israel
    |[A-Z]{2}[0-9]{7}                           # Japan, Italy, Poland, Turkey, Canada, Australia, Pakistan
    |[A-Z]{2}[0-9]{6}                           # Canada, Brazil, Ukraine, Argentina
    |[A-Z]{3}[0-9]{6}                           # Spain, Argentina
    |[0-9]{2}[A-Z]{2}[0-9]{5}                   # France
    |[CFGHJKLMNPRTVWXYZ][0-9CFGHJKLMNPRTVWXYZ]{8}  # Germany
    |[A-Z]{2}[A-Z0-9]{6}[0-9]                   # Netherlands
    |[A-Z][0-9]{3}[A-Z][0-9]{4}                 # Republic of Korea from 2021
    |[0-9]{10}                                  # Russia: series and number""",
    re.VERBOSE | re.IGNORECASE,
)
_GERMAN = re.compile("(?=[A-Z]*[0-9])[CFGHJKLMNPRTVWXYZ][0-9CFGHJKLMNPRTVWXYZ]{8}")
"""Letters that spell no words, and as few digits as chance leaves; in capitals."""

_LONE = 0.5
_LEAST_DIGITS = 4
_SEPARATORS = re.compile(r"[ .-]|No?(?= )")
_REST = r"[a-z0-9]{0,24}(?:[ .-][a-z0-9]{1,12}){0,4}"


def _shape(value: str) -> Shape | None:
    number = _SEPARATORS.sub("", value)
    if sum(map(str.isdigit, number)) < _LEAST_DIGITS and not _GERMAN.fullmatch(number):
        return None
    if _ISSUED.fullmatch(number):
        return Shape(confidence=0.85, what="shape: as passports are numbered")
    return Shape(confidence=0.75, what="shape: letters and digits")


def _issued_shape(value: str) -> Shape | None:
    return _shape(value) if _ISSUED.fullmatch(_SEPARATORS.sub("", value)) else None


PASSPORT = Recognizer(
    recognizer_id="passport",
    entity=Entity.PASSPORT,
    title="a passport number",
    patterns=(
        labeled_pattern(
            "passport and a number",
            _LABELS,
            judge_labeled(_VALUE, _shape, loose=0.2),
            score=0.3,
            rest=_REST,
            digits=1,
        ),
        pattern_before_label(
            "a number and passport",
            _LABELS,
            judge_before_label(_issued_shape, less=0.15),
            score=0.3,
            digits=_LEAST_DIGITS,
            value="[a-z]{0,3}[0-9][a-z0-9]{5,9}",
        ),
        Pattern(
            name="a text that is one number",
            regex=rb"\A[ \t\r\n]{0,8}([A-Za-z]{1,2}[0-9]{7}|[A-Za-z][0-9]{8}|[A-Za-z][0-9]{3}[A-Za-z][0-9]{4})"
            rb"[ \t\r\n]{0,8}\z",
            score=_LONE,
        ),
    ),
    context=Context(supporting=_LABELS),
    cost=2,
)
