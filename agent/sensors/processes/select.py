"""Chooses how processes are asked on this system."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection

from agent.core.app_ports import AppSensor, ProcessKey
from agent.core.ports import HealthReporter
from agent.sensors.processes.sensor import ProcessSensor
from agent.sensors.processes.table import ProcessTable, SystemProcesses

__all__ = ["select_process_sensor", "system_processes"]


def system_processes() -> ProcessTable:
    """Return the processes of this system."""
    if sys.platform == "win32":
        from agent.sensors.processes.windows import is_own  # noqa: PLC0415 - this system's
    else:
        from agent.sensors.processes.posix import is_own  # noqa: PLC0415 - as above
    table = SystemProcesses(is_own)
    if sys.platform == "linux":
        from agent.sensors.processes.linux import newest  # noqa: PLC0415 - as above

        table = SystemProcesses(is_own, newest)
    return table


def select_process_sensor(health: HealthReporter, followed: Callable[[], Collection[ProcessKey]]) -> AppSensor:
    """Return the sensor of this user's processes."""
    return ProcessSensor(system_processes(), health, followed)
