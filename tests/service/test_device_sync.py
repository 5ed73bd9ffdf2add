"""What a process that syncs by itself collects, hands in, keeps and shows."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent import __version__
from agent.core.health import HealthCode
from agent.core.sync import SyncTrouble
from agent.fleet.check_in import CheckIn, Session
from agent.fleet.exceptions import ExceptionState, ExceptionStatus
from agent.ipc.sync_messages import ExceptionRequestParams, SentResult
from agent.service.device_sync import DeviceFacts, DeviceSync, DeviceSyncParts, device_facts
from agent.service.exception_requests import ExceptionRequests
from agent.service.health import HealthTable
from agent.sync.enrolment import EnrolmentProblemError
from agent.sync.order import ExchangeReport
from agent.system.state_file import StateFile
from tests.fakes.clock import FakeClock
from tests.fakes.policy_sets import DEVICE_ID, StoredSets
from tests.fakes.sync_port import FakeSyncPort, exchange_report

pytestmark = pytest.mark.asyncio

SESSIONS = (
    Session(session_id="1" * 32, agent_version="1"),
    Session(session_id="2" * 32, agent_version="1"),
)
WISH = ExceptionRequestParams(rule_ids=("a",), destination_id="claude", label="internal", days=3, reason="urgent")


class Sessions:
    """Two sessions: the first is the user 1000's."""

    def __init__(self) -> None:
        self.taken: list[tuple[Session, ...]] = []

    async def sessions(self) -> tuple[Session, ...]:
        """Both."""
        return SESSIONS

    async def accepted(self, sessions: tuple[Session, ...]) -> None:
        """Note it."""
        self.taken.append(sessions)

    def is_own(self, session_id: str, uid: int) -> bool:
        """As described."""
        return uid == 1000 and session_id == SESSIONS[0].session_id


class Setting:
    """A syncing process between a server and a disk."""

    def __init__(self, folder: Path, *, by_machine: bool = True) -> None:
        self.folder = folder
        self.port = FakeSyncPort()
        self.health = HealthTable()
        self.clock = FakeClock()
        self.elapsed_s = 0.0
        self.sessions = Sessions()
        self.renewed: list[datetime] = []
        self.loads = 0
        self.changes = asyncio.Event()
        parts = DeviceSyncParts(
            port=self.port,
            sessions=self.sessions,
            requests=ExceptionRequests(StateFile(folder / "requests.json"), self.clock),
            sent_file=StateFile(folder / "sent.json"),
            put_in_force=self._put_in_force,
            renewed=self.renewed.append,
            is_retired=lambda: True,
            changed=self.changes.set,
            tick=lambda: None,
            clock=self.clock,
            elapsed_s=lambda: self.elapsed_s,
            draw=lambda: 0.0,
        )
        facts = DeviceFacts(server="https://cordon.example.com", device_id=DEVICE_ID, by_machine=by_machine, os="linux")
        self.sync = DeviceSync(facts, parts, self.health)

    async def _put_in_force(self) -> None:
        self.loads += 1

    def answer(self, body: str = '{"sessions": []}', **changes: object) -> ExchangeReport:
        """What the server will answer from now on."""
        report = exchange_report(**changes).model_copy(update={"sent_check_in": body})
        self.port.report = report
        return report

    async def attempted(self) -> None:
        """Wait until the next attempt is over."""
        async with asyncio.timeout(10):
            await self.changes.wait()
        self.changes.clear()

    async def next(self) -> None:
        """Have another attempt made."""
        self.elapsed_s += 10
        self.clock.advance(10)
        self.sync.wish(with_check_in=True)
        await self.attempted()


@contextlib.asynccontextmanager
async def _running(setting: Setting) -> AsyncIterator[Setting]:
    async with setting.sync:
        await setting.attempted()
        yield setting


async def test_a_check_in_tells_of_device_and_sessions(tmp_path: Path):
    setting = Setting(tmp_path)
    setting.health.report(HealthCode.POLICY_STALE, "since yesterday")
    setting.health.report(HealthCode.NO_KEYRING)
    async with _running(setting):
        report = setting.port.orders[0].report
    assert report is not None
    assert (report.agent_version, report.os, report.has_machine_service) == (__version__, "linux", True)
    assert [each.code for each in report.health] == ["policy_stale"]
    assert "yesterday" not in report.model_dump_json()
    assert report.sessions == SESSIONS
    assert setting.sessions.taken == [SESSIONS]


async def test_sessions_that_the_server_did_not_take_are_not_confirmed(tmp_path: Path):
    setting = Setting(tmp_path)
    setting.port.report = exchange_report().model_copy(update={"check_in_trouble": SyncTrouble.SERVER_FAILED})
    async with _running(setting):
        assert setting.sessions.taken == []


