"""Programs of other packages are found by name and started by it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from agent.system.programs import HOOK_TOOLS, PROGRAM_OPTION, hook_command, installed_commands, program_command


def test_the_tray_is_installed_and_starts_by_its_command():
    command = program_command("tray")
    assert command is not None
    assert PROGRAM_OPTION in command
    done = subprocess.run((*command, "--help"), capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 0
    assert "--prompt-fd" in done.stdout


def test_a_folder_of_the_same_name_is_not_taken_for_ours(tmp_path: Path):
    decoy = tmp_path / "agent"
    decoy.mkdir()
    (decoy / "__init__.py").write_text("raise SystemExit('decoy')", encoding="utf-8")
    command = program_command("tray")
    assert command is not None
    done = subprocess.run((*command, "--help"), cwd=tmp_path, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 0
    assert "decoy" not in done.stderr


def test_a_program_that_is_not_installed_has_no_command():
    assert program_command("no-such-program") is None


def _install(folder: Path, group: str) -> None:
    """Install a package that adds the command `greet` to a group."""
    metadata = folder / "greeting-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: greeting\nVersion: 1\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text(f"[cordon.{group}]\ngreet = greeting:register\n", encoding="utf-8")
    (folder / "greeting.py").write_text(
        "def register(group):\n    group.command('greet')(greet)\n\ndef greet():\n    print('hello')\n",
        encoding="utf-8",
    )


def _run(*arguments: str, path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        (sys.executable, "-P", "-m", "agent", *arguments),
        env=os.environ | {"PYTHONPATH": os.pathsep.join((str(path), str(Path.cwd())))},
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


@pytest.mark.parametrize(("group", "words"), [("commands", ()), ("policy_commands", ("policy",))])
def test_another_package_adds_a_command(tmp_path: Path, group: str, words: tuple[str, ...]):
    _install(tmp_path, group)
    assert [name for name, _ in installed_commands(group) if name == "greet"] == []
    assert _run(*words, "greet", path=tmp_path).stdout == "hello\n"
    assert "greet" in _run(*words, "--help", path=tmp_path).stdout


def test_a_command_that_nobody_adds_is_wrong_usage(tmp_path: Path):
    assert _run("greet", path=tmp_path).returncode == 2


def test_a_hook_is_started_by_a_path_of_its_own():
    command = hook_command(HOOK_TOOLS[0], "--fail-closed")
    assert Path(command[0]).is_absolute()
    assert command[-3:] == ("hook", "claude-code", "--fail-closed")
