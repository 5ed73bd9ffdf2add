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
LOGIN = "jane:Blue7" + "Horse"

FOUND = [
    ("basic", f"Authorization: Basic {BASIC}", ("authorization", BASIC)),
    ("basic in code", f'headers["Authorization"] = "Basic {BASIC}"', ("authorization", BASIC)),
    ("basic alone", f"Basic {BASIC}", ("authorization", BASIC)),
    ("bearer", f"Authorization: Bearer {TOKEN}", ("authorization", TOKEN)),
    ("bearer in JSON", f'"authorization": "Bearer {TOKEN}",', ("authorization", TOKEN)),
    ("bearer alone", f"with Bearer {TOKEN}", ("authorization", TOKEN)),
    ("another scheme", f"curl -H 'Authorization: Token {hexadecimal(40)}'", ("authorization", hexadecimal(40))),
    ("no scheme", f"curl --header 'Authorization:  {uuid()}'", ("authorization", uuid())),
    ("sshpass", f"sshpass -p {LOGIN[5:]} ssh jane@host", ("command_credential", LOGIN[5:])),
    ("MySQL", f"mysql -u root -p'{LOGIN[5:]}' shop", ("command_credential", LOGIN[5:])),
    ("Docker", f"docker login -u ci -p {LOGIN[5:]} registry.internal", ("command_credential", LOGIN[5:])),
    ("Azure", f"az login --service-principal -u 4711 -p '{LOGIN[5:]}'", ("command_credential", LOGIN[5:])),
    ("Redis", f"redis-cli -h cache -a {LOGIN[5:]} ping", ("command_credential", LOGIN[5:])),
    ("MongoDB", f"mongosh -u root -p {LOGIN[5:]} shop", ("command_credential", LOGIN[5:])),
    ("Windows' share", rf"net use Z: \\fs\x /user:corp\jane {LOGIN[5:]}", ("command_credential", LOGIN[5:])),
    ("login with a token", f"wandb login {hexadecimal(40)}", ("command_credential", hexadecimal(40))),
    ("login with a token, option", f"vault login -token={TOKEN}", ("command_credential", TOKEN)),
    ("NTLM", f"here: {NTLM}", ("authorization", NTLM)),
    ("e-mail address as user", f"curl -u jane@x.internal:{TOKEN}", ("command_credential", f"jane@x.internal:{TOKEN}")),
    ("session", f"Cookie: lang=en; sessionid={TOKEN}; theme=dark", ("authorization", TOKEN)),
    ("curl", f"curl -u {LOGIN} https://host.internal", ("command_credential", LOGIN)),
    (
        "curl, quoted",
        "curl -sk --user 'jane:Blue7" + "Horse' https://x",
        ("command_credential", "jane:Blue7" + "Horse"),
    ),
    ("curl over lines", f"curl https://x \\\n  -u {LOGIN}", ("command_credential", LOGIN)),
    ("curl, key as user", f"curl -u {TOKEN}: https://x", ("command_credential", f"{TOKEN}:")),
    (
        "libcurl",
        f'curl_easy_setopt(curl, CURLOPT_USERPWD, "{LOGIN}");',
        ("command_credential", LOGIN),
    ),
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
    ("curl, placeholders", "curl -u username:password https://x"),
    ("curl, variables", 'curl -u "${USER}:${PASS}" https://x'),
    ("curl, template", "curl -u <user:password> https://test.com/endpoint"),
    ("curl, same twice", "curl -i -u 'test:test'"),
    ("curl, no password", "curl --user jane@host.internal https://x"),
    ("curl, call", 'curl --user "$(cat ./login.txt):$(cat ./password.txt)"'),
    ("sshpass, variable", "sshpass -p $PASS ssh jane@host"),
    ("Docker, variable", "docker login -u ci -p $PASS registry.internal"),
    ("Docker, port", "docker run -p 8080:80 web"),
    ("Docker asks", "docker login -u ci -p"),
    ("Redis, variable", 'redis-cli -h cache -a "$PASS" ping'),
    ("MongoDB asks", "mongosh -u root -p --quiet"),
    ("Windows' share asks", r"net use Z: \\fs\x"),
    ("login without a token", "wandb login --relogin"),
    ("login, words", "vault login -method=userpass-with-a-long-name"),
    ("MySQL asks", "mysql -u root -p shop"),
    ("MySQL, port", "mysql -u root -P 3306 shop"),
    ("separators alone", "Authorization: Basic ;;"),
    ("upload", "curl --upload-file out.txt https://host:8080/a"),
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
