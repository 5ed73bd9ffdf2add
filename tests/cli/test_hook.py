"""`cordon hook install|uninstall|status`, and that its help knows the tools."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from agent.hooks.settings import SETTINGS
from agent.system.programs import HOOK_TOOLS, hook_command
from tests.cli.conftest import Home

TOOLS = sorted(SETTINGS)


def user_file(home: Home, tool: str) -> Path:
    settings = SETTINGS[tool]
    return Path(home.env["HOME"]) / settings.folder / settings.user_file


@pytest.mark.parametrize("tool", TOOLS)
def test_a_hook_is_installed_shown_and_taken_out(home: Home, tool: str):
    file = user_file(home, tool)
    file.parent.mkdir()
    file.write_text('{"mine": 1}')
    installed = home.run("hook", "install", tool)
    assert (installed.returncode, installed.stdout) == (0, b"")
    assert str(file) in installed.stderr.decode()
    assert ("/hooks in Codex" in installed.stderr.decode()) is (tool == "codex")
    assert shlex.join(hook_command(tool)) in file.read_text()

    rows = json.loads(home.run("hook", "status", "--format", "json").stdout)["hooks"]
    states = {(row["tool"], row["scope"]): (row["state"], row["fails"]) for row in rows}
    assert states.pop((tool, "user")) == ("installed", "goes on")
    assert set(states.values()) == {("not installed", "")}

    assert b"Already there" in home.run("hook", "install", tool).stderr
    assert home.run("hook", "install", tool, "--fail-closed").returncode == 0
    assert "held back" in home.run("hook", "status").stdout.decode()
    assert home.run("hook", "uninstall", tool).returncode == 0
    assert file.read_text() == '{"mine": 1}'
    assert b"Not installed" in home.run("hook", "uninstall", tool).stderr


@pytest.mark.parametrize("tool", TOOLS)
def test_what_would_change_can_be_seen_first(home: Home, tool: str):
    file = user_file(home, tool)
    shown = home.run("hook", "install", tool, "--dry-run")
    assert shown.returncode == 0
    lines = shown.stdout.decode().splitlines()
    assert lines[:2] == ["--- /dev/null", f"+++ {file}"]
    assert all(line.startswith(("+", "-", "@", " ")) for line in lines)
    assert not file.parent.exists()
    home.run("hook", "install", tool)
    before = file.read_bytes()
    shown = home.run("hook", "uninstall", tool, "--dry-run")
    assert "+++ /dev/null" in shown.stdout.decode()
    assert file.read_bytes() == before
    assert b"Nothing would change" in home.run("hook", "install", tool, "--dry-run").stderr


def test_a_difference_says_where_no_line_ends(home: Home):
    file = user_file(home, "cursor")
    file.parent.mkdir()
    file.write_text('{"version": 1}')
    shown = home.run("hook", "install", "cursor", "--dry-run").stdout.decode()
    assert "\\ No newline at end of file" in shown


def test_a_project_gets_its_own(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    home.env["PYTHONPATH"] = str(Path(__file__).parents[2])
    installed = home.run("hook", "install", "claude-code", "--scope", "project")
    assert installed.returncode == 0
    assert b"do not commit it" in installed.stderr
    assert (tmp_path / ".claude" / "settings.local.json").exists()
    assert not user_file(home, "claude-code").exists()
    assert home.run("hook", "uninstall", "claude-code", "--scope", "project").returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_understood_is_told_and_left_alone(home: Home):
    file = user_file(home, "claude-code")
    file.parent.mkdir()
    file.write_text('{"canary": 1,}')
    refused = home.run("hook", "install", "claude-code")
    assert (refused.returncode, refused.stdout) == (5, b"")
    assert b"canary" not in refused.stderr
    assert b"Traceback" not in refused.stderr
    assert file.read_text() == '{"canary": 1,}'
    rows = json.loads(home.run("hook", "status", "--format", "json").stdout)["hooks"]
    assert [row["state"] for row in rows if row["tool"] == "claude-code"] == ["cannot be read", "not installed"]


def test_a_hook_for_some_events_is_incomplete(home: Home):
    home.run("hook", "install", "claude-code")
    file = user_file(home, "claude-code")
    changed = json.loads(file.read_text())
    del changed["hooks"]["PreToolUse"]
    file.write_text(json.dumps(changed))
    rows = json.loads(home.run("hook", "status", "--format", "json").stdout)["hooks"]
    assert rows[0]["state"] == "incomplete"
    home.run("hook", "install", "claude-code")
    rows = json.loads(home.run("hook", "status", "--format", "json").stdout)["hooks"]
    assert rows[0]["state"] == "installed"


@pytest.mark.parametrize("arguments", [("generic",), ("emacs",), (), ("claude-code", "--scope", "world")])
def test_wrong_usage_changes_nothing(home: Home, arguments: tuple[str, ...]):
    assert home.run("hook", "install", *arguments).returncode == 2
    assert not (Path(home.env["HOME"]) / ".claude").exists()


def test_every_tool_has_its_help(home: Home):
    listed = home.run("hook", "--help").stdout.decode()
    for tool in HOOK_TOOLS:
        assert tool in listed
        shown = home.run("hook", tool, "--help")
        assert shown.returncode == 0
        assert "--fail-closed" in shown.stdout.decode()


def test_the_command_line_answers_a_hook_as_the_short_way_does(home: Home):
    # A command that is not the first word goes through the whole command line.
    ended = home.run("hook", "generic", "--fail-closed", "--help", stdin=b"")
    assert ended.returncode == 0
    ended = home.run("hook", "generic", "--fail-closed", stdin=b'{"event": "prompt", "text": "x"}')
    assert (ended.returncode, ended.stdout) == (2, b"")
