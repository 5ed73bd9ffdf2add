"""Programs of other packages are found by name and started by it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from agent.system.programs import PROGRAM_OPTION, program_command


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
