"""NATIONAL_ID of the Middle East."""

from __future__ import annotations

from agent.detection.checksums import is_luhn
from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.national_id.digits import is_short_date, weighted_sum
from agent.detection.recognizers.national_id.scheme import Scheme, country

__all__ = ["MIDDLE_EAST"]

_BORN_ABROAD = 88


def _is_egyptian(number: str) -> bool:
    """Egypt, الرقم القومي: century, birth date, governorate."""
    place = int(number[7:9])
    return is_short_date(number[1:3], number[3:5], number[5:7]) and (1 <= place <= 35 or place == _BORN_ABROAD)


def _is_kuwaiti(number: str) -> bool:
    """Kuwait, civil id: century, birth date, MOD 11."""
    check = 11 - weighted_sum(number, (2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)) % 11
    return is_short_date(number[1:3], number[3:5], number[5:7]) and check == int(number[11])


def _is_iranian(number: str) -> bool:
    """Iran, کد ملی: MOD 11, weights 10 to 2."""
    remainder = weighted_sum(number, range(10, 1, -1)) % 11
    return int(number[9]) == (remainder if remainder < 2 else 11 - remainder)


MIDDLE_EAST: tuple[Recognizer, ...] = (
    country(
        "il",
        "Israel",
        adjective="israeli",
        words=("תעודת זהות", "תעודת הזהות", "ת.ז", 'ת"ז', "מספר זהות", "teudat zehut"),
        schemes=(
            Scheme(name="מספר זהות", shape="[0-9]{8}-?[0-9]|[0-9]{5}-?[0-9]{4}", checks=("il.idnr",), confidence=0.55),
        ),
    ),
    country(
        "eg",
        "Egypt",
        adjective="egyptian",
        words=("الرقم القومي", "رقم قومي", "بطاقة", "national id"),
        schemes=(Scheme(name="الرقم القومي", shape="[23][0-9]{13}", checks=(_is_egyptian,), confidence=0.65),),
    ),
    country(
        "sa",
        "Saudi Arabia",
        adjective="saudi",
        words=("iqama", "هوية", "الهوية", "إقامة", "الإقامة", "national id"),
        schemes=(Scheme(name="national id or iqama", shape="[12][0-9]{9}", checks=(is_luhn,), confidence=0.55),),
    ),
    country(
        "ae",
        "the United Arab Emirates",
        words=("emirates id", "eid", "الهوية", "هوية"),
        schemes=(
            Scheme(
                name="Emirates ID",
                shape="784[ -]?(?:19|20)[0-9]{2}[ -]?[0-9]{7}[ -]?[0-9]",
                checks=(is_luhn,),
                confidence=0.85,
                alone=True,
                unchecked=0.5,
            ),
        ),
    ),
    country(
        "kw",
        "Kuwait",
        words=("civil id", "الرقم المدني", "المدني", "kuwait"),
        schemes=(Scheme(name="civil id", shape="[123][0-9]{11}", checks=(_is_kuwaiti,), confidence=0.65),),
    ),
    country(
        "ir",
        "Iran",
        adjective="iranian",
        words=("کد ملی", "كد ملي", "شماره ملی", "melli"),
        schemes=(Scheme(name="کد ملی", shape="[0-9]{3}-?[0-9]{6}-?[0-9]", checks=(_is_iranian,), confidence=0.55),),
    ),
)
