"""BANK_ACCOUNT: BIC, the SWIFT code of a bank (ISO 9362).

Four letters, a country, two characters of place, and three for a branch. Many words in capitals are built alike
("CUSTOMER", "DOCUMENT"), so that a code counts right behind its label, and only a long one or one with a digit near a
bank's words.
"""

import re

from agent.core import Entity
from agent.detection.labeled_values import Reach, folded, reach
from agent.detection.recognizer import Context, Judgement, Pattern, Recognizer, whole_value

__all__ = ["BIC"]

_LABELS = folded(
    "(?:bank )?swift(?:[ _.-]?(?:/|or)?[ _.-]?bic)?",
    "bic(?:code|number)?(?:[ _.-]?(?:/|or)?[ _.-]?swift)?(?:[^a-z]|$)",
    "bank identifier",
    "business identifier code",
)
_COUNTRIES = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC
    CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD
    GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH
    KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW
    MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC
    SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY
    UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW
    """.split()  # noqa: SIM905 - a list of codes reads better so
)
"""ISO 3166-1 alpha-2, and Kosovo's XK."""

_CODE = re.compile(r"(?<![A-Za-z0-9])[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?(?![A-Za-z0-9])")
_LOWER_CODE = re.compile(r"(?<![A-Za-z0-9])[a-z]{6}[a-z0-9]{2}(?:[a-z0-9]{3})?(?![A-Za-z0-9])")
_SHORT = 8


def _is_telling(code: str) -> bool:
    """Whether no word is spelled so: it holds a digit, or the branch that stands for a head office."""
    return any(map(str.isdigit, code)) or code.endswith("XXX")


def _judge_after_label(tail: str) -> tuple[Judgement, ...]:
    match = _CODE.search(tail) or _LOWER_CODE.search(tail)
    if match is None or match[0][4:6].upper() not in _COUNTRIES or reach(tail[: match.start()]) is not Reach.DIRECT:
        return ()
    if match[0].islower() and not _is_telling(match[0]):
        return ()
    confidence = 0.9 if _is_telling(match[0].upper()) else 0.75
    what = "label: right before it, country of ISO 3166"
    return (Judgement(start=match.start(), end=match.end(), confidence=confidence, what=what),)


def _judge_nearby(value: str) -> tuple[Judgement, ...]:
    if value[4:6] not in _COUNTRIES or not _is_telling(value):
        return ()
    confidence = 0.5 if len(value) == _SHORT else 0.65
    return whole_value(value, confidence, "structure: country of ISO 3166")


BIC = Recognizer(
    recognizer_id="bic",
    entity=Entity.BANK_ACCOUNT,
    title="the SWIFT code of a bank",
    patterns=(
        Pattern(
            name="SWIFT or BIC and a code",
            regex=(r"(?i)(?:^|[^a-z0-9])(?:" + "|".join(_LABELS) + r")([^\x1e]{1,40})").encode(),
            score=0.3,
            judge=_judge_after_label,
            needs_context=True,
            rescan=True,
        ),
        Pattern(
            name="a code near a bank's words",
            regex=rb"\b[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?\b",
            score=0.3,
            judge=_judge_nearby,
            needs_context=True,
        ),
    ),
    context=Context(supporting=(*_LABELS, "iban", "bank", "banco", "banque", "konto")),
)
