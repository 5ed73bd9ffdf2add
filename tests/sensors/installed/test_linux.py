"""Where things lie on Linux: a home of everything, and every kind of it found."""

from __future__ import annotations

from pathlib import Path

from agent.sensors.installed.linux import linux_shelves
from agent.sensors.installed.scan import InstalledScan
from tests.sensors.installed.test_jetbrains import archive
from tests.sensors.installed.test_shelves import put


def test_every_kind_is_found_in_a_home(tmp_path: Path):
    home, path = tmp_path / "home", tmp_path / "bin"
    put(
        home,
        ".local/share/applications/jan.desktop",
        ".local/share/flatpak/app/com.jeffser.Alpaca/",
        ".local/share/pipx/venvs/aider-chat/",
        ".local/share/uv/tools/llm/",
        ".local/lib/python3.11/site-packages/open_interpreter-1.dist-info/",
        ".nvm/versions/node/v22.1.0/lib/node_modules/@openai/codex/",
        ".vscode/extensions/github.copilot-1.2.3/",
        ".claude/",
        ".config/github-copilot/",
    )
    put(path, "claude*", "claude.sh")
    archive(home / ".local/share/JetBrains/PyCharm2025.2/copilot/lib/core.jar")
    environment = {"HOME": str(home), "PATH": f"{path}:relative:{tmp_path / 'nowhere'}"}
    found = InstalledScan(lambda: linux_shelves(environment)).scan()
    assert found is not None
    assert found.is_complete
    assert {(each.kind, each.name) for each in found.names} >= {
        ("desktop_file", "jan.desktop"),
        ("flatpak", "com.jeffser.Alpaca"),
        ("pip", "aider-chat"),
        ("pip", "llm"),
        ("pip", "open_interpreter"),
        ("npm", "@openai/codex"),
        ("command", "claude"),
        ("config_folder", ".claude"),
        ("config_folder", ".config/github-copilot"),
    }
    assert found.editor_extensions == {"github.copilot-1.2.3", "com.github.copilot"}
    assert "claude.sh" not in {each.name for each in found.names}


def test_folders_of_the_environment_count_and_relative_ones_do_not(tmp_path: Path):
    environment = {
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_DATA_DIRS": f"{tmp_path / 'shared'}:relative",
        "XDG_CONFIG_HOME": "relative",
    }
    folders = {each.folder for each in linux_shelves(environment)}
    assert {tmp_path / "data/applications", tmp_path / "shared/applications", tmp_path / ".config"} <= folders
    assert all(each.is_absolute() for each in folders)


def test_each_folder_is_one_shelf(tmp_path: Path):
    folders = [each.folder for each in linux_shelves({"HOME": str(tmp_path), "PATH": "/bin:/bin"})]
    assert len(folders) == len(set(folders))


def test_without_a_home_the_system_is_looked_at():
    assert Path("/usr/share/applications") in {each.folder for each in linux_shelves({})}
