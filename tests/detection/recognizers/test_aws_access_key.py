"""AWS access keys. Every key is put together here and opens nothing."""

from __future__ import annotations

import string

import pytest

from tests.detection.samples import random_text, secrets

ID = "AKIA" + random_text(16, string.ascii_uppercase + "234567")
SECRET = random_text(40)

FOUND = [
    ("id", f"key {ID}", ID),
    ("id, temporary", "ASIA" + ID[4:], "ASIA" + ID[4:]),
    ("secret in JSON", f'"SecretAccessKey": "{SECRET}"', SECRET),
    ("secret in a configuration", f"aws_secret_access_key = {SECRET}\n", SECRET),
]

NOT_FOUND = [
    ("documented id", "AKIAIOSFODNN7" + "EXAMPLE"),
    ("documented secret", 'aws_secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCY' + 'EXAMPLEKEY"'),
    ("lower-case id", ID.lower()),
    ("id inside a word", f"X{ID}"),
    ("secret without its name", SECRET),
    ("longer than a secret", f"aws_secret_key={SECRET}AB"),
    ("mask", "aws_secret_access_key=" + "x" * 40),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_secret(text: str, expected: str):
    assert secrets(text) == [("secret.aws_access_key", expected)]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_secret(text: str):
    assert secrets(text) == []


def test_finds_secret_behind_its_id():
    assert [value for _, value in secrets(f"{ID},{SECRET}")] == [ID, SECRET]
