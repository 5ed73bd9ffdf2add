"""BANK_ACCOUNT: national codes of banks and branches beside their label.

US routing numbers (ABA), British sort codes, Australian and New Zealand BSB, German and Austrian Bankleitzahl, Canadian
transit numbers, Indian IFSC, Russian BIK, Brazilian agência, Italian ABI and CAB, French code banque and code guichet.
None stands alone: six or nine digits are anything. A US routing number with the right check digit is surer. Only the
Indian code has letters that tell it, and needs no more than a bank's word nearby.
"""

import re

from agent.core import Entity
from agent.detection.labeled_values import Shape, folded, judge_labeled, labeled_pattern
from agent.detection.recognizer import Context, Judgement, Pattern, Recognizer, whole_value

__all__ = ["BANK_CODE"]

_LABELS = folded(
    "routing(?:[ _/-]?(?:transit|aba))?[ _.-]?(?:numbers?|num|no|nr|code|[:#=])",
    "(?:aba|bank|ach|wire|fedwire)[ _/-]?(?:routing|transit)",
    "aba",
    "rtn",
    "(?:bank|branch|transit|institution|national clearing|clearing)[ _.-]?(?:transit )?(?:code|number|no|num|nr|id)",
    "transit",
    "(?:bank[ _.-]?)?sort[ _.-]?codes?",
    "s/c",
    "bsb",
    "blz",
    "bankleitzahl",
    "clearing",
    "ifsc",
    "micr",
    "nsc",
    "(?:code|codice|c(?:ó|o)digo)[ _](?:banque|guichet|del? banco|abi|cab|banco|sucursal)",
    "ag(?:ê|e)ncia",
    "ag\\.",
    "abi",
    "cab",
    "sucursal",
    "бик",
    "branch",
)
_VALUE = re.compile(r"[A-Za-z]{4}0[A-Za-z0-9]{6}|[0-9](?:[ -]?[0-9]){2,10}(?:-[0-9Xx])?")
_GOES_ON = re.compile(r"[A-Za-z0-9]|[-./:,][0-9]|[%/]")
_IFSC = re.compile(r"[A-Z]{4}0[A-Z0-9]{6}")
_SHAPES = re.compile(
    r"""[0-9]{2}([ -]?)[0-9]{2}\1[0-9]{2}   # sort code
    |[0-9]{3}[ -]?[0-9]{3}                  # BSB
    |[0-9]{3}([ -]?)[0-9]{3}\2[0-9]{2}      # Bankleitzahl
    |[0-9]{4}-?[0-9]{4}-?[0-9]              # routing number
    |[0-9]{5}[ -]?[0-9]{3}                  # transit and institution
    |[0-9]{4}-[0-9Xx]                       # agência
    |[0-9]{5}                               # transit, ABI, CAB, code guichet""",
    re.VERBOSE,
)
_ROUTING_WEIGHTS = (3, 7, 1, 3, 7, 1, 3, 7, 1)
_SEPARATORS = str.maketrans("", "", " -")
_REST = "[a-z0-9]{0,16}(?:[ -][0-9x]{1,8}){0,3}"


def is_routing_number(digits: str) -> bool:
    """Whether nine digits are a US routing number: Federal Reserve prefix and check digit (ABA)."""
    prefix = int(digits[:2])
    if not (prefix <= 12 or 21 <= prefix <= 32 or 61 <= prefix <= 72 or prefix == 80):
        return False
    return sum(int(digit) * weight for digit, weight in zip(digits, _ROUTING_WEIGHTS, strict=True)) % 10 == 0


def _shape(value: str) -> Shape | None:
    if _IFSC.fullmatch(value.upper()):
        return Shape(confidence=0.9, what="shape: IFSC")
    if not _SHAPES.fullmatch(value):
        return None
    digits = value.translate(_SEPARATORS)
    if len(digits) == 9 and is_routing_number(digits):
        return Shape(confidence=0.9, what="check digit: routing number")
    return Shape(confidence=0.6, what="shape: as banks and branches are numbered, no check digit")


def _shape_of_bare(value: str) -> Shape | None:
    found = _shape(value)
    return found if found is not None and found.what.startswith("check digit") else None


def _judge_ifsc(value: str) -> tuple[Judgement, ...]:
    return whole_value(value, 0.7, "shape: IFSC")


BANK_CODE = Recognizer(
    recognizer_id="bank_code",
    entity=Entity.BANK_ACCOUNT,
    title="the code of a bank or branch",
    patterns=(
        labeled_pattern(
            "code of a bank and its label",
            _LABELS,
            judge_labeled(_VALUE, _shape, loose=0.25, ends=_GOES_ON),
            score=0.3,
            rest=_REST,
            digits=4,
        ),
        labeled_pattern(
            "routing and a checked number",
            ("routing",),
            judge_labeled(_VALUE, _shape_of_bare, loose=1, ends=_GOES_ON),
            score=0.3,
            rest=_REST,
            digits=4,
        ),
        Pattern(
            name="four letters, zero, six characters",
            regex=rb"\b[A-Z]{4}0[A-Z0-9]{6}\b",
            score=0.3,
            judge=_judge_ifsc,
            needs_context=True,
        ),
    ),
    context=Context(supporting=(*_LABELS, "routing", "neft", "rtgs", "bank")),
)
