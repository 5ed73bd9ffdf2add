"""Addresses with a credential in them. Every credential is put together here and opens nothing."""

from __future__ import annotations

import pytest

from tests.detection.recognizers.secret_formats.scanning import found, hexadecimal, uuid
from tests.detection.samples import jwt, random_text

TOKEN = random_text(32)
PASSWORD = "Blue7" + "Horse"
LOGIN = f"https://jane:{PASSWORD}@shop.internal:8443/a?b=1"
QUERY = f"https://shop.internal/reset?user=jane&token={TOKEN}"
SIGNED = f"https://bucket.s3.internal/a.pdf?X-Amz-Date=20260101T000000Z&X-Amz-Signature={hexadecimal(64)}"
SAS = f"https://x.blob.internal/c/b?sv=2022-11-02&sig={random_text(43)}%3D"
KEY = f"https://api.internal/v1?key={random_text(39)}"
JWT = f"https://api.internal/v1#access_token={jwt({'alg': 'HS256'})}"

FOUND = [
    ("user and password", f"clone {LOGIN}.", ("url.credential", LOGIN)),
    ("token", f'<a href="{QUERY}">', ("url.credential", QUERY)),
    ("signature", f"see {SIGNED} today", ("url.credential", SIGNED)),
    ("shared access", SAS, ("url.credential", SAS)),
    ("key", KEY, ("url.credential", KEY)),
    ("password", "https://x.internal/?pwd=" + PASSWORD, ("url.credential", "https://x.internal/?pwd=" + PASSWORD)),
    ("fragment", JWT, ("url.credential", JWT)),
    (
        "escaped ampersand",
        f"http://x.internal/?a=1&amp;token={TOKEN}",
        ("url.credential", f"http://x.internal/?a=1&amp;token={TOKEN}"),
    ),
]

NOT_FOUND = [
    ("plain", "https://shop.internal/a/b?page=2&sort=name"),
    ("port", "http://shop.internal:8080/path@home"),
    ("placeholders", "http://username:password@host/"),
    ("variable", "https://${USER}:${TOKEN}@github.internal/a.git"),
    ("template", "https://api.internal/v1?access_token={token}"),
    ("name for a token", "https://api.internal/v1?access_token=ACCESS_TOKEN"),
    ("word for a key", "https://search.internal/?key=the-name-of-something-long"),
    ("page of a token", "https://shop.internal/token?format=json"),
    ("id", f"https://shop.internal/orders?id={uuid()}"),
    ("e-mail address", "mailto:jane@shop.internal"),
    ("mask", "https://api.internal/v1?api_key=xxxxxxxxxxxxxxxx"),
    ("search", "https://www.search.internal/?q=how+to+reset+a+password"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_secret(text: str, expected: tuple[str, str]):
    assert found(text) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_nothing(text: str):
    assert found(text) == []
