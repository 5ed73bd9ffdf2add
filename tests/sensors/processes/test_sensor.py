"""The thread that looks: trouble is told and heals, and real apps are seen within two seconds."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import pytest

from agent.core.app_ports import AppObservation, ProcessesChanged
from agent.core.gestures import Destination
from agent.core.health import HealthCode
from agent.inventory import AppState, Inventory
from agent.sensors.processes.select import select_process_sensor
from agent.sensors.processes.sensor import ProcessSensor
from tests.fakes.app_catalogue import AIDER, CLAUDE_CODE, OLLAMA, FakeAppCatalogue
from tests.fakes.health import RecordingHealth
from tests.fakes.process_table import FakeProcessTable, process
from tests.processes import OwnedProcess
from tests.waiting import wait_until

SEEN_WITHIN_S = 2.0
LISTENS = """
import socket, sys
server = socket.create_server(("127.0.0.1", 0))
print(server.getsockname()[1], flush=True)
server.accept()
"""


class Fake:
    """A sensor over a table that a test fills."""

    def __init__(self) -> None:
        self.table = FakeProcessTable()
        self.health = RecordingHealth()
        self.told: list[ProcessesChanged] = []
        self.breaks = 0
        self.sensor = ProcessSensor(self.table, self.health, tuple, look_s=0.01)

    def emit(self, observation: AppObservation) -> None:
        """Keep it, or break."""
        if self.breaks:
            self.breaks -= 1
            raise ValueError("canary-5f1d")
        assert isinstance(observation, ProcessesChanged)
        self.told.append(observation)

    def __enter__(self) -> Self:
        self.sensor.start(self.emit)
        return self

    def __exit__(self, *_: object) -> None:
        self.sensor.stop()

    def was_told(self, pid: int, *, times: int = 1) -> bool:
        """Whether a process was told as started so often."""
        return sum(each.pid == pid for change in tuple(self.told) for each in change.started) >= times


def test_tells_what_begins_and_ends():
    with Fake() as fake:
        wait_until(lambda: fake.told, what="the first look")
        fake.table.run(process(7, "ollama"))
        wait_until(lambda: fake.was_told(7), what="the start")
        fake.table.end(7)
        wait_until(lambda: any(key.pid == 7 for change in tuple(fake.told) for key in change.ended), what="the end")
        assert [change.is_whole for change in fake.told] == [True, False, False]


@pytest.mark.parametrize("failure", [PermissionError(13, "Permission denied"), RuntimeError("canary-5f1d")])
def test_a_table_that_cannot_be_read_is_told_and_heals_with_a_whole_look(
    failure: Exception, caplog: pytest.LogCaptureFixture
):
    with Fake() as fake:
        wait_until(lambda: fake.told, what="the first look")
        fake.table.failure = failure
        wait_until(lambda: HealthCode.PROCESSES_UNREADABLE in fake.health.open_codes, what="the issue")
        assert "canary" not in fake.health.detail(HealthCode.PROCESSES_UNREADABLE)
        fake.table.failure = None
        wait_until(lambda: len(fake.told) > 1, what="the next look")
        wait_until(lambda: not fake.health.open_codes, what="the issue to close")
        assert fake.told[-1].is_whole
    assert "canary" not in caplog.text


def test_a_list_without_ourselves_tells_nothing():
    fake = Fake()
    fake.table.failure = None
    fake.table.end(*fake.table.pids())
    fake.table.run(process(7, "ollama"))
    with fake:
        wait_until(lambda: HealthCode.PROCESSES_UNREADABLE in fake.health.open_codes, what="the issue")
        assert fake.told == []


def test_whoever_is_told_may_break_and_is_told_all_anew(caplog: pytest.LogCaptureFixture):
    fake = Fake()
    fake.breaks = 1
    with fake:
        wait_until(lambda: fake.told, what="another look")
    assert fake.told[0].is_whole
    assert "ValueError" in caplog.text
    assert "canary" not in caplog.text


def test_looks_again_when_it_is_asked_to():
    with Fake() as fake:
        fake.table.run(process(7, "ollama"))
        wait_until(lambda: fake.was_told(7), what="the start")
        fake.sensor.look_again()
        wait_until(lambda: fake.was_told(7, times=2), what="the second telling")


def test_a_sensor_that_never_started_can_be_stopped():
    ProcessSensor(FakeProcessTable(), RecordingHealth(), tuple).stop()


class Device:
    """The real sensor of this system's processes, and the inventory that it tells."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.health = RecordingHealth()
        self.inventory = Inventory(FakeAppCatalogue())
        self.seen: set[int] = set()
        self.sensor = select_process_sensor(self.health, self.inventory.processes)

    def observe(self, observation: AppObservation) -> None:
        """Take it in."""
        assert isinstance(observation, ProcessesChanged)
        self.inventory.observe(observation, datetime.now(UTC))
        self.seen |= {each.pid for each in observation.started}

    def state(self, destination: Destination) -> AppState | None:
        """How an app is now."""
        return next((each for each in self.inventory.apps() if each.destination == destination), None)

    def runs(self, destination: Destination, pid: int) -> bool:
        """Whether a process of it is known."""
        state = self.state(destination)
        return state is not None and pid in state.pids

    def start(self, *command: str) -> OwnedProcess:
        """Start a program in the folder."""
        env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(self.folder)}
        return OwnedProcess.start(command, env=env, log=self.folder / "log", dies_with_us=True)

    def sees_start_and_stop(self, destination: Destination, *command: str) -> None:
        """Start a program, see it, end it, see that."""
        with self.start(*command) as running:
            wait_until(lambda: self.runs(destination, running.pid), what="the start", timeout_s=SEEN_WITHIN_S)
        wait_until(lambda: not self.runs(destination, running.pid), what="the stop", timeout_s=SEEN_WITHIN_S)
        state = self.state(destination)
        assert state is not None
        assert not state.is_running


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Device]:
    made = Device(tmp_path)
    made.sensor.start(made.observe)
    wait_until(lambda: made.seen, what="the first look")
    yield made
    made.sensor.stop()


