"""From the sensors' threads to the loop: the newest of each kind, in order, whatever the load."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import pytest

from agent.core.ports import ClipboardChanged, Observation, WindowActivated
from agent.service.mailbox import Mailbox


def copied(at: float) -> ClipboardChanged:
    return ClipboardChanged(content=None, owner_pid=None, copied_at=at)


def focused(at: float) -> WindowActivated:
    return WindowActivated(window=None, activated_at=at)


async def delivered(*observations: Observation) -> list[Observation]:
    """What the loop gets of observations that come before it runs again."""
    received: list[Observation] = []
    mailbox = Mailbox(asyncio.get_running_loop(), received.append)
    for observation in observations:
        mailbox.put(observation)
    await asyncio.sleep(0)
    return received


@pytest.mark.asyncio
async def test_what_is_put_arrives():
    assert await delivered(copied(1)) == [copied(1)]


@pytest.mark.asyncio
async def test_the_newest_of_a_kind_wins():
    assert await delivered(copied(1), copied(2), focused(3), focused(4)) == [copied(2), focused(4)]


@pytest.mark.asyncio
async def test_the_order_is_that_of_the_newest():
    assert await delivered(copied(1), focused(2)) == [copied(1), focused(2)]
    assert await delivered(copied(1), focused(2), copied(3)) == [focused(2), copied(3)]


@pytest.mark.asyncio
async def test_nothing_is_received_before_the_loop_runs_or_twice():
    received: list[Observation] = []
    mailbox = Mailbox(asyncio.get_running_loop(), received.append)
    mailbox.put(copied(1))
    assert received == []
    await asyncio.sleep(0)
    mailbox.put(copied(2))
    await asyncio.sleep(0)
    assert received == [copied(1), copied(2)]


@pytest.mark.asyncio
async def test_what_is_put_while_receiving_arrives_next():
    received: list[Observation] = []

    def receive(observation: Observation) -> None:
        received.append(observation)
        if len(received) == 1:
            mailbox.put(focused(2))

    mailbox = Mailbox(asyncio.get_running_loop(), receive)
    mailbox.put(copied(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert received == [copied(1), focused(2)]


@pytest.mark.asyncio
async def test_the_last_word_of_every_thread_arrives_in_order():
    last, received, done = 2000, list[Observation](), asyncio.Event()

    def receive(observation: Observation) -> None:
        received.append(observation)
        if copied(last) in received and focused(last) in received:
            done.set()

    mailbox = Mailbox(asyncio.get_running_loop(), receive)

    def speak(make: Callable[[float], Observation]) -> None:
        for at in range(last + 1):
            mailbox.put(make(at))

    threads = [threading.Thread(target=speak, args=(make,), name="sensor") for make in (copied, focused)]
    for thread in threads:
        thread.start()
    async with asyncio.timeout(10):
        await done.wait()
    for thread in threads:
        thread.join(10)
    copies = [each.copied_at for each in received if isinstance(each, ClipboardChanged)]
    focuses = [each.activated_at for each in received if isinstance(each, WindowActivated)]
    assert copies == sorted(set(copies))
    assert focuses == sorted(set(focuses))


def test_a_sensor_that_speaks_after_the_end_is_not_heard():
    received: list[Observation] = []
    loop = asyncio.new_event_loop()
    mailbox = Mailbox(loop, received.append)
    loop.close()
    mailbox.put(copied(1))
    mailbox.put(focused(2))
    assert received == []
