"""Signals that end a program set an event instead."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from agent.system.stop_signals import stop_signals


@pytest.mark.asyncio
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
async def test_a_signal_sets_the_event_and_ends_nothing(number: signal.Signals):
    stopping = asyncio.Event()
    with stop_signals(stopping):
        assert not stopping.is_set()
        os.kill(os.getpid(), number)
        async with asyncio.timeout(5):
            await stopping.wait()


@pytest.mark.asyncio
async def test_afterwards_signals_are_as_before():
    before = signal.getsignal(signal.SIGHUP)
    with stop_signals(asyncio.Event()):
        pass
    assert signal.getsignal(signal.SIGHUP) == before
