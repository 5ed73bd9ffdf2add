"""What subscribers are told, and how often."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from agent.ipc.messages import EventModel, Notify
from agent.service.publisher import STATUS_PERIOD_S, StatusPublisher
from tests.fakes.clock import FakeClock
from tests.ipc.samples import EVENT, STATUS


class Subscriber:
    """Collects what is published. `changes_at` is when the status will change by itself."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.changes_at: datetime | None = None
        self.told: asyncio.Queue[Notify] = asyncio.Queue()
        self.publisher = StatusPublisher(
            status=lambda: STATUS,
            publish=self.told.put_nowait,
            next_change_at=self._next_change,
            clock=self.clock,
        )

    def _next_change(self) -> datetime | None:
        at, self.changes_at = self.changes_at, None
        return at

    async def next(self) -> Notify:
        """What is told next."""
        async with asyncio.timeout(10):
            return await self.told.get()

    async def is_told_nothing(self) -> bool:
        """Whether nothing comes for longer than changes are held back."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(2 * STATUS_PERIOD_S):
                await self.told.get()
                return False
        return True


@contextlib.asynccontextmanager
async def subscribed() -> AsyncIterator[Subscriber]:
    subscriber = Subscriber()
    try:
        yield subscriber
    finally:
        subscriber.publisher.close()


@pytest.mark.asyncio
async def test_an_event_is_told_at_once():
    async with subscribed() as subscriber:
        subscriber.publisher.event(EVENT)
        assert subscriber.told.get_nowait() == Notify(event=EventModel.of(EVENT))


@pytest.mark.asyncio
async def test_changes_that_come_together_are_told_once():
    async with subscribed() as subscriber:
        for _ in range(5):
            subscriber.publisher.changed()
        assert subscriber.told.empty()
        assert await subscriber.next() == Notify(status=STATUS)
        assert await subscriber.is_told_nothing()


@pytest.mark.asyncio
async def test_a_change_after_that_is_told_again():
    async with subscribed() as subscriber:
        for _ in range(2):
            subscriber.publisher.changed()
            assert await subscriber.next() == Notify(status=STATUS)


@pytest.mark.asyncio
async def test_a_change_by_itself_is_told_when_it_happens():
    async with subscribed() as subscriber:
        subscriber.changes_at = subscriber.clock.now + timedelta(seconds=0.05)
        subscriber.publisher.changed()
        assert [await subscriber.next() for _ in range(2)] == [Notify(status=STATUS)] * 2
        assert await subscriber.is_told_nothing()


@pytest.mark.asyncio
async def test_a_change_does_not_wait_for_a_later_one():
    async with subscribed() as subscriber:
        subscriber.changes_at = subscriber.clock.now + timedelta(hours=1)
        subscriber.publisher.changed()
        await subscriber.next()
        subscriber.publisher.changed()
        assert await subscriber.next() == Notify(status=STATUS)


@pytest.mark.asyncio
async def test_any_thread_may_say_that_something_changed():
    async with subscribed() as subscriber:
        await asyncio.to_thread(subscriber.publisher.changed_threadsafe)
        assert await subscriber.next() == Notify(status=STATUS)


@pytest.mark.asyncio
@pytest.mark.parametrize("changes_before", [0, 1])
async def test_after_the_end_no_status_is_told(changes_before: int):
    async with subscribed() as subscriber:
        for _ in range(changes_before):
            subscriber.publisher.changed()
        subscriber.publisher.close()
        subscriber.publisher.close()
        subscriber.publisher.changed()
        assert await subscriber.is_told_nothing()


def test_a_change_after_the_loop_has_closed_is_not_heard():
    loop = asyncio.new_event_loop()

    async def subscribe() -> Subscriber:
        return Subscriber()

    subscriber = loop.run_until_complete(subscribe())
    loop.close()
    subscriber.publisher.changed_threadsafe()
    assert subscriber.told.empty()


@pytest.mark.asyncio
async def test_other_apps_are_told_at_once():
    async with subscribed() as subscriber:
        subscriber.publisher.apps_changed()
        assert subscriber.told.get_nowait() == Notify(apps_changed=True)
