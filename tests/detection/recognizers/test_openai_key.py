"""OpenAI keys. Every key is put together here and opens nothing."""

from __future__ import annotations

import pytest

from agent.detection import default_pipeline
from tests.detection.samples import random_text, secrets

MARKED = "sk-proj-" + random_text(30) + "T3Blbk" + "FJ" + random_text(30, seed=2)
LEGACY = "sk-" + random_text(48)

FOUND = [
    ("project", f"OPENAI_API_KEY={MARKED}", MARKED),
    ("service account", MARKED.replace("proj", "svcacct"), MARKED.replace("proj", "svcacct")),
    ("legacy", LEGACY, LEGACY),
]

NOT_FOUND = [
    ("scikit-learn class", "sk-estimator-doc-link-very-long-name-for-a-class"),
    ("description", "sk-your-openai-api-key-goes-here-0123456789"),
    ("mask", "sk-" + "x" * 48),
    ("end of a word", "task-" + random_text(48)),
    ("part of a dashed name", "my-" + LEGACY),
    ("too short", "sk-" + random_text(20)),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_secret(text: str, expected: str):
    assert secrets(text) == [("secret.openai_key", expected)]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_secret(text: str):
    assert secrets(text) == []


def test_marker_makes_a_key_certain():
    (marked,) = default_pipeline().find(MARKED)
    (plain,) = default_pipeline().find(LEGACY)
    assert plain.confidence < 0.95 < marked.confidence
