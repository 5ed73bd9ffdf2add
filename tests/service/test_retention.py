"""The history forgets as the policy in force says, not without it, and not in haste."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from agent.service.retention import Retention
from tests.fakes.clock import FakeClock
from tests.fakes.event_store import FakeEventStore

DAY_S = 86_400.0


class Days:
    """What the policy in force says at each look, the start being the first; counts them."""

    def __init__(self, *answers: int | None) -> None:
        self._answers = answers
        self.count = 0
        self.asked_often = asyncio.Event()
        self.before_look: Callable[[int], None] = lambda _count: None

    def __call__(self) -> int | None:
        """The next answer; the last one from then on."""
        self.count += 1
        self.before_look(self.count)
        if self.count > len(self._answers) + 1:
            self.asked_often.set()
        return self._answers[min(self.count, len(self._answers)) - 1]


class Store(FakeEventStore):
    """Notes at which look it was told to forget, and how many days were to be left."""

    def __init__(self, days: Days, clock: FakeClock) -> None:
        super().__init__()
        self._days = days
        self._clock = clock
        self.looks: list[tuple[int, int]] = []

    def forget_before(self, at: datetime) -> None:
        """Note it."""
        super().forget_before(at)
        self.looks.append((self._days.count, (self._clock() - at) // timedelta(days=1)))


class Machine:
    """A clock that can be moved, and the time that really passes."""

    def __init__(self, *answers: int | None) -> None:
        self.clock = FakeClock()
        self.days = Days(*answers)
        self.store = Store(self.days, self.clock)
        self.elapsed_s = 0.0

    def retention(self, pause_s: float = 0.0) -> Retention:
        """What is tested, on this machine."""
        return Retention(
            store=self.store, days=self.days, clock=self.clock, elapsed_s=lambda: self.elapsed_s, pause_s=pause_s
        )

    async def run(self) -> list[tuple[int, int]]:
        """Look until all answers were given, and twice more."""
        async with self.retention():
            await asyncio.wait_for(self.days.asked_often.wait(), 5)
        return self.store.looks

    def sleeps(self, seconds: float) -> None:
        """Time passes on both clocks."""
        self.clock.advance(seconds)
        self.elapsed_s += seconds


@pytest.mark.asyncio
async def test_what_is_older_is_forgotten_at_each_look_but_not_at_the_start():
    looks = await Machine(90, 90, 90).run()
    assert looks[:3] == [(2, 90), (3, 90), (4, 90)]


@pytest.mark.asyncio
async def test_the_first_look_has_time():
    machine = Machine(90)
    async with machine.retention(pause_s=3600.0):
        for _ in range(5):
            await asyncio.sleep(0)
    assert machine.store.looks == []


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((90, 90, 7, 7), [(2, 90), (4, 7), (5, 7)]),
        ((90, 7, 90, 90), [(3, 90), (4, 90)]),
        ((90, 30, 7, 7), [(4, 7), (5, 7)]),
        ((None, 90, 90), [(3, 90), (4, 90)]),
        ((7, 90), [(2, 90), (3, 90)]),
        ((7, None, 7, 7), [(4, 7), (5, 7)]),
    ],
)
async def test_a_policy_that_keeps_less_counts_when_it_is_seen_again(
    answers: tuple[int | None, ...], expected: list[tuple[int, int]]
):
    looks = await Machine(*answers).run()
    assert looks[: len(expected)] == expected


@pytest.mark.asyncio
async def test_a_policy_that_says_nothing_keeps_everything():
    assert await Machine(None, None).run() == []


@pytest.mark.asyncio
@pytest.mark.parametrize("moved_s", [1.5 * DAY_S, -1.5 * DAY_S, 36_500 * DAY_S])
async def test_nothing_is_forgotten_while_the_clock_is_wrong(moved_s: float, caplog: pytest.LogCaptureFixture):
    machine = Machine(*[90] * 6)

    def before_look(count: int) -> None:
        if count in {3, 5}:
            machine.clock.advance(moved_s if count == 3 else -moved_s)

    machine.days.before_look = before_look
    with caplog.at_level(logging.WARNING):
        looks = await machine.run()
    assert looks[:3] == [(2, 90), (5, 90), (6, 90)]
    assert [record.message.split(":")[0] for record in caplog.records] == ["the clock was moved by more than a day"]


@pytest.mark.asyncio
async def test_a_machine_that_slept_for_a_week_forgets_and_one_that_was_put_right_by_an_hour_does():
    machine = Machine(*[90] * 4)

    def before_look(count: int) -> None:
        if count == 2:
            machine.sleeps(7 * DAY_S)
        if count == 3:
            machine.clock.advance(-3600)

    machine.days.before_look = before_look
    assert (await machine.run())[:3] == [(2, 90), (3, 90), (4, 90)]


@pytest.mark.asyncio
async def test_a_history_that_fails_is_asked_again_and_ends_nothing(caplog: pytest.LogCaptureFixture):
    machine = Machine(*[90] * 4)
    machine.store.failure = OSError("canary-5f1d")

    def before_look(count: int) -> None:
        if count == 4:
            machine.store.failure = None

    machine.days.before_look = before_look
    looks = await machine.run()
    assert looks[:2] == [(4, 90), (5, 90)]
    messages = [record.message for record in caplog.records]
    assert messages == ["the history could not be told to forget: OSError"] * 2


@pytest.mark.asyncio
async def test_a_history_that_fails_to_the_end_does_not_fail_the_shutdown():
    machine = Machine(90)
    machine.store.failure = RuntimeError()
    assert await machine.run() == []


@pytest.mark.asyncio
async def test_it_asks_no_more_when_it_is_over():
    machine = Machine(90)
    await machine.run()
    asked = machine.days.count
    await asyncio.sleep(0)
    assert machine.days.count == asked
