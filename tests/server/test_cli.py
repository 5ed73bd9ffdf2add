"""`cordon server`: light until it is used, and clear about what is missing."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.server.command_line import ROOT, invoke


def run(program: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a fresh interpreter."""
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, cwd=ROOT)


def test_help_loads_none_of_the_servers_libraries():
    program = (
        "import sys, typer; from server.cli import register; app = typer.Typer(); register(app);"
        "typer.main.get_command(app);"
        "print([name for name in ('sqlalchemy', 'fastapi', 'uvicorn', 'tuf', 'alembic') if name in sys.modules])"
    )
    assert run(program).stdout.strip() == "[]"


def test_without_the_libraries_it_says_how_to_get_them():
    program = (
        "import sys; sys.modules['sqlalchemy'] = None\n"
        "from importlib.machinery import PathFinder\n"
        "import server.cli as cli, importlib.util\n"
        "cli.find_spec = lambda name: None if name == 'sqlalchemy' else importlib.util.find_spec(name)\n"
        "try:\n    cli._require_libraries()\nexcept cli.ServerExtraMissingError as exc:\n    print(exc)\n"
    )
    assert run(program).stdout.strip() == (
        "The server's libraries are not installed Missing: sqlalchemy. Install them: pip install 'cordon[server]'."
    )


def test_every_command_has_help():
    shown = invoke("--help").output
    for name in (
        "init",
        "run",
        "signer",
        "migrate",
        "token",
        "key",
        "team",
        "import",
        "backup",
        "restore",
        "reassign",
        "audit",
    ):
        assert name in shown
        assert invoke(name, "--help").exit_code == 0


def test_the_command_line_finds_it_by_its_entry_point():
    project = tomllib.loads((Path(ROOT) / "pyproject.toml").read_text())["project"]
    assert project["entry-points"]["cordon.commands"]["server"] == "server.cli:register"