def test_a_model_server_is_seen_within_two_seconds(device: Device):
    program = device.folder / "ollama"
    shutil.copy(shutil.which("python3", path="/usr/bin:/usr/local/bin") or sys.executable, program)
    device.sees_start_and_stop(OLLAMA, str(program), "-c", LISTENS)
    assert device.health.open_codes == frozenset()


def test_a_tool_that_node_runs_is_seen_within_two_seconds(device: Device):
    script = device.folder / "claude"
    node = shutil.which("node")
    if node is None:
        node = str(device.folder / "node")
        shutil.copy(sys.executable, node)
        script.write_text("import time\ntime.sleep(60)\n")
    else:
        script.write_text("setTimeout(() => {}, 60000)\n")
    device.sees_start_and_stop(CLAUDE_CODE, node, str(script))


def test_a_tool_that_python_runs_is_seen_within_two_seconds(device: Device):
    (device.folder / "aider.py").write_text("__import__('threading').Event().wait(60)\n")
    device.sees_start_and_stop(AIDER, sys.executable, "-m", "aider")


def test_a_shell_that_becomes_a_tool_is_seen(device: Device):
    (device.folder / "aider.py").write_text("__import__('threading').Event().wait(60)\n")
    go = device.folder / "go"
    command = f"while [ ! -e {go} ]; do sleep 0.05; done; exec {sys.executable} -m aider"
    with device.start("/bin/sh", "-c", command) as running:
        wait_until(lambda: running.pid in device.seen, what="the shell")
        assert not device.runs(AIDER, running.pid)
        go.touch()
        wait_until(lambda: device.runs(AIDER, running.pid), what="the start", timeout_s=SEEN_WITHIN_S)


def test_near_misses_are_not_seen(device: Device):
    script = device.folder / "claude.sh"
    script.write_text("sleep 60 & wait\n")
    (device.folder / "my_aider.py").write_text("__import__('threading').Event().wait(60)\n")
    (device.folder / "aider.py").write_text("__import__('threading').Event().wait(60)\n")
    with (
        device.start("/bin/sh", str(script)),
        device.start(sys.executable, "-m", "my_aider"),
        device.start("/bin/sleep", "60", "ollama"),
    ):
        # What comes after them is seen after them.
        device.sees_start_and_stop(AIDER, sys.executable, "-m", "aider")
        assert [each.destination for each in device.inventory.apps()] == [AIDER]
