# ruff: noqa: RUF001 - labels in their own alphabets
"""Table of what is and what is no date of birth."""

from __future__ import annotations

import pytest

from agent.core import Entity
from tests.detection.samples import values

FOUND = [
    ("verb behind it", "Ich bin am 10.03.1994 geboren.", "10.03.1994"),
    ("month first, verb behind it", "er ist am Dec 20 1966 geboren", "Dec 20 1966"),
    ("label in brackets behind it", "11-01-1948 (Fecha de nacimiento)", "11-01-1948"),
    ("label in a sentence behind it", "October 24, 1981 is her date of birth.", "October 24, 1981"),
    ("short name with its letters swapped", "BOD: May 14, 2003", "May 14, 2003"),
    ("short label", "DOB: 03/05/1985", "03/05/1985"),
    ("dotted label", "D.O.B. 3.5.1985", "3.5.1985"),
    ("label", "Date of Birth: 1985-05-03", "1985-05-03"),
    ("format in brackets", "Date of birth (dd/mm/yyyy): 03/05/1985", "03/05/1985"),
    ("field, with a time", '"dateOfBirth": "1985-05-03T00:00:00Z"', "1985-05-03"),
    ("compact", "patientBirthDate=19850503", "19850503"),
    ("column", "name,dob\nJane,03/05/1985\n", "03/05/1985"),
    ("form", "DOB\n03/05/1985", "03/05/1985"),
    ("two-digit year", "dob 3/5/85", "3/5/85"),
    ("born on", "born on the 3rd of May 1985 in Leeds", "3rd of May 1985"),
    ("born in a place", "born in Leeds on May 3, 1985", "May 3, 1985"),
    ("birthday", "Birthday: May 3, 1985", "May 3, 1985"),
    ("label behind", "1985-05-03 is my date of birth.", "1985-05-03"),
    ("label behind, in brackets", "3 May 1985 (DOB)", "3 May 1985"),
    ("German", "geboren am 3. Mai 1985", "3. Mai 1985"),
    ("German short", "geb. 03.05.1985", "03.05.1985"),
    ("French", "née le 3 mai 1985 à Paris", "3 mai 1985"),
    ("French form", "né(e) le : 03/05/1985", "03/05/1985"),
    ("Spanish", "Fecha de nacimiento: 3 de mayo de 1985", "3 de mayo de 1985"),
    ("Italian", "nato a Roma il 3 maggio 1985", "3 maggio 1985"),
    ("Portuguese", "data de nascimento: 3 de março de 1985", "3 de março de 1985"),
    ("Dutch", "geboortedatum: 3 mei 1985", "3 mei 1985"),
    ("Polish", "urodzona 3 maja 1985", "3 maja 1985"),
    ("Finnish", "Syntymäaika: 3.5.1985", "3.5.1985"),
    ("Swedish", "FÖDD 1985-05-03", "1985-05-03"),
    ("Turkish", "doğum tarihi: 03.05.1985", "03.05.1985"),
    ("Russian", "Дата рождения: 3 мая 1985", "3 мая 1985"),
    ("Russian, label behind", "03.05.1985 г.р.", "03.05.1985"),
    ("Japanese", "生年月日：1985年5月3日", "1985年5月3日"),
    ("Chinese, label behind", "1985年5月3日出生", "1985年5月3日"),
    ("Korean", "생년월일: 1985년 5월 3일", "1985년 5월 3일"),
]

NOT_FOUND = [
    ("another label in brackets behind it", "11-01-1948 (date of issue)"),
    ("label of the next value", "11-01-1948, date of birth: unknown"),
    ("no such day before its label", "31-02-1948 (date of birth)"),
    ("board of directors", "the BOD of 14 May 2003"),
    ("amount and a verb", "1200 Kinder wurden geboren"),
    ("no label", "03/05/1985"),
    ("year", "born in 1985"),
    ("month and year", "born in May 1985"),
    ("no such day", "born 31/02/1985"),
    ("due date", "due date 03/05/2025"),
    ("expiry", "expiry date: 03/05/2030"),
    ("another event behind it", "born in Leeds, died 3 May 1985"),
    ("another label behind it", "DOB unknown, issued 03/05/2020"),
    ("place of birth", "Place of birth: Leeds, 03/05/1985"),
    ("birthplace", "birthplace: Leeds 03/05/1985"),
    ("certificate", "birth certificate of 03/05/1985"),
    ("rebirth", "rebirth 03/05/1985"),
    ("founding", "founded on 3 May 1985"),
    ("alliance", "NATO 12/03/1985"),
    ("age", "born 2 years ago, in 12/2019"),
    ("next sentence", "She was born here. On 03/05/1985 it rained"),
    ("maiden name", "Jane Doe (née Smith), 3 May 1985"),
    ("sum", "birthday present: $12.12.12"),
    ("version", "stillborn version 1.2.3.4"),
    ("stubborn", "stubborn since 03/05/1985"),
    ("dob of something else", "dobro 03/05/1985"),
    ("hired", "date of hire: 03/05/1985"),
    ("too early", "born 03/05/1685"),
    ("too late", "born 03/05/2055"),
    ("network", "born 10.12.1985.7"),
    ("airborne", "airborne 03/05/1985"),
    ("newborn screening", "newborns 03/05/1985"),
    ("meeting on a birthday", "after the birthday we meet: meeting 03/05/2025"),
    ("appointment", "birth plan appointment 03/05/2025"),
    ("next record", "name,dob\nJane,\nJohn,unknown\n"),
    ("port", "dob: 127.0.0.1"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_date_of_birth(text: str, expected: str):
    assert values(text, Entity.DATE_OF_BIRTH) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_date_of_birth(text: str):
    assert values(text, Entity.DATE_OF_BIRTH) == []
