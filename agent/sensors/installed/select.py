"""Chooses where this system keeps what is installed."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

from agent.core.app_ports import AppSensor
from agent.core.ports import HealthReporter
from agent.sensors.installed.listeners import ListenerLooks
from agent.sensors.installed.scan import InstalledScan
from agent.sensors.installed.sensor import InstalledSensor
from agent.sensors.installed.shelves import Shelf
from agent.sensors.processes.table import ProcessTable

__all__ = ["select_installed_sensor"]


def select_installed_sensor(environment: Mapping[str, str], table: ProcessTable, health: HealthReporter) -> AppSensor:
    """Return the sensor of what is installed for the user of this environment."""
    environment = dict(environment)
    return InstalledSensor(InstalledScan(lambda: _shelves(environment)), ListenerLooks(table), health)


def _shelves(environment: Mapping[str, str]) -> Iterable[Shelf]:
    if sys.platform == "win32":
        from agent.sensors.installed.windows import windows_shelves as shelves_of  # noqa: PLC0415 - this system's
    elif sys.platform == "darwin":
        from agent.sensors.installed.macos import macos_shelves as shelves_of  # noqa: PLC0415 - as above
    else:
        from agent.sensors.installed.linux import linux_shelves as shelves_of  # noqa: PLC0415 - as above
    return shelves_of(environment)
