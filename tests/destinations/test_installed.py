"""Installed things, and extensions of editors."""

from __future__ import annotations

import pytest

from agent.destinations import INSTALLED_KINDS, packaged_catalogue
from tests.destinations.samples import matched

CATALOGUE = packaged_catalogue()


@pytest.mark.parametrize(
    ("kind", "name", "destination_id"),
    [
        ("desktop_file", "cursor.desktop", "cursor"),
        ("desktop_file", "ai.jan.Jan", "jan"),
        ("desktop_file", "code.desktop", None),
        ("desktop_file", "cursor-theme.desktop", None),
        ("flatpak", "com.jeffser.Alpaca", "alpaca"),
        ("flatpak", "org.gnome.TextEditor", None),
        ("snap", "ollama", "ollama"),
        ("snap", "firefox", None),
        ("pip", "aider-chat", "aider"),
        ("pip", "Aider_Chat", "aider"),
        ("pip", "openai", None),
        ("npm", "@anthropic-ai/claude-code", "claude-code"),
        ("npm", "claude", None),
        ("command", "ollama", "ollama"),
        ("command", "claude", "claude-code"),
        ("command", "codex.cmd", "codex"),
        ("command", "Ollama.exe", None),
        ("command", "ollama.exe", "ollama"),
        ("command", "claude.sh", None),
        ("command", "goose", None),
        ("command", "copilot", None),
        ("bundle", "com.anthropic.claudefordesktop", "claude"),
        ("bundle", "com.apple.Safari", None),
        ("config_folder", ".claude", "claude-code"),
        ("config_folder", ".config/opencode/", "opencode"),
        ("config_folder", r".codeium\windsurf", "windsurf"),
        ("config_folder", ".codeium", None),
        ("config_folder", ".gemini", None),
        ("browser_extension", "kbfnbcaeplbcioakkpcpgfkobkghlhen", "grammarly"),
        ("browser_extension", "87677a2c52b84ad3a151a4a72f5bd3c4@jetpack", "grammarly"),
        ("browser_extension", "cjpalhdlnbpafiamejdnhcphjbkeiagm", None),
    ],
)
def test_matches_what_is_installed(kind: str, name: str, destination_id: str | None):
    expected = (destination_id, "installed") if destination_id else None
    assert matched(CATALOGUE.match_installed(kind, name)) == expected


@pytest.mark.parametrize(
    ("editor_id", "destination_id"),
    [
        ("GitHub.copilot", "github-copilot"),
        ("github.copilot-1.372.1776", "github-copilot"),
        ("github.copilot-chat-0.31.5", "github-copilot"),
        ("anthropic.claude-code-2.0.14-linux-x64", "claude-code"),
        ("com.github.copilot", "github-copilot"),
        ("com.intellij.ml.llm", "jetbrains-ai"),
        ("com.tabnine.TabNine", "tabnine"),
        ("saoudrizwan.claude-dev", "cline"),
        ("github.copilot-theme", None),
        ("github.copilot-theme-1.0.0", None),
        ("github.vscode-pull-request-github-0.9.0", None),
        ("ms-python.python", None),
        ("copilot", None),
        ("", None),
    ],
)
def test_matches_the_extensions_of_editors(editor_id: str, destination_id: str | None):
    expected = (destination_id, "editor_extension") if destination_id else None
    assert matched(CATALOGUE.match_editor_extension(editor_id)) == expected


@pytest.mark.parametrize("kind", INSTALLED_KINDS)
def test_no_kind_minds_an_empty_name(kind: str):
    assert CATALOGUE.match_installed(kind, "") is None


def test_refuses_a_kind_that_nobody_knows():
    with pytest.raises(ValueError, match="no such kind of installed thing: rpm"):
        CATALOGUE.match_installed("rpm", "ollama")
