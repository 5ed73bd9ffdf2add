"""A deadline for calls that know none."""

from __future__ import annotations

import threading
import time

import pytest

from agent.system.deadlines import call_with_deadline


def test_returns_what_the_call_returns_from_a_named_thread():
    assert call_with_deadline(lambda: threading.current_thread().name, timeout_s=5.0, name="asker") == "asker"


def test_raises_what_the_call_raises():
    with pytest.raises(ZeroDivisionError):
        call_with_deadline(lambda: 1 // 0, timeout_s=5.0, name="asker")


def test_goes_on_when_the_time_is_up():
    hangs = threading.Event()
    before = time.monotonic()
    with pytest.raises(TimeoutError):
        call_with_deadline(lambda: hangs.wait(30), timeout_s=0.05, name="asker")
    assert time.monotonic() - before < 5.0
    [left] = [thread for thread in threading.enumerate() if thread.name == "asker"]
    assert left.daemon
    hangs.set()
    left.join(5.0)
