"""A home of its own, an agent to talk to, and two ways to run a command."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from agent.cli.main import build_app
from agent.core.gestures import Channel
from agent.core.health import Coverage, HealthCode, HealthIssue
from agent.core.verdicts import Mode
from agent.ipc.messages import CoverageModel, HealthIssueModel, StatusResult
from tests.fakes.agent_server import FakeAgent

NOW = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """An isolated instance without any session.

    Attributes:
        env: the whole environment.
        socket: where its agent answers.
    """

    env: dict[str, str]
    socket: Path

    def run(
        self, *arguments: str, stdin: bytes = b"", env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """Run `cordon` as a program, with more in its environment where `env` has it."""
        command, whole = (sys.executable, "-m", "agent", *arguments), {**self.env, **(env or {})}
        return subprocess.run(command, env=whole, input=stdin, capture_output=True, check=False, timeout=30)


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home that nobody has used. Short names: paths of sockets are limited."""
    folder = tmp_path_factory.mktemp("h")
    runtime = folder / "r"
    (runtime / "cordon").mkdir(parents=True, mode=0o700)
    env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": str(folder), "XDG_RUNTIME_DIR": str(runtime)}
    env["CORDON_MODEL"] = "0"  # what is printed must not hang on what the model thinks; test_model.py asks it
    return Home(env=env, socket=runtime / "cordon" / "agent.sock")


@pytest.fixture
def status() -> StatusResult:
    """A healthy agent's status."""
    return StatusResult(
        agent_version="9.9.9",
        instance_id="i",
        pid=4242,
        started_at=NOW,
        mode=Mode.ENFORCE,
        policy_name="Test policy",
        policy_version="7",
        clipboard_backend="x11",
        tray_connected=True,
        health=(),
        coverage=(CoverageModel(channel=Channel.CLIPBOARD, coverage=Coverage.SEEN, why="As a test has it."),),
    )


@pytest.fixture
def agent(home: Home, status: StatusResult) -> Iterator[FakeAgent]:
    """An agent that answers at the home's socket."""
    with FakeAgent(home.socket, status) as running:
        yield running


@pytest.fixture
def cordon(home: Home) -> Callable[..., Result]:
    """Run a command in this process."""
    runner, app = CliRunner(), build_app()
    cleared = dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "XDG_STATE_HOME"))

    def run(*arguments: str, stdin: bytes = b"") -> Result:
        return runner.invoke(app, list(arguments), input=stdin, env={**cleared, **home.env})

    return run


POLICY = """\
name: Own
version: "1"
mode: enforce
labels:
  - name: open
  - name: closed
    any_of: [{entity: EMPLOYEE_NUMBER}]
rules:
  - {id: no-staff, when: {label: closed}, action: block}
recognizers:
  - id: employee-number
    entity: EMPLOYEE_NUMBER
    title: an employee number
    pattern: '\\bE-\\d{6}\\b'
    confidence: 0.8
    examples: [by E-123456]
    counter_examples: [by E-1234567]
"""


@pytest.fixture
def policy_file(tmp_path: Path) -> Path:
    """A policy with a recognizer of its own."""
    file = tmp_path / "policy.yaml"
    file.write_text(POLICY)
    return file


def issue(code: HealthCode) -> HealthIssueModel:
    """An open health issue."""
    return HealthIssueModel.of(HealthIssue(code=code, since=NOW))
