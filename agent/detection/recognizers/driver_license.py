# ruff: noqa: RUF001 - labels in their own alphabets
"""DRIVER_LICENSE: driving licence numbers beside their label in some 30 languages; British ones alone.

Most issuers number licences with plain digits or a letter and digits, which only a label tells from other numbers. The
British driver number is built from name and date of birth (DVLA) and stands alone.
"""

import re

from agent.core import Entity
from agent.detection.calendar_dates import find_date
from agent.detection.labeled_values import (
    Shape,
    folded,
    judge_before_label,
    judge_labeled,
    labeled_pattern,
    pattern_before_label,
)
from agent.detection.recognizer import Context, Judgement, Pattern, Recognizer, whole_value

__all__ = ["DRIVER_LICENSE"]

_NAMED = folded(
    "driv(?:er|ing)(?:(?:'|’)?s?(?:'|’)?)?[ _.-]?licen[cs]e",
    "driv(?:er|ing)(?:(?:'|’)?s?(?:'|’)?)?[ _.-]?(?:lic|permit|id|number|no)",
    "driv(?:er|ing)(?:(?:'|’)?s?(?:'|’)?)?[ _.-]?lic[.]",
    "operator(?:(?:'|’)?s?(?:'|’)?)?[ _.-]?licen[cs]e",
    "lic(?:[.]|[ _.-]no|[ _.-]num|[ _.-]#)",
    "oln",
    "cdl[ ]?(?:no|num|number|#|:)",
    "d[.]l[.]",
    "dl[ _.-]?(?:number|num|no|nr|id)",
    "dln",
    "dl",
    "dvla",
    "dvsa",
    "permis[ _-]de[ _-]condui(?:re|t)",
    "num(?:é|e)ro de permis",
    "permis",
    "f(?:ü|ue)hrerschein",
    "fahrerlaubnis",
    "rijbewijs",
    "patente(?: di guida)?",
    "(?:permiso|licencia|licence|carn(?:e|é)t|brevete)[ _]de[ _](?:conducir|conductor|manejo)",
    "carta de condução",
    "carteira (?:nacional )?de (?:habilitação|motorista)",
    "cnh",
    "prawo[ _]jazdy|prawa jazdy",
    "körkort",
    "førerkort",
    "kørekort",
    "ajokort(?:ti|in)",
    "řidičsk(?:ý|ého) průkaz",
    "vodičsk(?:ý|ého) preukaz",
    "vozačk[ae] dozvol[ae]",
    "voznišk[oae] dovoljenj[ea]",
    "jogosítvány",
    "vezetői engedély",
    "permis(?:ul)? (?:de conducere|auto)",
    "ehliyet",
    "sürücü belgesi",
    "άδειας? οδήγησης",
    "водительск(?:ое|ого|ие) (?:удостоверени[\\x80-\\xff]{2}|права)",
    "посвідчення водія",
    "(?:運転)?免許証",
    "運転免許",
    "驾驶证",
    "驾照",
    "駕照",
    "駕駛執照",
    "운전면허",
    "رخصة (?:ال)?قيادة",
    "רישיון נהיגה",
    "bằng lái",
    "giấy phép lái xe",
)
_ANY_LICENSE = ("licen[cs]e",)

_VALUE = re.compile(
    r"""[A-Za-z]{0,8}(?:\*[A-Za-z]{0,4})?[ .-]?[0-9][A-Za-z0-9]*\*?
    (?:[-/.][A-Za-z0-9]{1,8}){0,4}
    (?:[ ](?:[0-9]{2,8}|[A-Z][0-9]{3,}|[A-Z]{2}[0-9]{2,}|[A-Z]{2}(?![A-Za-z]))[A-Z]?){0,4}""",
    re.VERBOSE,
)
_SEPARATORS = str.maketrans("", "", " -/.*")
_BRITISH = re.compile(
    r"[A-Z]{1,5}9{0,4}[0-9](?:[05][1-9]|[16][0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9][A-Z][A-Z9][0-9A-Z][A-Z]{2}",
    re.IGNORECASE,
)
_ISSUED = re.compile(
    r"""[A-Z][0-9]{7,8}           # California, New York, Virginia, Arizona, Massachusetts, Kansas ...
    |[A-Z][0-9]{6,6}|[A-Z][0-9]{9,10}  # West Virginia, Idaho, Colorado
    |[A-Z][0-9]{11,14}            # Illinois, Florida, Maryland, Michigan, Minnesota, New Jersey, Ontario
    |[A-Z]{2}[0-9]{6}             # Ohio
    |[A-Z]{2}[0-9]{7}[A-Z]        # Italy
    |U1[A-Z0-9]{7}[A-Z]           # Italy from 2005
    |[A-Z]{2}[0-9]{13}            # India
    |[A-Z][0-9]{3}[A-Z0-9]{7}     # Germany, by authority
    |[0-9]{7,12}                  # Texas, Pennsylvania, Georgia, Korea, France, Brazil, Japan ...
    |[A-Z]{3}[A-Z0-9*]{4}[0-9]{3}[A-Z0-9]{2}  # Washington
    |[0-9]{2}[A-Z]{3}[0-9]{5}|[0-9]{8}[A-Z]{2}  # New Hampshire, Vermont
    |[A-Z]{5}[0-9]{6}[A-Z0-9]{5}  # United Kingdom""",
    re.VERBOSE | re.IGNORECASE,
)
_LONE = 0.5
"""Italy's and Korea's form, where a text holds nothing else."""

