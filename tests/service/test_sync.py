"""Keeping in step with the server: what is asked when, what comes of it, and what is left after trouble."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from agent.core.errors import AgentError
from agent.core.health import HealthCode
from agent.core.sync import SyncTrouble
from agent.service.sync import SyncService, SyncSides
from agent.sync.order import DeviceReport, ExchangeOrder, ExchangeReport
from agent.sync.transport_errors import TransportError
from tests.fakes.clock import FakeClock
from tests.fakes.health import RecordingHealth
from tests.fakes.sync_port import FakeSyncPort, exchange_report

pytestmark = pytest.mark.asyncio

DEVICE = DeviceReport(agent_version="1", os="linux")


class Setting:
    """A service between a server and an agent that note everything; time passes when a test says so."""

    def __init__(self) -> None:
        self.port = FakeSyncPort()
        self.health = RecordingHealth()
        self.clock = FakeClock()
        self.elapsed_s = 0.0
        self.taken: list[tuple[ExchangeOrder, ExchangeReport]] = []
        self.loads = 0
        self.ticks = 0
        self.changes = asyncio.Event()
        self.order_failure: Exception | None = None
        sides = SyncSides(
            order=self._order,
            put_in_force=self._put_in_force,
            exchanged=self._exchanged,
            changed=self.changes.set,
            tick=self._tick,
        )
        self.service = SyncService(
            self.port,
            sides,
            self.health,
            clock=self.clock,
            elapsed_s=lambda: self.elapsed_s,
            draw=lambda: 0.0,  # what is due at the start is due at once, and every pause is its shortest
        )

    async def _order(self, with_check_in: bool) -> ExchangeOrder:
        if self.order_failure is not None:
            raise self.order_failure
        return ExchangeOrder(report=DEVICE if with_check_in else None)

    async def _put_in_force(self) -> None:
        self.loads += 1

    async def _exchanged(self, order: ExchangeOrder, report: ExchangeReport) -> None:
        self.taken.append((order, report))

    def _tick(self) -> None:
        self.ticks += 1

    async def attempted(self) -> None:
        """Wait until the next attempt is over."""
        async with asyncio.timeout(10):
            await self.changes.wait()
        self.changes.clear()

    async def after(self, seconds: float) -> None:
        """Time passes, somebody notices, and an attempt is over."""
        self.elapsed_s += seconds
        self.clock.advance(seconds)
        self.service.wish(with_check_in=False)
        await self.attempted()


@contextlib.asynccontextmanager
async def _running(**changes: object) -> AsyncIterator[Setting]:
    """A service after its first attempt."""
    setting = Setting()
    if changes:
        setting.port.report = exchange_report(**changes)
    async with setting.service:
        await setting.attempted()
        yield setting


async def test_the_first_attempt_checks_in():
    async with _running() as setting:
        assert [order.report for order in setting.port.orders] == [DEVICE]
        assert setting.port.looks == 0
        state = setting.service.state
        assert state.succeeded_at == state.checked_in_at == state.attempted_at == setting.clock()
        assert setting.health.open_codes == frozenset()


async def test_then_it_looks_and_exchanges_nothing_where_nothing_is_new():
    async with _running() as setting:
        await setting.after(100)
        await setting.after(100)
        assert setting.port.looks == 2
        assert len(setting.port.orders) == 1
        assert setting.loads == 0
        assert setting.service.state.succeeded_at == setting.clock()


async def test_what_is_new_is_fetched_put_in_force_and_the_server_hears_of_it():
    async with _running() as setting:
        setting.port.is_new = True
        setting.port.report = exchange_report(is_changed=True, next_check_in_s=None)
        await setting.after(100)
        assert [order.report for order in setting.port.orders] == [DEVICE, None]
        assert setting.loads == 1
        setting.port.report = exchange_report()
        await setting.after(10)
        assert setting.port.orders[-1].report == DEVICE
        assert setting.loads == 1


async def test_a_check_in_is_due_when_the_server_says():
    async with _running(next_check_in_s=1000) as setting:
        await setting.after(700)
        assert len(setting.port.orders) == 1
        await setting.after(200)
        assert [order.report for order in setting.port.orders] == [DEVICE, DEVICE]


async def test_a_check_in_that_failed_is_due_again_and_spoils_no_policy():
    setting = Setting()
    report = exchange_report(is_changed=True, next_check_in_s=None)
    setting.port.report = report.model_copy(
        update={"check_in_trouble": SyncTrouble.NOT_KNOWN, "check_in_detail": "Code 401."}
    )
    async with setting.service:
        await setting.attempted()
        assert setting.loads == 1
        assert setting.service.state.checked_in_at is None
        assert setting.service.state.succeeded_at is None
        assert setting.health.open_codes == {HealthCode.DEVICE_NOT_KNOWN}
        assert "401" in setting.health.detail(HealthCode.DEVICE_NOT_KNOWN)
        setting.port.report = exchange_report()
        await setting.after(10)
        assert [order.report for order in setting.port.orders] == [DEVICE, DEVICE]
        assert setting.health.open_codes == frozenset()


@pytest.mark.parametrize("trouble", SyncTrouble)
async def test_trouble_is_said_and_ends_with_the_next_success(trouble: SyncTrouble):
    async with _running(trouble=trouble, detail="Because.") as setting:
        assert len(setting.health.open_codes) == 1
        state = setting.service.state
        assert state.report is not None
        assert (state.report.trouble, state.succeeded_at) == (trouble, None)
        assert setting.loads == 0
        setting.port.report = exchange_report()
        await setting.after(10)
        assert setting.health.open_codes == frozenset()


async def test_looking_with_success_ends_an_earlier_trouble():
    async with _running() as setting:
        setting.port.is_new = True
        setting.port.report = exchange_report(trouble=SyncTrouble.UNREACHABLE)
        await setting.after(100)
        assert setting.health.open_codes == {HealthCode.SYNC_UNREACHABLE}
        setting.port.is_new = False
        await setting.after(100)
        assert setting.health.open_codes == frozenset()
        report = setting.service.state.report
        assert report is not None
        assert report.trouble is None


@pytest.mark.parametrize("failure", [AgentError("The child crashed"), RuntimeError("content")])
async def test_an_attempt_without_a_result_is_given_up_and_the_next_comes_after_a_pause(failure: Exception):
    async with _running() as setting:
        setting.port.failure = failure
        await setting.after(100)
        assert setting.health.open_codes == {HealthCode.SYNC_BROKEN}
        assert "content" not in setting.health.detail(HealthCode.SYNC_BROKEN)
        setting.port.failure = None
        await setting.after(10)
        assert setting.health.open_codes == frozenset()


async def test_a_look_without_an_answer_is_trouble_with_a_name():
    async with _running() as setting:
        setting.port.failure = TransportError(SyncTrouble.PROXY_REFUSED, "HTTP status 407.")
        await setting.after(100)
        assert setting.health.open_codes == {HealthCode.SYNC_PROXY}
        state = setting.service.state
        assert state.report is not None
        assert (state.report.trouble, state.report.detail) == (SyncTrouble.PROXY_REFUSED, "HTTP status 407.")
        setting.port.failure = None
        await setting.after(10)
        assert setting.health.open_codes == frozenset()


async def test_what_cannot_be_collected_ends_the_attempt_only():
    async with _running() as setting:
        setting.order_failure = RuntimeError()
        setting.service.wish(with_check_in=True)
        await setting.after(10)
        assert setting.health.open_codes == {HealthCode.SYNC_BROKEN}
        setting.order_failure = None
        await setting.after(10)
        assert len(setting.port.orders) == 2


async def test_whoever_wants_it_now_gets_the_state_after_it():
    async with _running() as setting:
        setting.elapsed_s += 60
        setting.clock.advance(60)
        state = await setting.service.sync_now(10)
        assert state.checked_in_at == setting.clock()
        assert len(setting.port.orders) == 2


async def test_whoever_wants_it_now_waits_for_an_attempt_that_began_afterwards():
    setting = Setting()
    setting.port.gate.clear()
    async with setting.service:
        await setting.port.asked.wait()
        async with asyncio.TaskGroup() as group:
            waiting = group.create_task(setting.service.sync_now(10))
            await asyncio.sleep(0)
            setting.port.gate.set()
            await setting.attempted()
            assert not waiting.done()
            await setting.after(10)
        assert [order.report for order in setting.port.orders] == [DEVICE, DEVICE]


async def test_whoever_wants_it_now_is_not_kept_waiting_for_ever():
    setting = Setting()
    setting.port.gate.clear()
    async with setting.service:
        state = await setting.service.sync_now(0.05)
        assert state.checked_in_at is None


async def test_nobody_can_have_the_server_asked_without_end():
    async with _running() as setting:
        setting.port.report = exchange_report()
        for _ in range(50):
            await setting.service.sync_now(0.001)
        assert len(setting.port.orders) == 1


async def test_stopping_gives_up_an_attempt_that_hangs():
    setting = Setting()
    setting.port.gate.clear()
    async with asyncio.timeout(5), setting.service:
        await setting.port.asked.wait()
    assert setting.taken == []


async def test_what_was_exchanged_is_told_with_what_was_sent():
    async with _running() as setting:
        assert setting.taken == [(setting.port.orders[0], setting.port.report)]
