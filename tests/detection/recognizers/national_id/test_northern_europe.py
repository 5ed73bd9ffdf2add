"""Table of what is and what is no id of the Nordic and the Baltic countries."""

from __future__ import annotations

import pytest

from tests.detection.recognizers.national_id.found import ids, is_found

FOUND = [
    ("se", "880320-0016", "880320-0016"),
    ("se", "19880320-0016", "19880320-0016"),
    ("se", "personnummer 198803200016", "198803200016"),
    ("se", "samordningsnummer 701063-2391", "701063-2391"),
    ("no", "fødselsnummer 151086 95088", "151086 95088"),
    ("no", "FØDSELSNUMMER: 15108695088", "15108695088"),
    ("dk", "CPR 211062-5629", "211062-5629"),
    ("fi", "131052-308T", "131052-308T"),
    ("fi", "010594Y9032 on henkilötunnus", "010594Y9032"),
    ("fi", "hetu 131052-308t", "131052-308t"),
    ("is", "kennitala 450401-3150", "450401-3150"),
    ("ee", "isikukood 36805280109", "36805280109"),
    ("lv", "personas kods 161175-19997", "161175-19997"),
    ("lt", "asmens kodas 33309240064", "33309240064"),
]

NOT_FOUND = [
    ("se", "880320-0018"),
    ("se", "881320-0016"),
    ("se", "8803200016"),
    ("se", "order 880320-0016-1"),
    ("no", "15108695088"),
    ("no", "fødselsnummer 15108695077"),
    ("dk", "211062-5629"),
    ("dk", "CPR 311362-5629"),
    ("fi", "131052-308S"),
    ("fi", "131052/308T"),
    ("fi", "311302-308T"),
    ("fi", "131052-308t"),
    ("is", "450401-3150"),
    ("ee", "36805280109"),
    ("ee", "isikukood 36805280108"),
    ("lv", "161175-19997"),
    ("lv", "personas kods 161175-19998"),
    ("lt", "33309240064"),
    ("lt", "asmens kodas 33309240164"),
]


@pytest.mark.parametrize(("country", "text", "expected"), FOUND, ids=[case[1] for case in FOUND])
def test_finds_id(country: str, text: str, expected: str):
    assert ids(text) == [(country, expected)]


@pytest.mark.parametrize(("country", "text"), NOT_FOUND, ids=[case[1] for case in NOT_FOUND])
def test_finds_no_id(country: str, text: str):
    assert not is_found(country, text)
