"""Private keys in PEM armor. Every key is put together here and opens nothing."""

from __future__ import annotations

import pytest

from tests.detection.samples import pem, secrets

KEY = pem()
CUT = KEY.rpartition("\n")[0]
FIELDS = pem("RSA").replace("KEY-----\n", "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0F\n\n", 1)
PGP = pem("PGP").replace("PRIVATE KEY", "PRIVATE KEY BLOCK")

FOUND = [
    ("PKCS#8", f"here:\n{KEY}\nthanks", KEY),
    ("RSA", pem("RSA"), pem("RSA")),
    ("EC", pem("EC", lines=2), pem("EC", lines=2)),
    ("OpenSSH", pem("OPENSSH"), pem("OPENSSH")),
    ("encrypted", pem("ENCRYPTED"), pem("ENCRYPTED")),
    ("header fields", FIELDS, FIELDS),
    ("PGP", PGP, PGP),
    ("escaped line breaks", '{"key": "' + pem(line_break="\\n") + '"}', pem(line_break="\\n")),
    ("indented", pem(line_break="\n    "), pem(line_break="\n    ")),
    ("quoted in an answer", pem(line_break="\n> "), pem(line_break="\n> ")),
    ("without its end", CUT + "\n\nwhat is wrong with it?", CUT),
    ("long", pem("RSA", lines=400), pem("RSA", lines=400)),
]

NOT_FOUND = [
    ("header in a sentence", "It begins with -----BEGIN PRIVATE KEY----- and ends with -----END PRIVATE KEY-----."),
    ("header in code", 'if line == "-----BEGIN RSA PRIVATE KEY-----":\n    inside = True\n    continue'),
    ("header alone", "-----BEGIN PRIVATE KEY-----"),
    ("template", "-----BEGIN PRIVATE KEY-----\n" + "x" * 64 + "\n-----END PRIVATE KEY-----"),
    ("ellipsis", "-----BEGIN PRIVATE KEY-----\nMIIE...\n-----END PRIVATE KEY-----"),
    ("header before prose", "-----BEGIN PRIVATE KEY-----\n" + "words without any key in them " * 5),
    ("public key", KEY.replace("PRIVATE", "PUBLIC")),
    ("certificate", KEY.replace("PRIVATE KEY", "CERTIFICATE")),
    ("certificate request", KEY.replace("PRIVATE KEY", "CERTIFICATE REQUEST")),
    ("PGP message", PGP.replace("PRIVATE KEY BLOCK", "MESSAGE")),
    ("SSH signature", KEY.replace("PRIVATE KEY", "SSH SIGNATURE")),
    ("PGP public key", PGP.replace("PRIVATE", "PUBLIC")),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_secret(text: str, expected: str):
    assert secrets(text) == [("secret.pem_private_key", expected)]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_secret(text: str):
    assert secrets(text) == []


def test_finds_each_of_several_blocks():
    text = f"{pem('EC')}\n{KEY}"
    assert [value for _, value in secrets(text)] == [pem("EC"), KEY]


@pytest.mark.parametrize("before", [16_300, 16_384, 32_760])
def test_block_across_a_window_s_end_is_found_whole(before: int):
    assert [value for _, value in secrets(f"{'x ' * before}{KEY}{' x' * 16_000}")] == [KEY]
