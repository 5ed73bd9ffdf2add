"""The signing commands are there, explain themselves, and cost nothing until they are used."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from server.repository.commands import register
from tests.architecture.sources import ROOT
from tests.server.repository.commands import Desk

COMMANDS = ("create", "sign", "publish", "status", "revoke", "rotate-key", "renew", "team add", "team remove")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples(tmp_path: Path, command: str):
    assert "Example" in Desk(folder=tmp_path).run(*command.split(), "--help")


def test_cordon_policy_finds_them():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    entry = EntryPoint(
        "signing", project["entry-points"]["cordon.policy_commands"]["signing"], "cordon.policy_commands"
    )
    assert entry.load() is register


def test_tuf_is_loaded_only_once_it_is_needed():
    code = "import sys, server.repository.commands; print({'tuf', 'securesystemslib', 'urllib3'} & sys.modules.keys())"
    ran = subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=True, timeout=30)
    assert ran.stdout.strip() == "set()"
