"""The processes of this user: which begin, which end, and what each of them runs."""

from agent.sensors.processes.select import select_process_sensor, system_processes
from agent.sensors.processes.table import ProcessTable

__all__ = ["ProcessTable", "select_process_sensor", "system_processes"]
