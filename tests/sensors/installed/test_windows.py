"""Where things lie on Windows, with folders laid out as there."""

from __future__ import annotations

from pathlib import Path

from agent.sensors.installed.scan import InstalledScan
from agent.sensors.installed.windows import windows_shelves
from tests.sensors.installed.test_shelves import put


def test_every_kind_is_found_in_a_profile(tmp_path: Path):
    profile, path = tmp_path / "profile", tmp_path / "bin"
    roaming = profile / "AppData/Roaming"
    put(
        roaming,
        "Microsoft/Windows/Start Menu/Programs/Jan.lnk",
        "Microsoft/Windows/Start Menu/Programs/Cursor/Cursor.lnk",
        "Microsoft/Windows/Start Menu/Programs/desktop.ini",
        "npm/node_modules/@openai/codex/",
    )
    put(profile, ".vscode/extensions/github.copilot-1.2.3/", ".claude/")
    put(path, "ollama.exe", "codex.CMD", "readme.txt")
    environment = {"USERPROFILE": str(profile), "PATH": str(path)}
    found = InstalledScan(lambda: windows_shelves(environment)).scan()
    assert found is not None
    assert {(each.kind, each.name) for each in found.names} == {
        ("desktop_file", "Jan"),
        ("desktop_file", "Cursor"),
        ("npm", "@openai/codex"),
        ("command", "ollama.exe"),
        ("command", "codex.CMD"),
        ("config_folder", ".claude"),
        ("config_folder", ".vscode"),
        ("config_folder", ".vscode/extensions"),
    }
    assert found.editor_extensions == {"github.copilot-1.2.3"}
