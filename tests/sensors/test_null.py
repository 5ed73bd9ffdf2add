"""The sensor that sees nothing."""

from __future__ import annotations

from agent.sensors.null import NullSensor
from tests.fakes.observations import ObservationLog


def test_starts_and_stops_and_says_nothing(log: ObservationLog):
    sensor = NullSensor()
    sensor.start(log.emit)
    sensor.stop()
    sensor.stop()
    assert sensor.backend == "none"
    assert (log.copies, log.windows) == ((), ())
