# ruff: noqa: RUF001 - words in their own alphabets
"""NATIONAL_ID of Central, Eastern and South-Eastern Europe, Russia and Central Asia."""

from __future__ import annotations

from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.national_id.digits import is_short_date, weighted_sum
from agent.detection.recognizers.national_id.scheme import Scheme, country

__all__ = ["EASTERN_EUROPE"]


def _is_polish_id_card(number: str) -> bool:
    """Dowód osobisty: weights 7, 3, 1, with 9 for the check digit in fourth place."""
    return weighted_sum(number, (7, 3, 1, 9, 7, 3, 1, 7, 3)) % 10 == 0


def _is_taj(number: str) -> bool:
    """Hungary, TAJ: weights 3 and 7."""
    return weighted_sum(number, (3, 7) * 4) % 10 == int(number[8])


def _is_hungarian_tax(number: str) -> bool:
    """Hungary, adóazonosító jel: weights 1 to 9, MOD 11."""
    return weighted_sum(number, range(1, 10)) % 11 == int(number[9])


def _is_hungarian_person(number: str) -> bool:
    """Hungary, személyi azonosító: MOD 11 with weights upwards, since 1997 downwards."""
    if not is_short_date(number[1:3], number[3:5], number[5:7]):
        return False
    return int(number[10]) in (weighted_sum(number, range(1, 11)) % 11, weighted_sum(number, range(10, 0, -1)) % 11)


def _is_snils(number: str) -> bool:
    """Russia, SNILS: weights 9 to 1, MOD 101; 100 is written 00."""
    return weighted_sum(number, range(9, 0, -1)) % 101 % 100 == int(number[9:11])


def _is_belarusian(number: str) -> bool:
    """Belarus, личный номер: birth date, check digit with weights 7, 3, 1."""
    is_date = is_short_date(number[5:7], number[3:5], number[1:3])
    return is_date and weighted_sum(number, (7, 3, 1) * 5) % 10 == int(number[13])


def _is_kazakh(number: str) -> bool:
    """Kazakhstan, ИИН: birth date, MOD 11, a second row of weights when the first gives 10."""
    remainder = weighted_sum(number, range(1, 12)) % 11
    if remainder == 10:
        remainder = weighted_sum(number, (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)) % 11
    return is_short_date(number[:2], number[2:4], number[4:6]) and remainder == int(number[11])


