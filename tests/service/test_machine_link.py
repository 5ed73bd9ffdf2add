"""The agent's side of the conversation with the machine service, over a real socket."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from agent.core.errors import AgentError
from agent.core.health import HealthCode
from agent.fleet.check_in import Session
from agent.ipc.client import AgentNotRunningError
from agent.ipc.machine_messages import MachineReportResult
from agent.ipc.peer import PeerRefusedError, peer_of
from agent.ipc.server import Admission, IpcServer
from agent.ipc.sync_messages import ExceptionRequestParams
from agent.service.health import HealthTable
from agent.service.machine_control import MachineControl
from agent.service.machine_link import MachineLink, MachineSides
from agent.service.machine_sessions import MachineSessions
from tests.fakes.health import RecordingHealth
from tests.fakes.sync_front import SYNC, FakeSyncFront

pytestmark = pytest.mark.asyncio

SESSION = Session(session_id="a" * 32, agent_version="1")
WISH = ExceptionRequestParams(rule_ids=("a",), destination_id="claude", label="internal", days=3, reason="urgent")
DAY = date(2026, 3, 1)


class Setting:
    """A machine service's socket, an agent that notes everything, and the link between them."""

    def __init__(self, path: Path, *, uids: set[int] | None = None) -> None:
        self.path = path
        self.health = RecordingHealth()
        self.front = FakeSyncFront()
        self.sessions = MachineSessions()
        self.generation: int | None = 1
        self.checked_in_at: datetime | None = None
        self.sync = SYNC
        self.server: IpcServer | None = None
        self.control: MachineControl | None = None
        self.own_generation: int | None = 1
        self.session = SESSION
        self.reports: list[MachineReportResult] = []
        self.renewed: list[datetime] = []
        self.loads = 0
        self.ticks = 0
        self.failure: AgentError | Exception | None = None
        sides = MachineSides(
            session=lambda: self.session,
            reported=self.reports.append,
            generation=lambda: self.own_generation,
            put_in_force=self._put_in_force,
            renewed=self.renewed.append,
            changed=lambda: None,
            tick=self._tick,
        )
        self.link = MachineLink(
            path,
            sides,
            self.health,
            uids={os.getuid()} if uids is None else uids,
            pauses_s=(0.01,),
            report_pause_s=0.01,
        )

    async def serve(self) -> None:
        """Start the service."""
        self.control = MachineControl(
            instance_id="i",
            front=self.front,
            model=lambda: self.sync,
            health=HealthTable(),
            sessions=self.sessions,
            generation=lambda: self.generation,
            checked_in_at=lambda: self.checked_in_at,
        )
        self.server = IpcServer(self.path, self.control, admission=Admission(verify=peer_of, mode=0o666))
        await self.server.start()

    async def stop(self) -> None:
        """End it."""
        if self.server is not None:
            await self.server.stop()
            self.server = None

    def publish(self) -> None:
        """Tell every agent."""
        assert self.server is not None
        assert self.control is not None
        self.server.publish(self.control.policy())

    async def _put_in_force(self) -> None:
        self.loads += 1
        if self.failure is not None:
            raise self.failure
        self.own_generation = self.generation

    def _tick(self) -> None:
        self.ticks += 1


@contextlib.asynccontextmanager
async def _linked(path: Path) -> AsyncIterator[Setting]:
    setting = Setting(path / "m.sock")
    await setting.serve()
    try:
        async with setting.link:
            await _until(lambda: bool(setting.reports))
            yield setting
    finally:
        await setting.stop()


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 - what is waited for happens behind a socket
            await asyncio.sleep(0.005)


async def test_reports_the_session_and_knows_how_the_device_stands(tmp_path: Path):
    async with _linked(tmp_path) as setting:
        assert setting.link.model() == SYNC
        assert await setting.sessions.sessions() == (SESSION,)
        assert setting.health.open_codes == frozenset()
        assert setting.renewed == [SYNC.fresh_until]
        assert setting.loads == 0
        assert setting.ticks >= 1


async def test_another_set_is_put_in_force_when_the_service_says_so(tmp_path: Path):
    async with _linked(tmp_path) as setting:
        setting.generation = 2
        setting.publish()
        await _until(lambda: setting.own_generation == 2)
        setting.publish()
        await _until(lambda: len(setting.reports) >= 2)
        assert setting.loads == 1


async def test_a_set_that_was_refused_here_makes_nothing_newer(tmp_path: Path):
    async with _linked(tmp_path) as setting:
        setting.failure = AgentError("It cannot be used")
        setting.generation = 2
        before = list(setting.renewed)
        setting.publish()
        await _until(lambda: setting.loads >= 1)
        setting.generation = setting.own_generation
        setting.publish()
        await _until(lambda: len(setting.renewed) > len(before))
        assert setting.renewed == [*before, SYNC.fresh_until]


