"""Hosts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.destinations import packaged_catalogue

CATALOGUE = packaged_catalogue()


@pytest.mark.parametrize(
    ("host", "destination_id"),
    [
        ("chatgpt.com", "chatgpt"),
        ("www.chatgpt.com", "chatgpt"),
        ("ChatGPT.com.", "chatgpt"),
        ("chatgpt.com:443", "chatgpt"),
        ("sora.chatgpt.com", "sora"),
        ("gemini.google.com", "gemini"),
        ("api.openai.com", "openai-api"),
        ("acme.openai.azure.com", "azure-openai"),
        ("api.perplexity.ai", "perplexity-api"),
        ("www.perplexity.ai", "perplexity"),
        ("api2.cursor.sh", "cursor"),
        ("claude.ai", "claude"),
        ("platform.claude.com", "anthropic-api"),
        ("api.individual.githubcopilot.com", "github-copilot"),
        ("gigachat.devices.sberbank.ru", "gigachat-api"),
        ("chatgpt.com.evil.example", None),
        ("notchatgpt.com", None),
        ("evil-chatgpt.com", None),
        ("chatgpt.co", None),
        ("google.com", None),
        ("gemini.com", None),
        ("exchange.gemini.com", None),
        ("en.wikipedia.org", None),
        ("openai.com", None),
        ("github.com", None),
        ("huggingface.co", None),
        ("com", None),
        ("", None),
        (".", None),
        ("[::1]", None),
        ("127.0.0.1", None),
        ("localhost", None),
    ],
)
def test_matches_whole_labels_from_the_right(host: str, destination_id: str | None):
    found = CATALOGUE.match_host(host)
    assert (found.destination_id if found else None) == destination_id


@given(host=st.text())
def test_never_raises_on_any_host(host: str):
    CATALOGUE.match_host(host)


def test_leaves_an_endless_host_alone():
    assert CATALOGUE.match_host("a." * 1_000_000 + "chatgpt.com") is None
