"""Private keys. Every key is put together here and opens nothing."""

from __future__ import annotations

import base64
import string

import pytest

from tests.detection.recognizers.secret_formats.scanning import BASE64, HEX, confidence, finding, finding_nothing, found
from tests.detection.samples import pem, random_text

KEY = pem()
HEADER = KEY.partition("\n")[0]
CUT = KEY.rpartition("\n")[0]
FOOTER = KEY.rpartition("\n")[2]
TAIL = KEY.partition("\n")[2]
FIELDS = pem("RSA").replace("KEY-----\n", "KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0F\n\n", 1)
XML = f"<RSAKeyValue><Modulus>{random_text(172)}</Modulus><D>{random_text(172)}</D></RSAKeyValue>"
PGP = pem("PGP").replace("PRIVATE KEY", "PRIVATE KEY BLOCK")
SSH2 = KEY.replace("-----BEGIN ", "---- BEGIN SSH2 ENCRYPTED ").replace("-----END ", "---- END SSH2 ENCRYPTED ")
SSH2 = SSH2.replace("KEY-----", "KEY ----")
PKCS8 = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC" + random_text(400, BASE64) + "=="
PKCS1 = "MIIEpAIBAAKCAQEA" + random_text(400, BASE64) + "="
CERTIFICATE = "MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkq" + random_text(400, BASE64)
OPENSSH = base64.b64encode(b"openssh-key-v1\0" + random_text(90).encode()).decode()
PUTTY = (
    "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: jane@host\nPublic-Lines: 1\n"
    f"{random_text(64, BASE64)}\nPrivate-Lines: 1\n{random_text(48, BASE64, seed=2)}"
    f"\nPrivate-MAC: {random_text(64, HEX)}"
)


def _pem(key: str) -> tuple[str, str]:
    return ("pem_private_key", key)


FOUND = [
    ("XML", XML, ("xml_key", XML)),
    ("PKCS#8", f"here:\n{KEY}\nthanks", _pem(KEY)),
    ("RSA", pem("RSA"), _pem(pem("RSA"))),
    ("EC", pem("EC", lines=2), _pem(pem("EC", lines=2))),
    ("OpenSSH", pem("OPENSSH"), _pem(pem("OPENSSH"))),
    ("encrypted", pem("ENCRYPTED"), _pem(pem("ENCRYPTED"))),
    ("header fields", FIELDS, _pem(FIELDS)),
    ("PGP", PGP, _pem(PGP)),
    ("SSH2", SSH2, _pem(SSH2)),
    ("escaped line breaks", '{"key": "' + pem(line_break="\\n") + '"}', _pem(pem(line_break="\\n"))),
    ("indented", pem(line_break="\n    "), _pem(pem(line_break="\n    "))),
    ("quoted in an answer", pem(line_break="\n> "), _pem(pem(line_break="\n> "))),
    ("without its end", CUT + "\n\nwhat is wrong with it?", _pem(CUT)),
    ("long", pem("RSA", lines=400), _pem(pem("RSA", lines=400))),
    ("header alone", "-----BEGIN PRIVATE KEY-----", _pem("-----BEGIN PRIVATE KEY-----")),
    (
        "header in a string of its own",
        'key = "-----BEGIN EC PRIVATE KEY-----\\n" +',
        _pem("-----BEGIN EC PRIVATE KEY-----"),
    ),
    ("header and half a line", f"{HEADER}\n{random_text(24)}", _pem(HEADER)),
    ("PKCS#8 without armor", f"key: {PKCS8}", ("bare_private_key", PKCS8)),
    ("PKCS#1 without armor", f'"{PKCS1}" and more words here', ("bare_private_key", PKCS1)),
    ("OpenSSH without armor", OPENSSH, ("bare_private_key", OPENSSH)),
    ("PuTTY", f"{PUTTY}\nmore", ("putty_key", PUTTY)),
]

NOT_FOUND = [
    ("public key in XML", f"<RSAKeyValue><Modulus>{random_text(172)}</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>"),
    (
        "the alphabet in armor",
        HEADER + "\n" + base64.b64encode(string.ascii_lowercase.encode()).decode() + "\n" + FOOTER,
    ),
    ("header in a sentence", "It begins with -----BEGIN PRIVATE KEY----- and ends with -----END PRIVATE KEY-----."),
    ("header in code", 'if line == "-----BEGIN RSA PRIVATE KEY-----":\n    inside = True\n    continue'),
    ("header of a template", "-----BEGIN PRIVATE KEY-----\n<your key>"),
    ("header before a variable", "-----BEGIN PRIVATE KEY-----\n${KEY}\n-----END PRIVATE KEY-----"),
    ("header before nothing but signs", "-----BEGIN PRIVATE KEY-----\n" + "+" * 40_000 + "."),
    ("header in a call", 'text.startswith("-----BEGIN RSA PRIVATE KEY-----")'),
    ("armor around nothing", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----"),
    ("footer alone", "-----END PRIVATE KEY-----"),
    ("footer behind code", 'if line == "-----END RSA PRIVATE KEY-----":\n    break'),
    ("template", "-----BEGIN PRIVATE KEY-----\n" + "x" * 64 + "\n-----END PRIVATE KEY-----"),
    ("ellipsis", "-----BEGIN PRIVATE KEY-----\nMIIE...\n-----END PRIVATE KEY-----"),
    ("header before prose", "-----BEGIN PRIVATE KEY-----\n" + "words without any key in them " * 5),
    ("public key", KEY.replace("PRIVATE", "PUBLIC")),
    ("certificate", KEY.replace("PRIVATE KEY", "CERTIFICATE")),
    ("certificate request", KEY.replace("PRIVATE KEY", "CERTIFICATE REQUEST")),
    ("PGP message", PGP.replace("PRIVATE KEY BLOCK", "MESSAGE")),
    ("SSH signature", KEY.replace("PRIVATE KEY", "SSH SIGNATURE")),
    ("PGP public key", PGP.replace("PRIVATE", "PUBLIC")),
    ("certificate without armor", CERTIFICATE),
    ("public key without armor", "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A" + random_text(300, BASE64)),
    ("middle of base 64", random_text(60, BASE64) + PKCS8),
    ("public part of PuTTY's", PUTTY.partition("Private-Lines")[0]),
    ("SSH public key", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI" + random_text(43, BASE64) + " jane@host"),
]


test_finds_secret = finding(FOUND)
test_finds_nothing = finding_nothing(NOT_FOUND)


def test_finds_a_block_without_its_header_by_its_lines_and_its_footer():
    assert found(TAIL) == [*(("key_body", line) for line in TAIL.splitlines()[:-1]), ("pem_footer", FOOTER)]


def test_header_alone_is_less_sure_than_a_block():
    assert 0 < confidence(HEADER) < confidence(CUT) < confidence(KEY)


def test_finds_each_of_several_blocks():
    text = f"{pem('EC')}\n{KEY}"
    assert [value for _, value in found(text)] == [pem("EC"), KEY]


@pytest.mark.parametrize("before", [16_300, 16_384, 32_760])
def test_block_across_a_window_s_end_is_found_whole(before: int):
    assert [value for _, value in found(f"{'x ' * before}{KEY}{' x' * 16_000}")] == [KEY]
