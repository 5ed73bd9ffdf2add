"""Slack tokens and webhooks. Every key is put together here and opens nothing."""

from __future__ import annotations

import pytest

from tests.detection.samples import random_text, secrets

BOT = "xoxb" + "-123456789012-234567890123-" + random_text(24)
APP = "xapp" + "-1-A0123456789-1234567890123-" + random_text(64)
LEGACY = "xoxa" + "-2-" + random_text(32)
HOOK = "hooks.slack.com" + "/services/T0123ABCD/B0123ABCD/" + random_text(24)
WORKFLOW = "hooks.slack.com" + "/workflows/T0123ABCD/A0123ABCD/442660231806210747/" + random_text(24)

FOUND = [
    ("bot", f"SLACK={BOT}", BOT),
    ("app", APP, APP),
    ("legacy", LEGACY, LEGACY),
    ("webhook", f"https://{HOOK}", HOOK),
    ("workflow", WORKFLOW, WORKFLOW),
]

NOT_FOUND = [
    ("mask", "xoxb" + "-123456789012-" + "X" * 24),
    ("description", "xoxb-your-token-here"),
    ("short numbers", "xoxp" + "-1234-1234-1234-" + random_text(32)),
    ("template of a webhook", "https://hooks.slack.com/services/T00000000/B00000000/" + "X" * 24),
    ("other address", "https://slack.com/services/T0123ABCD/B0123ABCD/" + random_text(24)),
    ("inside a word", "a" + BOT),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_secret(text: str, expected: str):
    assert secrets(text) == [("secret.slack_token", expected)]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_secret(text: str):
    assert secrets(text) == []
