"""Imports point down only; the contracts and their reasons are in pyproject.toml."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.architecture.sources import ROOT


def _lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).parent / "lint-imports"
    return subprocess.run((program, "--no-cache"), cwd=folder, capture_output=True, text=True, check=False, timeout=120)


def test_every_import_contract_is_kept():
    linted = _lint_imports(ROOT)
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_an_import_that_points_up_is_found(tmp_path: Path):
    for package in ("agent", "gui", "server"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "agent" / "core" / "errors.py").open("a", encoding="utf-8") as errors:
        errors.write("\nimport agent.ipc.codec\n")
    linted = _lint_imports(tmp_path)
    assert linted.returncode == 1
    assert "agent.core.errors -> agent.ipc.codec" in linted.stdout
