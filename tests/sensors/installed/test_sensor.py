"""The thread that scans: at the start, when asked to, and through whatever goes wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.core.app_ports import AppObservation, InstalledFound, ListenersFound
from agent.core.health import HealthCode
from agent.sensors.installed import shelves
from agent.sensors.installed.listeners import ListenerLooks
from agent.sensors.installed.scan import InstalledScan
from agent.sensors.installed.sensor import InstalledSensor
from agent.sensors.installed.shelves import Shelf
from tests.fakes.health import RecordingHealth
from tests.fakes.process_table import FakeProcessTable
from tests.sensors.installed.test_shelves import put
from tests.waiting import wait_until


class BrokenListeners(ListenerLooks):
    """Cannot be read, until it can."""

    def __init__(self) -> None:
        super().__init__(FakeProcessTable())
        self.failure: Exception | None = PermissionError(13, "Permission denied")

    def look(self) -> ListenersFound | None:
        """Break, or find nobody."""
        if self.failure is not None:
            raise self.failure
        return ListenersFound(listeners=())


class Sensed:
    """A sensor over one folder."""

    def __init__(self, folder: Path, listeners: ListenerLooks | None = None) -> None:
        self.told: list[AppObservation] = []
        self.health = RecordingHealth()
        scan = InstalledScan(lambda: [Shelf(folder=folder, reader=shelves.commands)])
        self.sensor = InstalledSensor(
            scan, listeners or ListenerLooks(FakeProcessTable()), self.health, look_s=0.01 if listeners else 60
        )

    def installed(self) -> list[set[str]]:
        """The names of each scan that was told."""
        return [{each.name for each in told.names} for told in tuple(self.told) if isinstance(told, InstalledFound)]


def test_scans_at_the_start_and_again_when_it_is_asked_to(tmp_path: Path):
    put(tmp_path, "bin/claude*")
    sensed = Sensed(tmp_path / "bin")
    sensed.sensor.start(sensed.told.append)
    wait_until(sensed.installed, what="the first scan")
    put(tmp_path, "bin/ollama*")
    sensed.sensor.look_again()
    wait_until(lambda: len(sensed.installed()) > 1, what="the second scan")
    sensed.sensor.stop()
    assert sensed.installed() == [{"claude"}, {"claude", "ollama"}]
    assert any(isinstance(each, ListenersFound) for each in sensed.told)


def test_listeners_that_cannot_be_read_are_told_and_heal(tmp_path: Path):
    listeners = BrokenListeners()
    sensed = Sensed(tmp_path, listeners)
    sensed.sensor.start(sensed.told.append)
    wait_until(lambda: HealthCode.LISTENERS_UNREADABLE in sensed.health.open_codes, what="the issue")
    wait_until(sensed.installed, what="the scan all the same")
    listeners.failure = None
    wait_until(lambda: not sensed.health.open_codes, what="the issue to close")
    sensed.sensor.stop()


def test_whatever_breaks_is_logged_by_its_kind_and_the_next_look_is_taken(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    listeners = BrokenListeners()
    listeners.failure = ValueError("canary-5f1d")
    sensed = Sensed(tmp_path, listeners)
    sensed.sensor.start(sensed.told.append)
    wait_until(lambda: "ValueError" in caplog.text, what="the log")
    listeners.failure = None
    wait_until(sensed.installed, what="the scan")
    sensed.sensor.stop()
    assert "canary" not in caplog.text


def test_a_sensor_that_never_started_can_be_stopped(tmp_path: Path):
    Sensed(tmp_path).sensor.stop()
