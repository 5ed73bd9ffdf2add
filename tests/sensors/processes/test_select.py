"""This system's processes are chosen."""

from __future__ import annotations

import os

from agent.sensors.processes import select_process_sensor, system_processes
from agent.sensors.processes.sensor import ProcessSensor
from tests.fakes.health import RecordingHealth


def test_the_table_knows_this_very_process():
    facts = system_processes().facts(os.getpid())
    assert facts is not None
    assert facts.pid == os.getpid()


def test_the_sensor_looks_at_it():
    assert isinstance(select_process_sensor(RecordingHealth(), tuple), ProcessSensor)
