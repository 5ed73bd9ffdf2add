"""NATIONAL_ID: a text that is nothing but one number, as when a person copies one cell or one field.

There is no word beside it that could say what it is. Rules kept here: only numbers whose birth date and check digits
one random number in fifty or fewer has, those with letters where other numbers have digits, and those whose grouping
is hardly anything else's; their confidence stays low. A few of nine, ten and twelve digits, which one random number in
ten passes for, are said below what labels and rules count.
"""

from __future__ import annotations

import functools
import re

from agent.core import Entity
from agent.detection.recognizer import Judge, Judgement, Pattern, Recognizer, whole_value

__all__ = ["lone_id"]

_CONFIDENCE = 0.55
_WEAK_CONFIDENCE = 0.42
_LEAST = 0.4

_STRONG = frozenset(
    {
        ("be", "national number"),
        ("au", "ABN"),
        ("bg", "EGN"),
        ("br", "CPF"),
        ("de", "Steuer-Identifikationsnummer"),
        ("ee", "isikukood"),
        ("eg", "الرقم القومي"),
        ("es", "número de afiliación"),
        ("fr", "numéro fiscal"),
        ("gr", "AMKA"),
        ("hu", "személyi azonosító"),
        ("is", "kennitala"),
        ("kw", "civil id"),
        ("kz", "ИИН"),
        ("lt", "asmens kodas"),
        ("lu", "matricule"),
        ("lv", "personas kods"),
        ("no", "fødselsnummer"),
        ("pl", "PESEL"),
        ("ro", "CNP"),
        ("rs", "EMŠO or JMBG"),
        ("ru", "СНИЛС"),
        ("se", "personnummer"),
        ("tr", "T.C. kimlik no"),
        ("za", "identity number"),
        # With letters
        ("de", "Krankenversichertennummer"),
        ("de", "Personalausweis with check digit"),
        ("es", "NIF"),
        ("fi", "henkilötunnus"),
        ("gb", "national insurance number"),
        ("ie", "PPS number"),
        ("kr", "resident registration number"),
        ("mx", "CURP"),
        ("sg", "NRIC"),
        ("tw", "身分證字號"),
        ("us_health", "Medicare beneficiary number"),
    }
)
_GROUPED = frozenset(
    {
        ("au", "Medicare number"),
        ("au", "tax file number"),
        ("ca", "SIN"),
        ("cz", "rodné číslo"),
        ("dk", "CPR number"),
        ("in", "Aadhaar"),
        ("us", "SSN or ITIN"),
        ("us_health", "NPI"),
    }
)
"""Found when they are written in groups."""

_WEAK = frozenset(
    {
        ("au", "Medicare number"),
        ("au", "tax file number"),
        ("ca", "SIN"),
        ("gb", "NHS number"),
        ("in", "Aadhaar"),
        ("us_health", "NPI"),
    }
)
_WEAK_LENGTHS = (9, 10, 12)
"""Plain digits that one random number in ten passes for: said with the least confidence."""


def lone_id(countries: tuple[Recognizer, ...]) -> Recognizer:
    """The recognizer of texts that are one number of one of the countries."""

    @functools.cache
    def readers() -> tuple[tuple[re.Pattern[str], Judge, bool, bool], ...]:
        found = [
            (re.compile(pattern.regex.decode(), re.ASCII), pattern.judge, name not in _STRONG, name in _WEAK)
            for country in countries
            for pattern in country.patterns
            if (name := (country.recognizer_id.rpartition(".")[2], pattern.name)) in _STRONG | _GROUPED | _WEAK
            if pattern.judge is not None
        ]
        return tuple(sorted(found, key=lambda reader: reader[3]))

    def judge(value: str) -> tuple[Judgement, ...]:
        if not any(map(str.isdigit, value)):
            return ()
        for shape, confirm, by_groups, also_plain in readers():
            is_weak = by_groups and value.isdigit()
            if (is_weak and not (also_plain and len(value) in _WEAK_LENGTHS)) or not shape.fullmatch(value):
                continue
            for confirmed in confirm(value):
                if confirmed.confidence < _LEAST:  # its form alone, which a word must stand beside
                    continue
                what = f"nothing but the number; {confirmed.what}"
                confidence = _WEAK_CONFIDENCE if is_weak else _CONFIDENCE
                return whole_value(value, confidence, what)
        return ()

    return Recognizer(
        recognizer_id="national_id.lone",
        entity=Entity.NATIONAL_ID,
        title="a personal id number, copied by itself",
        patterns=(
            Pattern(
                name="a text that is one number",
                regex=rb"\A[ \t\r\n]{0,8}([0-9A-Za-z][0-9A-Za-z ./:-]{6,20}[0-9A-Za-z])[ \t\r\n]{0,8}\z",
                score=0.2,
                judge=judge,
            ),
        ),
        cost=8,
    )
