"""The clock that goes on while the machine sleeps."""

from __future__ import annotations

import time

from agent.system.clocks import elapsed_s


def test_it_counts_at_least_the_time_that_the_machine_was_awake():
    awake = time.monotonic()
    first = elapsed_s()
    assert awake <= first <= elapsed_s()


def test_it_counts_from_the_start_of_the_machine():
    assert elapsed_s() < time.time() / 2
