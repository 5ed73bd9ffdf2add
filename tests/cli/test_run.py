"""`cordon run | agent | gui | stop` as far as they need no display; the rest is end to end."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

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
