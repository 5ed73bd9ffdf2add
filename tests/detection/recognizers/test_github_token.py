"""GitHub tokens. Every key is put together here and opens nothing."""

from __future__ import annotations

import pytest

from agent.detection import default_pipeline
from tests.detection.samples import github_token, random_text, secrets

UNCHECKED = "ghp_" + random_text(36)
FINE_GRAINED = "github_pat_" + random_text(22) + "_" + random_text(59)

FOUND = [
    ("personal", f"token={github_token()}", github_token()),
    ("server", github_token("ghs"), github_token("ghs")),
    ("wrong checksum", UNCHECKED, UNCHECKED),
    ("fine-grained", f"use {FINE_GRAINED}.", FINE_GRAINED),
]

NOT_FOUND = [
    ("mask", "ghp_" + "x" * 36),
    ("too short", "ghp_" + random_text(35)),
    ("unknown prefix", "ghz_" + random_text(36)),
    ("inside a word", "a" + github_token()),
    ("fine-grained, too short", FINE_GRAINED[:-1]),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_secret(text: str, expected: str):
    assert secrets(text) == [("secret.github_token", expected)]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_secret(text: str):
    assert secrets(text) == []


def test_checksum_makes_a_token_certain():
    (right,) = default_pipeline().find(github_token())
    (wrong,) = default_pipeline().find(UNCHECKED)
    assert (right.confidence, wrong.confidence) == (0.99, 0.8)
