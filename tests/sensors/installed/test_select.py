"""This system's shelves are chosen, and looked at as they are."""

from __future__ import annotations

from pathlib import Path

from agent.core.app_ports import AppObservation, InstalledFound
from agent.sensors.installed import select_installed_sensor
from tests.fakes.health import RecordingHealth
from tests.fakes.process_table import FakeProcessTable
from tests.sensors.installed.test_shelves import put
from tests.waiting import wait_until


def test_finds_what_lies_in_this_environment(tmp_path: Path):
    put(tmp_path, "bin/claude*", ".claude/")
    told: list[AppObservation] = []
    environment = {"HOME": str(tmp_path), "PATH": str(tmp_path / "bin")}
    sensor = select_installed_sensor(environment, FakeProcessTable(), RecordingHealth())
    sensor.start(told.append)

    def installed() -> set[str]:
        return {each.name for found in tuple(told) if isinstance(found, InstalledFound) for each in found.names}

    wait_until(lambda: {"claude", ".claude"} <= installed(), what="the scan")
    sensor.stop()
