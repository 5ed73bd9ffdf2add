"""Table of what is and what is no id of Southern Europe."""

from __future__ import annotations

import pytest

from tests.detection.recognizers.national_id.found import ids, is_found

FOUND = [
    ("es", "54362315K", "54362315K"),
    ("es", "X-2482300W", "X-2482300W"),
    ("es", "DNI 54362315-k", "54362315-k"),
    ("es", "dni 1234567L", "1234567L"),
    ("es", "seguridad social 281234567840", "281234567840"),
    ("pt", "00000000 0 ZZ4", "00000000 0 ZZ4"),
    ("pt", "NIF 501964843", "501964843"),
    ("pt", "NISS 11088282821", "11088282821"),
    ("it", "RCCMNL83S18D969H", "RCCMNL83S18D969H"),
    ("it", "RCC MNL 83S18 D969H", "RCC MNL 83S18 D969H"),
    ("it", "carta d'identità CA00000AA", "CA00000AA"),
    ("gr", "AMKA 01013099997", "01013099997"),
    ("gr", "ΑΦΜ 094259216", "094259216"),
    ("tr", "TC Kimlik No: 10000000146", "10000000146"),
    ("tr", "vergi no 4540536920", "4540536920"),
    ("cy", "TIC 10259033P", "10259033P"),
    ("ad", "NRT L-709604-E", "L-709604-E"),
]

NOT_FOUND = [
    ("es", "54362315Z"),
    ("es", "X-2482300A"),
    ("es", "DNI 54362315-A"),
    ("es", "54362315-k"),
    ("es", "281234567840"),
    ("es", "seguridad social 281234567841"),
    ("es", "nie 12345678"),
    ("pt", "00000000 0 ZZ5"),
    ("pt", "501964843"),
    ("pt", "NIF 501964842"),
    ("pt", "NISS 11088282822"),
    ("it", "RCCMNL83S38D969H"),
    ("it", "RCCMNL83T33D969H"),
    ("it", "CA00000AA"),
    ("gr", "01013099997"),
    ("gr", "AMKA 01013099996"),
    ("gr", "ΑΦΜ 094259217"),
    ("tr", "10000000146"),
    ("tr", "TC Kimlik No: 10000000145"),
    ("tr", "vergi no 4540536921"),
    ("cy", "10259033P"),
    ("cy", "TIC 10259033Z"),
    ("ad", "L-709604-E"),
]


@pytest.mark.parametrize(("country", "text", "expected"), FOUND, ids=[case[1] for case in FOUND])
def test_finds_id(country: str, text: str, expected: str):
    assert ids(text) == [(country, expected)]


@pytest.mark.parametrize(("country", "text"), NOT_FOUND, ids=[case[1] for case in NOT_FOUND])
def test_finds_no_id(country: str, text: str):
    assert not is_found(country, text)
