"""`cordon run | agent | gui | stop` as far as they need no display; the rest is end to end."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import Result

from tests.cli.conftest import Home
from tests.fakes.agent_server import FakeAgent
from tests.waiting import wait_until


@pytest.fixture
def running(home: Home) -> Iterator[subprocess.Popen[bytes]]:
    """A headless agent, ready."""
    command = (sys.executable, "-m", "agent", "agent")
    with subprocess.Popen(command, env=home.env, stderr=subprocess.PIPE) as process:
        wait_until(lambda: home.run("status").returncode == 0, what="the agent", every_s=0.1)
        yield process
        process.kill()


def test_says_what_is_blind_and_what_to_try(home: Home, running: subprocess.Popen[bytes]):
    home.run("stop")
    assert running.stderr is not None
    text = running.stderr.read().decode()
    assert "Cordon is running" in text
    assert "No display." in text
    assert "blind" in text
    assert "cordon scan" in text


def test_stop_returns_when_the_agent_has_ended(home: Home, running: subprocess.Popen[bytes]):
    done = home.run("stop")
    assert done.returncode == 0
    assert running.wait(5) == 0
    assert not home.socket.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_ends_in_order_on_a_signal(home: Home, running: subprocess.Popen[bytes], number: signal.Signals):
    running.send_signal(number)
    assert running.wait(10) == 0
    assert not home.socket.exists()


def test_a_second_one_is_refused(home: Home, running: subprocess.Popen[bytes]):
    done = home.run("run")
    assert done.returncode == 3
    assert f"Process {running.pid}." in done.stderr.decode()


def test_gui_asks_the_agent_for_the_window(cordon: Callable[..., Result], agent: FakeAgent):
    cordon("gui", "--window", "status")
    (request,) = agent.asked("gui.show")
    assert request.params == {"window": "status"}


@pytest.mark.usefixtures("running")
def test_gui_says_that_a_headless_agent_has_none(home: Home):
    done = home.run("gui")
    assert done.returncode == 5
    assert "without a tray" in done.stderr.decode()


POLICY = b"""\
name: Own
version: "5"
mode: monitor
labels: [{name: open}]
rules: []
"""


def test_a_policy_of_ones_own_is_said_to_be_unsigned(home: Home, tmp_path: Path):
    file = tmp_path / "policy.yaml"
    file.write_bytes(POLICY)
    command = (sys.executable, "-m", "agent", "agent", "--policy", str(file))
    with subprocess.Popen(command, env=home.env, stderr=subprocess.PIPE) as process:
        wait_until(lambda: home.run("status").returncode == 0, what="the agent", every_s=0.1)
        shown = home.run("status").stdout.decode()
        home.run("stop")
        assert process.stderr is not None
        welcome = process.stderr.read().decode()
    assert "Own, version 5, monitor mode, unsigned file" in shown
    assert "An unsigned policy is in force." in welcome


@pytest.mark.parametrize(
    ("mode", "enrolled", "text", "about"),
    [
        (0o666, False, POLICY, b"Others may write to policy.yaml"),
        (0o600, True, POLICY, b"Your organization governs this device."),
        (0o600, False, b"name: [", b"The policy is not YAML"),
        (0o600, False, None, b"The file policy.yaml cannot be read"),
    ],
)
def test_one_that_does_not_count_here_is_refused(
    home: Home, tmp_path: Path, mode: int, enrolled: bool, text: bytes | None, about: bytes
):
    file = tmp_path / "policy.yaml"
    if text is not None:
        file.write_bytes(text)
        file.chmod(mode)
    if enrolled:
        state = Path(home.env["HOME"]) / ".local/state/cordon"
        state.mkdir(parents=True, mode=0o700)
        (state / "enrolment.json").write_text("{}")
    done = home.run("agent", "--policy", str(file))
    assert (done.returncode, about in done.stderr) == (5, True)
    assert not home.socket.exists()