_YEARS = re.compile("(?:19|20)[0-9]{2}[-/](?:19|20)[0-9]{2}")
_LEAST_DIGITS, _LEAST_BESIDE_CAPITALS = 4, 2
_WITH_A_NAME = 12
"""Characters from which on the letters may be the holder's name, as in Washington."""

_REST = r"[a-z0-9*]{0,24}(?:[ ./-][a-z0-9]{1,12}){0,4}"


def _number(value: str) -> str | None:
    """The value without separators; None when it cannot be a licence number."""
    number = value.translate(_SEPARATORS)
    least = _LEAST_BESIDE_CAPITALS if number.isupper() and len(number) >= _WITH_A_NAME else _LEAST_DIGITS
    if not 5 <= len(number) <= 20 or sum(map(str.isdigit, number)) < least:
        return None
    if _YEARS.fullmatch(value) or find_date(value) == (0, len(value)):
        return None
    return number


def _shape(value: str) -> Shape | None:
    number = _number(value)
    if number is None:
        return None
    if _ISSUED.fullmatch(number):
        return Shape(confidence=0.7, what="shape: as driving licences are numbered")
    return Shape(confidence=0.65, what="shape: letters and digits")


def _shape_of_any(value: str) -> Shape | None:
    number = _number(value)
    if number is None or not _ISSUED.fullmatch(number):
        return None
    return Shape(confidence=0.45, what="shape: as driving licences are numbered, the label does not say which licence")


def _judge_british(value: str) -> tuple[Judgement, ...]:
    if not _BRITISH.fullmatch(value):
        return ()
    return whole_value(value, 0.75, "structure: name, date of birth, check letters")


DRIVER_LICENSE = Recognizer(
    recognizer_id="driver_license",
    entity=Entity.DRIVER_LICENSE,
    title="a driving licence number",
    patterns=(
        labeled_pattern(
            "driving licence and a number",
            _NAMED,
            judge_labeled(_VALUE, _shape, loose=0.2),
            score=0.3,
            rest=_REST,
            digits=_LEAST_DIGITS,
        ),
        labeled_pattern(
            "licence and a number",
            _ANY_LICENSE,
            judge_labeled(_VALUE, _shape_of_any, loose=1),
            score=0.2,
            rest=_REST,
            digits=_LEAST_DIGITS,
        ),
        pattern_before_label(
            "a number and driving licence",
            _NAMED,
            judge_before_label(_shape, less=0.15),
            score=0.3,
            digits=_LEAST_DIGITS,
            value="[a-z]{0,3}-?[0-9][a-z0-9]{3,16}(?:-[a-z0-9]{1,8}){0,4}",
        ),
        Pattern(
            name="British driver number",
            regex=rb"\b[A-Z][A-Z9]{4}[0-9][0156][0-9][0-3][0-9]{2}[A-Z][A-Z9][0-9A-Z][A-Z]{2}\b",
            score=0.4,
            judge=_judge_british,
        ),
        Pattern(
            name="a text that is one number",
            regex=rb"\A[ \t\r\n]{0,8}([A-Z]{2}[0-9]{7}[A-Z]|U1[A-Z0-9]{7}[A-Z]"
            rb"|(?:1[1-9]|2[0-8])-[0-9]{2}-[0-9]{6}-[0-9]{2})"
            rb"[ \t\r\n]{0,8}\z",
            score=_LONE,
        ),
    ),
    context=Context(supporting=(*_NAMED, *_ANY_LICENSE), boost=0.15),
    cost=3,
)
