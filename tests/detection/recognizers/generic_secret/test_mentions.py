"""Table of secrets that a text speaks of. Every secret is drawn here and opens nothing."""

from __future__ import annotations

import base64

import pytest

from tests.detection.samples import random_text, secrets

SECRET = random_text(36)
SHORT = random_text(15, seed=3)
HEX = random_text(32, "0123456789abcdef")
PRODUCT_KEY = "-".join(random_text(5, "BCDFGHJKMPQRTVWXY", seed) for seed in range(5))
SHA1 = random_text(40, "0123456789abcdef")

FOUND = [
    ("command line", f"deploy --token {SHORT} now", SHORT),
    ("command line, one dash", f"deploy -secret {SHORT}", SHORT),
    ("command line, a provider's option", f"deploy --softlayer-api-key {SECRET}", SECRET),
    ("network", f"vpn psk {SECRET}", SECRET),
    ("network, shared key", f"pre-shared-key ascii-text {SECRET}", SECRET),
    ("image", f"ENV API_TOKEN {SHORT}", SHORT),
    ("macro", f"%define token {SECRET}", SECRET),
    ("sentence", f"The API key is {SHORT}.", SHORT),
    ("sentence, some words", f"the secret for staging is {SHORT}", SHORT),
    ("German", f"Der API-Key ist {SHORT}", SHORT),
    ("near", f"Here is the token you asked for:\n\n{SECRET}\n", SECRET),
    ("near, behind", f"{SECRET} (api key)", SECRET),
    ("product key", f"Activation key : {PRODUCT_KEY}", PRODUCT_KEY),
    ("near, hexadecimal", f"use this api key please -> {HEX}", HEX),
]

NOT_FOUND = [
    ("product key without a name", f"shelf {PRODUCT_KEY}"),
    ("without a name", f"see {SECRET}"),
    ("encrypted by Maven", f"<passphrase>{{{SECRET}}}</passphrase>"),
    ("commit", f"the token was leaked in commit {SHA1}"),
    ("checksum", f"secret file, sha256 {HEX}{HEX}"),
    ("integrity", f"token-parser integrity sha512-{SECRET}"),
    ("hash of a file", f"token.tar.gz md5 {HEX}"),
    ("media", "secret picture data:image/png;base64," + base64.b64encode(SECRET.encode()).decode()),
    ("public key", f"the secret's public half is ssh-rsa {SECRET}"),
    ("long name", "secret: crypto_secretstream_xchacha20poly1305_init_push"),
    ("words", "the token is case-sensitive-and-long-enough-for-everyone"),
    ("network, a name", "ike pre-shared-key local-office-psk"),
    ("network, encrypted", "psk is set"),
    ("sentence", "The token is invalid."),
    ("placeholder", "deploy --token your-token-12345"),
    ("variable", "deploy --token $TOKEN_12345"),
    ("path", "deploy --token /run/secrets/token1"),
    ("part of an address", f"token docs at https://example.com/{SECRET}"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_secret(text: str, expected: str):
    assert secrets(text) == [("secret.mention", expected)]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_secret(text: str):
    assert secrets(text) == []
