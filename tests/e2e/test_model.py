"""The model in the installed Cordon: it reads what is copied, in a process of its own that ends with the agent."""

from __future__ import annotations

import psutil
import pytest

from agent.classifier import WORKER
from tests.e2e.desktop import Desktop
from tests.e2e.installed import Cordon, warnings_on_screen
from tests.waiting import wait_until

pytestmark = pytest.mark.e2e


def _worker(agent_pid: int) -> psutil.Process | None:
    return next((child for child in psutil.Process(agent_pid).children() if WORKER in _command(child)), None)


def _command(process: psutil.Process) -> list[str]:
    """Its command line; empty for one that ended since it was listed."""
    try:
        return process.cmdline()
    except psutil.NoSuchProcess:
        return []


def test_a_name_in_a_sentence_is_recorded_and_alarms_nobody(desktop: Desktop, cordon: Cordon):
    desktop.start(str(cordon.program), "run")
    agent_pid = cordon.wait_running(with_tray=True)["pid"]
    assert _worker(agent_pid) is None
    desktop.focus(desktop.open_window("Notes"))
    desktop.copy("Could you write to Maria Jensen and ask her to come to Oslo tomorrow?")
    worker = wait_until(lambda: _worker(agent_pid), what="the worker to start")
    assert worker is not None
    desktop.focus(desktop.open_window("ChatGPT"))

    (event,) = wait_until(cordon.events, what="the event")
    assert {"entity": "PERSON", "count": 1} in event["entities"]
    assert event["category"] is not None
    assert (event["label"]["name"], event["action"]) == ("internal", "audit")
    assert warnings_on_screen(desktop) == ()
    assert [issue["code"] for issue in cordon.json("status")["health"] if "classifier" in issue["code"]] == []

    assert cordon.call("stop").exit_code == 0
    wait_until(lambda: not worker.is_running(), what="the worker to be gone")


def test_a_worker_that_is_killed_is_replaced_and_nothing_else_happens(desktop: Desktop, cordon: Cordon):
    desktop.start(str(cordon.program), "run")
    agent_pid = cordon.wait_running(with_tray=True)["pid"]
    desktop.focus(desktop.open_window("Notes"))
    desktop.copy("Could you write to Maria Jensen?")
    worker = wait_until(lambda: _worker(agent_pid), what="the worker to start")
    assert worker is not None
    worker.kill()
    wait_until(lambda: _worker(agent_pid) is None, what="the worker to be gone")
    desktop.copy("And to Peter Brandt in Kiel, please, before he leaves for the summer?")
    desktop.focus(desktop.open_window("ChatGPT"))

    (event,) = wait_until(cordon.events, what="the event")
    assert {"entity": "PERSON", "count": 1} in event["entities"]
    assert (another := _worker(agent_pid)) is not None
    assert another.pid != worker.pid
