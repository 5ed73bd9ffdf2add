"""The server's clock."""

from __future__ import annotations

from datetime import UTC

from server.times import system_clock


def test_it_is_aware_and_goes_on():
    first = system_clock()
    assert first.tzinfo is UTC
    assert system_clock() >= first
