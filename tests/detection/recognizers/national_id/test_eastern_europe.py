"""Table of what is and what is no id of Central and Eastern Europe."""

from __future__ import annotations

import pytest

from tests.detection.recognizers.national_id.found import ids, is_found

FOUND = [
    ("pl", "PESEL 44051401359", "44051401359"),
    ("pl", "NIP 123-456-78-19", "123-456-78-19"),
    ("pl", "dowód osobisty ABA300000", "ABA300000"),
    ("cz", "710319/2745", "710319/2745"),
    ("cz", "rodné číslo 7103192745", "7103192745"),
    ("cz", "RODNÉ ČÍSLO: 7103192745", "7103192745"),
    ("hu", "TAJ 123 456 788", "123 456 788"),
    ("hu", "adóazonosító 8071592153", "8071592153"),
    ("hu", "személyi 1 850101 1231", "1 850101 1231"),
    ("ro", "CNP 1630615123457", "1630615123457"),
    ("bg", "ЕГН 7523169263", "7523169263"),
    ("hr", "OIB 33392005961", "33392005961"),
    ("rs", "JMBG 0101006500006", "0101006500006"),
    ("rs", "davčna 50223054", "50223054"),
    ("al", "letërnjoftim I90201535E", "I90201535E"),
    ("md", "IDNP 2001000000012", "2001000000012"),
    ("ua", "РНОКПП 1759013776", "1759013776"),
    ("ru", "112-233-445 95", "112-233-445 95"),
    ("ru", "ИНН 123456789047", "123456789047"),
    ("ru", "снилс 11223344595", "11223344595"),
    ("by", "УНП 200988541", "200988541"),
    ("kz", "ИИН 850101300124", "850101300124"),
]

NOT_FOUND = [
    ("pl", "44051401359"),
    ("pl", "PESEL 44051401358"),
    ("pl", "polish 123-456-78-19"),
    ("pl", "NIP 123-456-78-18"),
    ("pl", "dowód osobisty ABA300001"),
    ("cz", "710319/2746"),
    ("cz", "711319/2745"),
    ("cz", "7103192745"),
    ("hu", "TAJ 123 456 789"),
    ("hu", "adóazonosító 8071592154"),
    ("hu", "személyi 1 851301 1231"),
    ("hu", "123 456 788"),
    ("ro", "1630615123457"),
    ("ro", "CNP 1630615123458"),
    ("bg", "7523169263"),
    ("bg", "ЕГН 7523169264"),
    ("hr", "OIB 33392005962"),
    ("rs", "JMBG 0113006500006"),
    ("rs", "0101006500006"),
    ("al", "I90201535E"),
    ("md", "IDNP 2001000000013"),
    ("ua", "РНОКПП 1759013777"),
    ("ru", "112-233-445 96"),
    ("ru", "ИНН 123456789048"),
    ("ru", "11223344595"),
    ("by", "3010185A001PB1"),
    ("kz", "ИИН 850101300125"),
    ("kz", "850101300124"),
]


@pytest.mark.parametrize(("country", "text", "expected"), FOUND, ids=[case[1] for case in FOUND])
def test_finds_id(country: str, text: str, expected: str):
    assert ids(text) == [(country, expected)]


@pytest.mark.parametrize(("country", "text"), NOT_FOUND, ids=[case[1] for case in NOT_FOUND])
def test_finds_no_id(country: str, text: str):
    assert not is_found(country, text)