async def test_a_set_that_came_while_nobody_was_connected_is_put_in_force_at_once(tmp_path: Path):
    setting = Setting(tmp_path / "m.sock")
    setting.generation = 9
    await setting.serve()
    try:
        async with setting.link:
            await _until(lambda: setting.own_generation == 9)
    finally:
        await setting.stop()


async def test_a_later_set_of_the_same_files_is_not_put_in_force_again_and_again(tmp_path: Path):
    async with _linked(tmp_path) as setting:
        setting.own_generation = 5
        for number in range(3):
            setting.checked_in_at = datetime(2026, 3, 1 + number, tzinfo=UTC)
            setting.publish()
            await _until(lambda wanted=number + 2: len(setting.reports) >= wanted)  # type: ignore[misc]
        assert setting.loads == 0


async def test_sets_that_count_from_the_beginning_are_others(tmp_path: Path):
    setting = Setting(tmp_path / "m.sock")
    setting.generation = setting.own_generation = 9
    await setting.serve()
    try:
        async with setting.link:
            await _until(lambda: bool(setting.reports))
            setting.generation = 1
            setting.publish()
            await _until(lambda: setting.own_generation == 1)
    finally:
        await setting.stop()


async def test_a_service_without_any_set_has_nothing_put_in_force(tmp_path: Path):
    async with _linked(tmp_path) as setting:
        setting.generation = None
        setting.publish()
        await asyncio.sleep(0)
        assert setting.loads == 0


async def test_what_has_changed_is_reported_and_after_a_check_in_all_of_it(tmp_path: Path):
    async with _linked(tmp_path) as setting:
        setting.session = SESSION.model_copy(update={"agent_version": "2"})
        setting.link.report_soon()
        await _until(lambda: len(setting.reports) == 2)
        assert await setting.sessions.sessions() == (setting.session,)
        await setting.sessions.accepted((setting.session,))
        setting.checked_in_at = datetime(2026, 3, 1, tzinfo=UTC)
        setting.publish()
        await _until(lambda: len(setting.reports) == 3)


async def test_the_service_may_end_and_come_back(tmp_path: Path):
    async with _linked(tmp_path) as setting:
        await setting.stop()
        await _until(lambda: HealthCode.MACHINE_SERVICE_AWAY in setting.health.open_codes)
        assert setting.link.model() == SYNC
        setting.generation = 3
        await setting.serve()
        await _until(lambda: setting.own_generation == 3)
        await _until(lambda: not setting.health.open_codes)


async def test_without_a_service_it_goes_on_trying_and_says_so(tmp_path: Path):
    setting = Setting(tmp_path / "m.sock")
    async with setting.link:
        await _until(lambda: HealthCode.MACHINE_SERVICE_AWAY in setting.health.open_codes)
        assert setting.link.model() is None
        with pytest.raises(AgentNotRunningError):
            await setting.link.sync_now()


async def test_nobody_but_the_state_s_owner_is_believed(tmp_path: Path):
    setting = Setting(tmp_path / "m.sock", uids={os.getuid() + 1})
    await setting.serve()
    try:
        async with setting.link:
            await _until(lambda: HealthCode.MACHINE_SERVICE_AWAY in setting.health.open_codes)
            with pytest.raises(PeerRefusedError):
                await setting.link.sent(0)
            assert setting.link.model() is None
            assert await setting.sessions.sessions() == ()
    finally:
        await setting.stop()


async def test_questions_go_to_the_service_which_knows_who_asks(tmp_path: Path):
    async with _linked(tmp_path) as setting:
        assert await setting.link.sync_now() == SYNC
        assert (await setting.link.sent(4242)).body == '{"sequence":1}'
        assert setting.front.asked_sent == [os.getuid()]
        await setting.link.ask("somebody else", WISH)
        ((account, _),) = setting.front.asked
        assert account != "somebody else"
        assert len((await setting.link.exceptions("somebody else")).exceptions) == 1


async def test_what_goes_wrong_in_between_ends_a_conversation_not_the_link(tmp_path: Path):
    async with _linked(tmp_path) as setting:
        setting.failure = RuntimeError()
        setting.generation = 2
        setting.publish()
        await _until(lambda: HealthCode.MACHINE_SERVICE_AWAY in setting.health.open_codes)
        setting.failure = None
        await _until(lambda: setting.own_generation == 2)
        await _until(lambda: not setting.health.open_codes)


async def test_stopping_leaves_nothing_behind(tmp_path: Path):
    async with _linked(tmp_path) as setting:
        pass
    assert setting.server is None
    assert [task for task in asyncio.all_tasks() if task.get_name().startswith("cordon-machine")] == []