async def test_what_was_sent_is_kept_byte_for_byte_and_others_sessions_are_not_shown(tmp_path: Path):
    body = CheckIn(
        sequence=7, agent_version="1", os="linux", has_machine_service=True, sessions=SESSIONS
    ).model_dump_json()
    setting = Setting(tmp_path)
    setting.answer(body)
    async with _running(setting):
        assert (await setting.sync.sent(0)).body == body
        own = (await setting.sync.sent(1000)).body
        nobodys = (await setting.sync.sent(1001)).body
    assert own is not None
    assert nobodys is not None
    assert CheckIn.model_validate_json(own).sessions == SESSIONS[:1]
    assert CheckIn.model_validate_json(nobodys).sessions == ()
    assert "1" * 32 not in nobodys


async def test_an_agent_that_syncs_for_itself_shows_all_of_it(tmp_path: Path):
    setting = Setting(tmp_path, by_machine=False)
    setting.answer('{"sequence": 1}')
    async with _running(setting):
        assert (await setting.sync.sent(1234)).body == '{"sequence": 1}'


async def test_before_anything_was_sent_there_is_nothing_to_show(tmp_path: Path):
    assert await Setting(tmp_path).sync.sent(0) == SentResult()


async def test_a_request_is_handed_in_and_shown_until_it_is_answered(tmp_path: Path):
    setting = Setting(tmp_path)
    async with _running(setting):
        asked = await setting.sync.ask("jane", WISH)
        assert [each.state for each in (await setting.sync.exceptions("jane")).exceptions] == ["waiting"]
        await setting.next()
        (sent,) = setting.port.orders[-1].exception_requests
        assert (sent.request_id, sent.account) == (asked.request_id, "jane")
        assert [each.state for each in (await setting.sync.exceptions("jane")).exceptions] == ["pending"]
        status = ExceptionStatus(
            request_id=asked.request_id,
            rule_ids=("a",),
            destination_id="claude",
            state=ExceptionState.GRANTED,
            requested_at=setting.clock(),
            expires_at=datetime(2026, 2, 1, tzinfo=UTC),
        )
        setting.port.report = exchange_report().model_copy(update={"exceptions": (status,)})
        await setting.next()
        (shown,) = (await setting.sync.exceptions("jane")).exceptions
        assert (shown.state, shown.expires_at) == ("granted", status.expires_at)
        assert (await setting.sync.exceptions("john")).exceptions == ()
        assert setting.port.orders[-1].exception_requests == ()


async def test_a_request_that_did_not_arrive_is_handed_in_again(tmp_path: Path):
    setting = Setting(tmp_path)
    async with _running(setting):
        asked = await setting.sync.ask("jane", WISH)
        setting.port.report = exchange_report().model_copy(update={"undelivered": (asked.request_id,)})
        await setting.next()
        setting.answer()
        await setting.next()
        assert [len(order.exception_requests) for order in setting.port.orders] == [0, 1, 1]


async def test_how_it_stands_is_shown(tmp_path: Path):
    fresh_until = datetime(2026, 2, 1, tzinfo=UTC)
    setting = Setting(tmp_path)
    setting.answer(versions={"root": 2}, fresh_until=fresh_until, trouble=SyncTrouble.FORGED, detail="snapshot")
    before = setting.sync.model()
    assert (before.attempted_at, before.trouble) == (None, None)
    async with _running(setting):
        model = setting.sync.model()
    assert (model.trouble, model.detail, model.versions, model.fresh_until) == (
        SyncTrouble.FORGED,
        "snapshot",
        {"root": 2},
        fresh_until,
    )
    assert (model.succeeded_at, model.attempted_at, model.is_retired) == (None, setting.clock(), True)
    assert setting.renewed == [fresh_until]


async def test_another_set_is_put_in_force_and_whoever_wants_it_now_waits(tmp_path: Path):
    setting = Setting(tmp_path)
    async with _running(setting):
        setting.elapsed_s += 10
        setting.answer(is_changed=True)
        assert (await setting.sync.sync_now()).trouble is None
        assert setting.loads == 1


async def test_a_disk_that_takes_nothing_ends_no_attempt(tmp_path: Path):
    setting = Setting(tmp_path / "folder")
    (tmp_path / "folder").write_text("in the way")
    setting.answer('{"sequence": 1}')
    async with _running(setting):
        assert setting.sync.model().succeeded_at is not None


async def test_what_enrolment_left_says_what_device_this_is(tmp_path: Path):
    StoredSets(tmp_path / "state").enroll()
    facts = device_facts(tmp_path / "state", by_machine=True, os="linux")
    assert (facts.server, facts.device_id, facts.by_machine) == ("https://cordon.example.com", DEVICE_ID, True)
    with pytest.raises(EnrolmentProblemError):
        device_facts(tmp_path, by_machine=True, os="linux")