EASTERN_EUROPE: tuple[Recognizer, ...] = (
    country(
        "pl",
        "Poland",
        adjective="polish",
        words=("pesel", "nip", "dowód", "dowodu", "seria i numer", "podatk"),
        schemes=(
            Scheme(name="PESEL", shape="[0-9]{11}", checks=("pl.pesel",), confidence=0.65),
            Scheme(
                name="NIP",
                shape="[0-9]{3}-[0-9]{3}-[0-9]{2}-[0-9]{2}|[0-9]{3}-[0-9]{2}-[0-9]{2}-[0-9]{3}|[0-9]{10}",
                checks=("pl.nip",),
                confidence=0.5,
            ),
            Scheme(name="dowód osobisty", shape="[A-Z]{3} ?[0-9]{6}", checks=(_is_polish_id_card,), confidence=0.55),
        ),
    ),
    country(
        "cz",
        "the Czech Republic and Slovakia",
        words=(
            "rodné číslo",
            "rodného čísla",
            "rodne cislo",
            "rč",
            "r.č.",
            "rc",
            "birth number",
            "občanský průkaz",
            "občiansky preukaz",
        ),
        schemes=(
            Scheme(
                name="rodné číslo",
                shape="[0-9]{2}[0-8][0-9]{3}/[0-9]{4}",
                checks=("cz.rc",),
                confidence=0.8,
                alone=True,
            ),
            Scheme(
                name="rodné číslo", shape="[0-9]{2}[0-8][0-9]{3}[ /]?[0-9]{3,4}", checks=("cz.rc",), confidence=0.55
            ),
        ),
    ),
    country(
        "hu",
        "Hungary",
        adjective="hungarian",
        words=("taj", "társadalombiztosítási", "adóazonosító", "adószám", "személyi", "személyazonosító"),
        schemes=(
            Scheme(name="TAJ", shape="[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}", checks=(_is_taj,), confidence=0.5),
            Scheme(name="adóazonosító jel", shape="8[0-9]{9}", checks=(_is_hungarian_tax,), confidence=0.55),
            Scheme(
                name="személyi azonosító",
                shape="[1-8][ -]?[0-9]{6}[ -]?[0-9]{4}",
                checks=(_is_hungarian_person,),
                confidence=0.6,
            ),
            Scheme(name="személyi igazolvány", shape="[0-9]{6} ?[A-Z]{2}", confidence=0.45),
        ),
    ),
    country(
        "ro",
        "Romania",
        adjective="romanian",
        words=("cnp", "cod numeric", "carte de identitate", "buletin", "c.i.", "seria"),
        schemes=(
            Scheme(name="CNP", shape="[1-9][0-9]{12}", checks=("ro.cnp",), confidence=0.7),
            Scheme(name="carte de identitate", shape="[A-Z]{2} ?[0-9]{6}", confidence=0.4),
        ),
    ),
    country(
        "bg",
        "Bulgaria",
        adjective="bulgarian",
        words=("егн", "egn", "лнч", "единен граждански"),
        schemes=(
            Scheme(name="EGN", shape="[0-9]{10}", checks=("bg.egn",), confidence=0.6),
            Scheme(name="LNCh", shape="[0-9]{10}", checks=("bg.pnf",), confidence=0.5),
        ),
    ),
    country(
        "hr",
        "Croatia",
        adjective="croatian",
        words=("oib", "osobni identifikacijski", "osobna iskaznica", "osobne iskaznice"),
        schemes=(Scheme(name="OIB", shape="[0-9]{11}", checks=("hr.oib",), confidence=0.55),),
    ),
    country(
        "rs",
        "Slovenia, Serbia, Bosnia, Montenegro and North Macedonia",
        words=(
            "emšo",
            "jmbg",
            "јмбг",
            "ембг",
            "embg",
            "jmb",
            "matični broj",
            "матични број",
            "матичен број",
            "davčna",
            "unique master",
        ),
        schemes=(
            Scheme(name="EMŠO or JMBG", shape="[0-3][0-9][01][0-9]{10}", checks=("si.emso",), confidence=0.7),
            Scheme(name="davčna številka", shape="[1-9][0-9]{7}", checks=("si.ddv",), confidence=0.45),
        ),
    ),
    country(
        "al",
        "Albania",
        adjective="albanian",
        words=("nid", "nipt", "letërnjoftim", "numri personal"),
        schemes=(Scheme(name="numri personal", shape="[A-T][0-9]{8}[A-W]", confidence=0.45),),
    ),
    country(
        "md",
        "Moldova",
        words=("idnp", "cod personal", "moldov"),
        schemes=(Scheme(name="IDNP", shape="[02][0-9]{12}", checks=("md.idno",), confidence=0.6),),
    ),
    country(
        "ua",
        "Ukraine",
        adjective="ukrainian",
        words=("рнокпп", "іпн", "ідентифікаційний", "індивідуальний податковий", "rntrc", "ипн", "картка платника"),
        schemes=(Scheme(name="РНОКПП", shape="[0-9]{10}", checks=("ua.rntrc",), confidence=0.55),),
    ),
    country(
        "ru",
        "Russia",
        words=("инн", "снилс", "inn", "snils", "налогоплательщик", "страховой номер", "страховое свидетельство"),
        schemes=(
            Scheme(
                name="СНИЛС",
                shape="[0-9]{3}-[0-9]{3}-[0-9]{3}[ -][0-9]{2}",
                checks=(_is_snils,),
                confidence=0.85,
                alone=True,
                unchecked=0.45,
                mixes_separators=True,
            ),
            Scheme(
                name="СНИЛС",
                shape="[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{2}",
                checks=(_is_snils,),
                confidence=0.6,
            ),
            Scheme(name="ИНН", shape="[0-9]{12}|[0-9]{10}", checks=("ru.inn",), confidence=0.55, unchecked=0.2),
        ),
    ),
    country(
        "by",
        "Belarus",
        words=("личный номер", "идентификационный номер", "асабісты нумар", "унп", "belarus"),
        schemes=(
            Scheme(
                name="личный номер",
                shape="[1-6][0-9]{6}[ABCHKEM][0-9]{3}[A-Z]{2}[0-9]",
                checks=(_is_belarusian,),
                confidence=0.85,
                alone=True,
            ),
            Scheme(name="УНП", shape="[A-Z1-9][A-Z0-9][0-9]{7}", checks=("by.unp",), confidence=0.45),
        ),
    ),
    country(
        "kz",
        "Kazakhstan",
        words=("иин", "жсн", "iin", "kazakh"),
        schemes=(Scheme(name="ИИН", shape="[0-9]{12}", checks=(_is_kazakh,), confidence=0.65),),
    ),
)
