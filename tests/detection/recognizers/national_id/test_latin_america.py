"""Table of what is and what is no id of Latin America."""

from __future__ import annotations

import pytest

from tests.detection.recognizers.national_id.found import ids, is_found

FOUND = [
    ("mx", "HEGG560427MVZRRL04", "HEGG560427MVZRRL04"),
    ("mx", "GODE561231GR8", "GODE561231GR8"),
    ("mx", "IMSS: 42919084311", "42919084311"),
    ("br", "390.533.447-05", "390.533.447-05"),
    ("br", "cpf: 39053344705", "39053344705"),
    ("br", "PIS 170.33259.50-4", "170.33259.50-4"),
    ("br", "CNS 700 0000 0000 0005", "700 0000 0000 0005"),
    ("ar", "20-10123456-9", "20-10123456-9"),
    ("ar", "CUIT 20267565393", "20267565393"),
    ("cl", "12.531.909-2", "12.531.909-2"),
    ("cl", "rut: 125319092", "125319092"),
    ("co", "NIT 213123432-1", "213123432-1"),
    ("pe", "DNI 10117410-2", "10117410-2"),
    ("pe", "RUC 10054048411", "10054048411"),
    ("ec", "cédula 1714307103", "1714307103"),
    ("uy", "1.234.567-2", "1.234.567-2"),
    ("ve", "RIF V-11470283-4", "V-11470283-4"),
    ("do", "cedula 001-1391478-2", "001-1391478-2"),
    ("cr", "cédula 1-0913-0259", "1-0913-0259"),
    ("gt", "NIT 576937-K", "576937-K"),
    ("sv", "0614-050707-104-8", "0614-050707-104-8"),
    ("py", "RUC 80028061-0", "80028061-0"),
    ("hn", "identidad 0801-1990-12345", "0801-1990-12345"),
    ("cu", "carnet de identidad 91021027775", "91021027775"),
]

NOT_FOUND = [
    ("mx", "HEGG561327MVZRRL04"),
    ("mx", "GODE561331GR8"),
    ("mx", "SKU ABCD123456XYZ"),
    ("mx", "IMSS: 42919084312"),
    ("br", "390.533.447-06"),
    ("br", "39053344705"),
    ("br", "PIS 170.33259.50-5"),
    ("br", "CNS 700 0000 0000 0006"),
    ("ar", "20-10123456-8"),
    ("ar", "20267565393"),
    ("cl", "125319093"),
    ("cl", "125319092"),
    ("co", "NIT 213123432-2"),
    ("co", "nitrogen 213123432-1"),
    ("pe", "10117410-2"),
    ("pe", "RUC 10054048412"),
    ("ec", "cédula 1714307104"),
    ("uy", "1.234.567-3"),
    ("ve", "RIF V-11470283-5"),
    ("do", "cedula 001-1391478-3"),
    ("cr", "1-0913-0259"),
    ("gt", "NIT 576937-1"),
    ("sv", "0614-050707-104-9"),
    ("py", "RUC 80028061-1"),
    ("hn", "0801-1990-12345"),
    ("cu", "carnet de identidad 91023027775"),
]


@pytest.mark.parametrize(("country", "text", "expected"), FOUND, ids=[case[1] for case in FOUND])
def test_finds_id(country: str, text: str, expected: str):
    assert ids(text) == [(country, expected)]


@pytest.mark.parametrize(("country", "text"), NOT_FOUND, ids=[case[1] for case in NOT_FOUND])
def test_finds_no_id(country: str, text: str):
    assert not is_found(country, text)
