"""Tables of windows that are an AI destination, and of their near misses."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agent.core.content import ActiveWindow
from agent.destinations import packaged_catalogue

CATALOGUE = packaged_catalogue()
APP_CLASSES = ("", "firefox", "google-chrome", "microsoft-edge", "xterm", "code", "cursor")


def matched_id(title: str, app_class: str, process_name: str = "") -> str | None:
    window = ActiveWindow(window_id=1, title=title, app_class=app_class, process_name=process_name)
    destination = CATALOGUE.match(window)
    return destination.destination_id if destination else None


@pytest.mark.parametrize(
    ("title", "app_class", "destination_id"),
    [
        ("ChatGPT — Mozilla Firefox", "firefox", "chatgpt"),
        ("ChatGPT — Mozilla Firefox", "firefox-esr", "chatgpt"),
        ("ChatGPT — Mozilla Firefox", "navigator", "chatgpt"),
        ("ChatGPT — Mozilla Firefox Private Browsing", "firefox", "chatgpt"),
        ("ChatGPT - Google Chrome", "google-chrome", "chatgpt"),
        ("ChatGPT - Google Chrome (Incognito)", "google-chrome", "chatgpt"),
        ("ChatGPT - Google Chrome - Jane", "google-chrome", "chatgpt"),
        ("ChatGPT - Chromium", "chromium", "chatgpt"),
        ("ChatGPT - Brave", "brave-browser", "chatgpt"),
        ("ChatGPT - Vivaldi", "vivaldi-stable", "chatgpt"),
        ("ChatGPT - Opera", "opera", "chatgpt"),
        ("ChatGPT", "epiphany", "chatgpt"),
        ("ChatGPT - Personal - Microsoft\u200b Edge", "microsoft-edge", "chatgpt"),
        ("ChatGPT - Profile 2 - Microsoft\u200b Edge", "microsoft-edge", "chatgpt"),
        ("ChatGPT - [InPrivate] - Microsoft\u200b Edge", "microsoft-edge", "chatgpt"),
        ("ChatGPT and 3 more pages - Work - Microsoft\u200b Edge", "microsoft-edge", "chatgpt"),
        ("ChatGPT - trip plan - Chromium", "chromium", "chatgpt"),
        ("(3) ChatGPT - trip plan — Mozilla Firefox", "firefox", "chatgpt"),
        ("trip plan - Claude — Mozilla Firefox", "firefox", "claude"),
        ("trip plan - Claude - Work - Microsoft\u200b Edge", "microsoft-edge", "claude"),
        ("Claude - Chromium", "chromium", "claude"),
        ("\u200eGoogle Gemini - Google Chrome", "google-chrome", "gemini"),
        ("Microsoft Copilot: Your AI companion - Google Chrome", "google-chrome", "microsoft-copilot"),
        ("Chat | M365 Copilot - Work - Microsoft\u200b Edge", "microsoft-edge", "microsoft-copilot"),
        ("New chat · GitHub Copilot - Chromium", "chromium", "github-copilot"),
        ("Perplexity — Mozilla Firefox", "firefox", "perplexity"),
        ("Le Chat - Mistral AI - Google Chrome", "google-chrome", "mistral-le-chat"),
        ("Le Chat \u2013 Mistral AI — Mozilla Firefox", "firefox", "mistral-le-chat"),
        ("trip plan - DeepSeek - Chromium", "chromium", "deepseek"),
        ("Grok / X — Mozilla Firefox", "firefox", "grok"),
        ("ChatGPT", "xterm", "chatgpt"),
        ("ChatGPT", "", "chatgpt"),
        ("main.py - shop - Cursor", "cursor", "cursor"),
        ("main.py - shop", "windsurf", "windsurf"),
        ("✳ Claude Code", "xterm", "claude-code"),
        ("Home", "claude", "claude"),
        ("Ollama", "", "ollama"),
        ("llama - chat", "lm-studio", "lm-studio"),
    ],
)
def test_matches_the_window_of_an_ai_app(title: str, app_class: str, destination_id: str):
    assert matched_id(title, app_class) == destination_id


@pytest.mark.parametrize(
    ("title", "app_class"),
    [
        ("", ""),
        ("", "firefox"),
        ("Mozilla Firefox", "firefox"),
        ("New Tab - Google Chrome", "google-chrome"),
        ("ChatGPT - Wikipedia — Mozilla Firefox", "firefox"),
        ("ChatGPT - Wikipedia - Work - Microsoft\u200b Edge", "microsoft-edge"),
        ("ChatGPT - Google Search - Google Chrome", "google-chrome"),
        ("ChatGPT at DuckDuckGo — Mozilla Firefox", "firefox"),
        ("ChatGPT - Apps on Google Play - Chromium", "chromium"),
        ("ChatGPT - Google Docs - Google Chrome", "google-chrome"),
        ("ChatGPT - prices | Reddit - Google Chrome", "google-chrome"),
        ("ChatGPT | OpenAI — Mozilla Firefox", "firefox"),
        ("ChatGPTs - Chromium", "chromium"),
        ("chatgpt - Chromium", "chromium"),
        ("How to use ChatGPT - YouTube — Mozilla Firefox", "firefox"),
        ("How to use ChatGPT - Chromium", "chromium"),
        ("Claude Monet - Wikipedia — Mozilla Firefox", "firefox"),
        ("Claude - Wikipedia — Mozilla Firefox", "firefox"),
        ("Meet Claude \\ Anthropic — Mozilla Firefox", "firefox"),
        ("Gemini | Crypto exchange - Google Chrome", "google-chrome"),
        ("Gemini - Buy Bitcoin - Google Chrome", "google-chrome"),
        ("Gemini - Google Chrome", "google-chrome"),
        ("Gemini (constellation) - Wikipedia — Mozilla Firefox", "firefox"),
        ("Copilot (aviation) — Mozilla Firefox", "firefox"),
        ("Copilot (aviation) - Wikipedia — Mozilla Firefox", "firefox"),
        ("GitHub Copilot · Your AI pair programmer · GitHub - Chromium", "chromium"),
        ("Perplexity - Wikipedia — Mozilla Firefox", "firefox"),
        ("Le Chat Noir — Mozilla Firefox", "firefox"),
        ("DeepSeek - Wikipedia — Mozilla Firefox", "firefox"),
        ("Your First API Call | DeepSeek API Docs — Mozilla Firefox", "firefox"),
        ("Ollama - Chromium", "chromium"),
        ("Claude Code - Chromium", "chromium"),
        ("ChatGPT - trip plan", "xterm"),
        ("claude.sh - gedit", "gedit"),
        ("Claude", "org.gnome.nautilus"),
        ("Claude", "signal"),
        ("vim chatgpt_notes.md", "xterm"),
        ("ChatGPT.txt", "gedit"),
        ("cursor.py - Visual Studio Code", "code"),
        ("ollama run llama3", "xterm"),
        ("Cursor", "xfce4-mouse-settings"),
    ],
)
def test_is_not_misled_by_a_near_miss(title: str, app_class: str):
    assert matched_id(title, app_class) is None


@pytest.mark.parametrize(
    ("process_name", "destination_id"),
    [
        ("cursor", "cursor"),
        ("lm-studio", "lm-studio"),
        ("ChatGPT.exe", "chatgpt"),
        ("Cursor.exe", "cursor"),
        ("claude.exe", "claude"),
        ("claude.sh", None),
        ("cursor-theme", None),
        ("bash", None),
        ("powershell.exe", None),
        ("gemini.exe", None),
    ],
)
def test_matches_a_whole_process_name_only(process_name: str, destination_id: str | None):
    assert matched_id("window", "", process_name) == destination_id


def test_takes_a_window_without_a_class_for_a_browser_by_its_process():
    assert matched_id("trip plan - Claude - Chromium", "", "chromium") == "claude"
    assert matched_id("trip plan - Claude - Chromium", "", "gedit") is None


@pytest.mark.parametrize("process_name", ["chrome.exe", "msedge.exe", "firefox.exe", "Safari", "Google Chrome"])
def test_judges_a_browser_of_any_system_by_its_page(process_name: str):
    assert matched_id("trip plan - Claude", "", process_name) == "claude"
    assert matched_id("ChatGPT - Wikipedia", "", process_name) is None


@pytest.mark.parametrize(
    ("app_class", "destination_id"),
    [("com.openai.chat", "chatgpt"), ("com.jeffser.alpaca", "alpaca"), ("com.apple.textedit", None)],
)
def test_takes_the_id_of_an_app_for_its_class(app_class: str, destination_id: str | None):
    assert matched_id("notes", app_class) == destination_id


def test_judges_a_browser_with_ai_in_it_by_its_page_too():
    assert matched_id("Weather today", "ai.perplexity.comet") is None
    assert matched_id("ChatGPT", "com.openai.atlas") == "chatgpt"


def test_lets_the_last_name_decide_when_a_page_title_names_two_apps():
    assert matched_id("ChatGPT - moving to - Claude - Chromium", "chromium") == "claude"


@given(title=st.text(), app_class=st.sampled_from(APP_CLASSES))
@example(title="ChatGPT - " * 100_000, app_class="firefox")
@example(title=" — Mozilla Firefox", app_class="firefox")
@example(title="(1) " * 50_000, app_class="xterm")
def test_never_raises_on_any_title(title: str, app_class: str):
    CATALOGUE.match(ActiveWindow(window_id=1, title=title, app_class=app_class))


@given(topic=st.text(alphabet=st.characters(categories=("L", "Nd", "Zs")), min_size=1))
def test_takes_every_topic_for_a_conversation_but_no_page_of_another_site(topic: str):
    assert matched_id(f"topic {topic} - Claude — Mozilla Firefox", "firefox") == "claude"
    assert matched_id(f"ChatGPT - {topic} - Wikipedia — Mozilla Firefox", "firefox") is None
