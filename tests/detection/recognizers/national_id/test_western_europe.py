"""Table of what is and what is no id of Western Europe."""

from __future__ import annotations

import pytest

from tests.detection.recognizers.national_id.found import ids, is_found

FOUND = [
    ("gb", "AB 12 34 56 C", "AB 12 34 56 C"),
    ("gb", "ref AB123456C.", "AB123456C"),
    ("gb", "nino: ab123456c", "ab123456c"),
    ("gb", "NHS 943 476 5870", "943 476 5870"),
    ("gb", "UTR 1955839661", "1955839661"),
    ("ie", "PPS 6433435F", "6433435F"),
    ("ie", "6433435OA", "6433435OA"),
    ("fr", "2 95 10 99 126 111 93", "2 95 10 99 126 111 93"),
    ("fr", "295109912611193", "295109912611193"),
    ("fr", "numéro fiscal 3023217600053", "3023217600053"),
    ("de", "15070649C103", "15070649C103"),
    ("de", "Steuer-ID 36 574 261 809", "36 574 261 809"),
    ("de", "Steuernummer 181/815/08155", "181/815/08155"),
    ("de", "Personalausweis T220001293", "T220001293"),
    ("de", "Personalausweis-Nr. LHGKZYTX9", "LHGKZYTX9"),
    ("de", "Ausweis Nr. L01X00T47 gültig", "L01X00T47"),
    ("de", "Krankenkasse A123456780", "A123456780"),
    ("de", "Arztnummer 123456601", "123456601"),
    ("at", "SVNR 1237 010180", "1237 010180"),
    ("ch", "756.9217.0769.85", "756.9217.0769.85"),
    ("nl", "BSN 111222333", "111222333"),
    ("nl", "identiteitskaart EM0000000", "EM0000000"),
    ("be", "85.07.30-033.28", "85.07.30-033.28"),
    ("be", "Rijksregister 85.07.30-033 28", "85.07.30-033 28"),
    ("be", "591-1917064-58", "591-1917064-58"),
    ("lu", "matricule 1990010112040", "1990010112040"),
]

NOT_FOUND = [
    ("gb", "BG 12 34 56 A"),
    ("gb", "AB 12 34 56 E"),
    ("gb", "ab123456c"),
    ("gb", "DAB123456C"),
    ("gb", "943 476 5870"),
    ("gb", "NHS 943 476 5871"),
    ("gb", "UTR 2955839661"),
    ("ie", "6433435E"),
    ("ie", "6433435F"),
    ("fr", "2 95 10 99 126 111 94"),
    ("fr", "3023217600053"),
    ("fr", "numéro fiscal 3023217600054"),
    ("de", "15070649C104"),
    ("de", "15071349C103"),
    ("de", "36 574 261 809"),
    ("de", "Steuer-ID 36 574 261 808"),
    ("de", "181/815/08155"),
    ("de", "Ausweis 123456789"),
    ("de", "T220001293"),
    ("de", "Krankenkasse A123456787"),
    ("at", "SVNR 1238 010180"),
    ("at", "1237 010180"),
    ("ch", "7569217076984"),
    ("nl", "111222333"),
    ("nl", "BSN 111222334"),
    ("be", "85.07.30-033.29"),
    ("be", "85073003328"),
    ("be", "591-1917064-59"),
    ("lu", "matricule 1990130112040"),
    ("lu", "1990010112040"),
]


@pytest.mark.parametrize(("country", "text", "expected"), FOUND, ids=[case[1] for case in FOUND])
def test_finds_id(country: str, text: str, expected: str):
    assert ids(text) == [(country, expected)]


@pytest.mark.parametrize(("country", "text"), NOT_FOUND, ids=[case[1] for case in NOT_FOUND])
def test_finds_no_id(country: str, text: str):
    assert not is_found(country, text)
