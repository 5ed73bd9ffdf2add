"""Names off shelves: what each kind of folder holds, and nothing of what lies beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.core.app_ports import InstalledName
from agent.sensors.installed import shelves
from agent.sensors.installed.shelves import Reader, Shelf, read_shelf


def put(folder: Path, *paths: str) -> None:
    """Make files; those that end in `/` are folders, those that end in `*` may be executed."""
    for path in paths:
        target = folder / path.rstrip("*")
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.endswith("/"):
            target.mkdir(exist_ok=True)
        else:
            target.touch(mode=0o755 if path.endswith("*") else 0o644)


def names(folder: Path, reader: Reader) -> set[tuple[str, str]]:
    return {(each.kind, each.name) for each in read_shelf(Shelf(folder=folder, reader=reader)).names}


@pytest.mark.parametrize(
    ("reader", "paths", "expected"),
    [
        (shelves.desktop_files, ("jan.desktop", "jan.png", "mimeinfo.cache"), {("desktop_file", "jan.desktop")}),
        (shelves.snaps_by_desktop_file, ("ollama_ui.desktop", "x.txt"), {("snap", "ollama")}),
        (shelves.folders_named("flatpak"), ("com.jeffser.Alpaca/", "file"), {("flatpak", "com.jeffser.Alpaca")}),
        (
            shelves.pip_packages,
            ("aider_chat-0.86.1.dist-info/", "aider/", "old-1.egg-info", "x.py"),
            {("pip", "aider_chat"), ("pip", "old")},
        ),
        (
            shelves.npm_packages,
            ("npm/", "@anthropic-ai/claude-code/", ".bin/", "file"),
            {("npm", "npm"), ("npm", "@anthropic-ai/claude-code")},
        ),
        (shelves.commands, ("claude*", "claude.sh", "folder/"), {("command", "claude")}),
        (
            shelves.config_folders(),
            (".claude/", ".codeium/windsurf/", "Documents/", ".bashrc", ".cache/x/"),
            {
                ("config_folder", ".claude"),
                ("config_folder", ".codeium"),
                ("config_folder", ".codeium/windsurf"),
                ("config_folder", ".cache"),
            },
        ),
        (shelves.config_folders(".config"), ("codex/deeper/", "file"), {("config_folder", ".config/codex")}),
        (
            shelves.plug_ins,
            ("github.copilot-1.372.0/", "extensions.json", ".obsolete"),
            {("editor_extension", "github.copilot-1.372.0")},
        ),
    ],
)
def test_reads_names_of_its_kind(
    tmp_path: Path, reader: Reader, paths: tuple[str, ...], expected: set[tuple[str, str]]
):
    put(tmp_path, *paths)
    assert names(tmp_path, reader) == expected


def test_a_folder_that_is_not_there_is_empty(tmp_path: Path):
    assert names(tmp_path / "nowhere", shelves.commands) == set()
    assert shelves.subfolders(tmp_path / "nowhere") == []


def test_a_link_in_a_circle_is_ordinary(tmp_path: Path):
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    put(tmp_path, "claude*", "app/")
    assert names(tmp_path, shelves.commands) == {("command", "claude")}
    assert names(tmp_path, shelves.folders_named("flatpak")) == {("flatpak", "app")}
    assert shelves.subfolders(tmp_path) == [tmp_path / "app"]


def test_a_link_to_a_program_is_a_program(tmp_path: Path):
    put(tmp_path, "lib/real*")
    (tmp_path / "claude").symlink_to("lib/real")
    assert ("command", "claude") in names(tmp_path, shelves.commands)


def test_a_folder_with_too_many_entries_is_read_in_part_and_says_so(tmp_path: Path):
    for number in range(5):
        (tmp_path / f"{number}.desktop").touch()
    contents = read_shelf(Shelf(folder=tmp_path, reader=shelves.desktop_files), limit=4)
    assert (len(contents.names), contents.is_complete) == (4, False)
    assert read_shelf(Shelf(folder=tmp_path, reader=shelves.desktop_files), limit=5).is_complete


def test_subfolders_are_sorted_and_may_share_a_beginning(tmp_path: Path):
    put(tmp_path, "python3.12/", "python3.11/", "perl/", "python3.file")
    assert shelves.subfolders(tmp_path, "python3") == [tmp_path / "python3.11", tmp_path / "python3.12"]


def test_names_are_values():
    assert InstalledName(kind="pip", name="a") == InstalledName(kind="pip", name="a")
