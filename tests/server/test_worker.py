"""One web process: what it is told, and that it ends with whoever started it. The rest: test_cli_run.py."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from pydantic import SecretStr

from server.children import READY
from server.settings import ServerSettings
from server.worker import WorkerSettings
from tests.server.command_line import ROOT

_COMMAND = (sys.executable, "-P", "-m", "agent", "--program", "server.worker:main")


def start(settings: ServerSettings, listening: socket.socket) -> subprocess.Popen[bytes]:
    """Start one, and tell it its settings."""
    process = subprocess.Popen(
        _COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=(listening.fileno(),),
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdin is not None
    process.stdin.write(WorkerSettings(server=settings, socket=listening.fileno()).model_dump_json().encode() + b"\n")
    process.stdin.flush()
    return process


def test_it_serves_and_ends_when_its_parent_is_gone(sqlite_url: str, tmp_path: Path):
    settings = ServerSettings(database=SecretStr(sqlite_url), repository=tmp_path / "none")
    with socket.create_server(("127.0.0.1", 0)) as listening, start(settings, listening) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.readline() == READY
        process.stdin.close()
        assert process.wait(20) == 0


def test_a_database_of_another_version_ends_it_with_the_reason(tmp_path: Path):
    settings = ServerSettings(database=SecretStr(f"sqlite:///{tmp_path / 'empty.db'}"), repository=tmp_path / "none")
    with socket.create_server(("127.0.0.1", 0)) as listening, start(settings, listening) as process:
        assert process.wait(40) == 5
        assert process.stderr is not None
        assert b"cordon server migrate" in process.stderr.read()
