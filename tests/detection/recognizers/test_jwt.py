"""JSON web tokens. Every key is put together here and opens nothing."""

from __future__ import annotations

import pytest

from tests.detection.samples import jwt, random_text, secrets

TOKEN = jwt({"alg": "HS256", "typ": "JWT"})
UNSIGNED = jwt({"alg": "none"}).rpartition(".")[0]

FOUND = [
    ("bearer", f"Authorization: Bearer {TOKEN}", TOKEN),
    ("unsigned", UNSIGNED + ".", UNSIGNED),
    ("cut off behind the payload", TOKEN.rpartition(".")[0], TOKEN.rpartition(".")[0]),
]

NOT_FOUND = [
    ("header without algorithm", jwt({"typ": "JWT"})),
    ("no JSON in the header", "eyJ" + random_text(40) + "." + random_text(40) + "." + random_text(40)),
    ("header alone", TOKEN.partition(".")[0]),
    ("dotted names", "eyJson.parser.module"),
    ("list for a header", "eyJ" + "bXV0" * 4 + ".e30.x"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_secret(text: str, expected: str):
    assert secrets(text) == [("secret.jwt", expected)]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_secret(text: str):
    assert secrets(text) == []
