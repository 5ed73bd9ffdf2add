"""Credentials of requests. Every key is put together here and opens nothing."""

from __future__ import annotations

import base64

import pytest

from agent.detection.recognizers.secret_formats.authorization import is_password
from tests.detection.recognizers.secret_formats.scanning import finding, finding_nothing, hexadecimal, uuid
from tests.detection.samples import random_text

BASIC = base64.b64encode(b"jane:Blue7" + b"Horse").decode()
TOKEN = random_text(40)
NTLM = "TlRMTVNTUAAD" + random_text(120)

FOUND = [
    ("basic", f"Authorization: Basic {BASIC}", ("authorization", BASIC)),
    ("basic in code", f'headers["Authorization"] = "Basic {BASIC}"', ("authorization", BASIC)),
    ("basic alone", f"Basic {BASIC}", ("authorization", BASIC)),
    ("bearer", f"Authorization: Bearer {TOKEN}", ("authorization", TOKEN)),
    ("bearer in JSON", f'"authorization": "Bearer {TOKEN}",', ("authorization", TOKEN)),
    ("bearer alone", f"with Bearer {TOKEN}", ("authorization", TOKEN)),
    ("another scheme", f"curl -H 'Authorization: Token {hexadecimal(40)}'", ("authorization", hexadecimal(40))),
    ("no scheme", f"curl --header 'Authorization:  {uuid()}'", ("authorization", uuid())),
    ("NTLM", f"here: {NTLM}", ("authorization", NTLM)),
    ("session of Java", f"JSESSIONID={hexadecimal(32).upper()}", ("authorization", hexadecimal(32).upper())),
    ("session of PHP", f'"PHPSESSID": "{hexadecimal(26)}"', ("authorization", hexadecimal(26))),
    ("session", f"Cookie: lang=en; sessionid={TOKEN}; theme=dark", ("authorization", TOKEN)),
]

NOT_FOUND = [
    ("template", "Authorization: Bearer <token>"),
    ("variable", 'curl -H "Authorization: Bearer $API_KEY"'),
    ("mask", "Authorization: Bearer XXXXXXXXXXXXXXXXXXXX"),
    ("call", "Authorization: Bearer $(gcloud auth print-access-token)"),
    ("ellipsis", "Authorization: Basic ..."),
    ("documented basic", "Authorization: Basic QWxhZGRpbjpvcGVu" + "IHNlc2FtZQ=="),
    ("no password in basic", "Basic " + base64.b64encode(b"plain words only").decode()),
    ("word behind basic", "Basic understanding of programming"),
    ("word behind bearer", "the bearer certificates1 of deposit"),
    ("code", "authorization = request.headers.get('authorization')"),
    ("sentence", "Authorization: required for all endpoints"),
    ("first message of NTLM", "NTLM TlRMTVNTUAAB" + "A" * 40),
    ("cookie of a choice", "Cookie: lang=en; consent=" + TOKEN),
    ("name of a session alone", "JSESSIONID is the name of the cookie"),
    ("session, variable", "PHPSESSID=${SESSION_OF_THE_TEST}"),
    ("separators alone", "Authorization: Basic ;;"),
]


test_finds_secret = finding(FOUND)
test_finds_nothing = finding_nothing(NOT_FOUND)


@pytest.mark.parametrize(
    ("password", "user", "expected"),
    [
        ("Blue7" + "Horse", "jane", True),
        ("jane", "jane", False),
        ("<password>", "", False),
        ("${PASS}", "", False),
        ("{{ pass }}", "", False),
        ("password", "", False),
        ("", "jane", False),
        ("aaaa", "jane", False),
    ],
)
def test_password(password: str, user: str, *, expected: bool):
    assert is_password(password, user) is expected
