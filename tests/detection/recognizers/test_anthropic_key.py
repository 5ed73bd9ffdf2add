"""Anthropic keys. Every key is put together here and opens nothing."""

from __future__ import annotations

import pytest

from tests.detection.samples import random_text, secrets

KEY = "sk-ant-" + "api03-" + random_text(93) + "AA"

FOUND = [
    ("API", f"'{KEY}'", KEY),
    ("admin", KEY.replace("api03", "admin01"), KEY.replace("api03", "admin01")),
]

NOT_FOUND = [
    ("description", "sk-ant-api03-" + "your-key-" * 10),
    ("mask", "sk-ant-" + "api03-" + "x" * 95),
    ("too short", KEY[:60]),
    ("unknown kind", KEY.replace("api03", "other")),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_secret(text: str, expected: str):
    assert secrets(text) == [("secret.anthropic_key", expected)]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_secret(text: str):
    assert secrets(text) == []
