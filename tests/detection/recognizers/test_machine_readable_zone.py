"""Table of what is and what is no machine-readable zone; the samples are those of ICAO 9303."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core import Entity
from agent.detection import default_pipeline
from agent.detection.recognizers.machine_readable_zone import MACHINE_READABLE_ZONE
from tests.detection.samples import values

PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
CARD = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
SMALL_CARD = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
VISA = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<<<<<<<<<"

FOUND = [
    ("passport", PASSPORT, PASSPORT),
    ("card of two lines", CARD, CARD),
    ("card of three lines", SMALL_CARD, SMALL_CARD),
    ("visa", VISA, VISA),
    ("in a text", f"Scanned:\n{PASSPORT}\nThanks", PASSPORT),
    ("Windows line breaks", PASSPORT.replace("\n", "\r\n"), PASSPORT.replace("\n", "\r\n")),
    ("line break as in JSON", PASSPORT.replace("\n", "\\n"), PASSPORT.replace("\n", "\\n")),
    ("second line alone", PASSPORT.split("\n")[1], PASSPORT.split("\n")[1]),
    ("first line alone", PASSPORT.split("\n", maxsplit=1)[0], PASSPORT.split("\n", maxsplit=1)[0]),
]

NOT_FOUND = [
    ("fillers", "<" * 44),
    ("second line alone, a wrong digit", "L898902C37UTO7408122F1204159ZE184226B<<<<<10"),
    ("second line alone, in a longer run", "L898902C36UTO7408122F1204159ZE184226B<<<<<10<"),
    ("capitals", "PUBLICATIONS OF THE UNITED NATIONS\n" + "A" * 44),
    ("lower case", PASSPORT.lower()),
    ("templates", "P<T, U> = std::pair<T, U>; vector<vector<int>> x;"),
    ("card, a line too short", CARD[:-1]),
    ("small card without its third line", "\n".join(SMALL_CARD.split("\n")[:2])),
    ("shifted bits", "P<<<<<<<<<"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_zone(text: str, expected: str):
    assert values(text, Entity.PASSPORT) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_zone(text: str):
    assert values(text, Entity.PASSPORT) == []


def test_is_less_sure_of_wrong_check_digits():
    (right,) = default_pipeline().find(PASSPORT)
    (misread,) = default_pipeline().find(PASSPORT.replace("7408122", "7408I22"))
    (wrong,) = default_pipeline().find(PASSPORT.replace("C36", "C37").replace("122F", "123F").replace("159Z", "150Z"))
    assert right.confidence > misread.confidence > wrong.confidence


def test_is_not_sure_of_a_first_line_that_lost_characters():
    (found,) = default_pipeline().find(PASSPORT.replace("<<<<<\n", "<<<\n"))
    assert found.entity == Entity.PASSPORT
    (misread,) = default_pipeline().find(PASSPORT.replace("<<<<<\n", "<<<\n").replace("C36", "C37"))
    assert misread.confidence < found.confidence


@given(st.text(alphabet="<A9I\n ", max_size=120))
def test_judges_any_text(text: str):
    for pattern in MACHINE_READABLE_ZONE.patterns:
        for found in pattern.judge(text) if pattern.judge else ():
            assert 0 <= found.start <= found.end <= len(text)
