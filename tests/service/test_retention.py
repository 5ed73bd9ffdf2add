"""The history forgets as the policy in force says, and not without it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from agent.service.retention import Retention
from tests.fakes.event_store import FakeEventStore

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


class Days:
    """What the policy in force says, and that it was asked."""

    def __init__(self, *answers: int | None) -> None:
        self._answers = answers
        self.count = 0
        self.asked_often = asyncio.Event()

    def __call__(self) -> int | None:
        """The next answer; the last one from then on."""
        self.count += 1
        if self.count > len(self._answers) + 1:
            self.asked_often.set()
        return self._answers[min(self.count, len(self._answers)) - 1]


async def _run(days: Days) -> FakeEventStore:
    store = FakeEventStore()
    async with Retention(store=store, days=days, clock=lambda: NOW, pause_s=0.0):
        await asyncio.wait_for(days.asked_often.wait(), 5)
    return store


@pytest.mark.asyncio
async def test_what_is_older_is_forgotten_at_once_and_as_another_policy_says():
    store = await _run(Days(90, 7))
    assert store.forgotten[:2] == [NOW - timedelta(days=90), NOW - timedelta(days=7)]
    assert len(store.forgotten) >= 3


@pytest.mark.asyncio
async def test_a_policy_that_says_nothing_keeps_everything():
    assert (await _run(Days(None, None))).forgotten == []


@pytest.mark.asyncio
async def test_it_asks_no_more_when_it_is_over():
    days = Days(90)
    await _run(days)
    asked = days.count
    await asyncio.sleep(0)
    assert days.count == asked
