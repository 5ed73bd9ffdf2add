"""What a process that syncs by itself has: the agent of one person, or the machine service for all of them.

It collects what a check-in says, hands in what people ask for, keeps a copy of what was sent last, byte for byte, and
has a new policy put in force. When all this happens is `sync`'s to say.
"""

from __future__ import annotations

import asyncio
import json
import logging
import platform
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Protocol, Self

from agent import __version__
from agent.core.health import HealthCode, HealthIssue
from agent.core.sync import SyncReport
from agent.fleet.check_in import Session
from agent.ipc.sync_messages import (
    ExceptionListResult,
    ExceptionModel,
    ExceptionRequestParams,
    SentResult,
    SyncModel,
)
from agent.service.exception_requests import ExceptionRequests, ExceptionWish
from agent.service.health import HealthTable
from agent.service.session_report import health_states
from agent.service.sync import SyncPort, SyncService, SyncSides, SyncState
from agent.service.sync_health import SYNC_CODES
from agent.service.sync_schedule import Draw
from agent.sync.enrolment import load_enrolment
from agent.sync.order import DeviceReport, ExchangeOrder, ExchangeReport
from agent.system.state_file import StateFile, StateFileError

__all__ = ["DeviceFacts", "DeviceSync", "DeviceSyncParts", "SessionSource", "device_facts"]

_log = logging.getLogger(__name__)

_NOW_TIMEOUT_S: Final = 120.0
_REQUESTS_AT_ONCE: Final = 50
_CODES: Final = {
    *SYNC_CODES.values(),
    HealthCode.SYNC_BROKEN,
    HealthCode.CLOCK_BEHIND,
    HealthCode.POLICY_STALE,
    HealthCode.POLICY_OUTDATED,
    HealthCode.POLICY_MISSING,
    HealthCode.POLICY_REFUSED,
    HealthCode.DEVICE_RETIRED,
}
"""Of a device; all others are a session's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFacts:
    """What does not change while a process runs.

    Attributes:
        server: where the device checks in.
        device_id: as the server knows it.
        by_machine: whether this is the machine service.
        os: what the device runs, and in which version.
    """

    server: str
    device_id: str
    by_machine: bool
    os: str
    os_version: str = ""


def device_facts(state: Path, *, by_machine: bool, os: str) -> DeviceFacts:
    """Return what enrolment and the system say of this device. Reads the disk.

    Raises:
        EnrolmentProblemError: what enrolment left behind cannot be used.
    """
    enrolment = load_enrolment(state)
    return DeviceFacts(
        server=enrolment.server,
        device_id=enrolment.device_id,
        by_machine=by_machine,
        os=os,
        os_version=platform.release()[:100],
    )


class SessionSource(Protocol):
    """Whose sessions a check-in tells of."""

    async def sessions(self) -> tuple[Session, ...]:
        """Return those that there is something to say about."""

    async def accepted(self, sessions: tuple[Session, ...]) -> None:
        """The server has these."""

    def is_own(self, session_id: str, uid: int) -> bool:
        """Whether a session is one of a user's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceSyncParts:
    """What a `DeviceSync` is made of.

    Attributes:
        port: talks to the server.
        sessions: whose sessions a check-in tells of.
        requests: what people have asked for.
        sent_file: keeps what was sent last.
        put_in_force: another set is there; awaited. What it raises is its own to have reported.
        renewed: the server vouches for the policy until then.
        is_retired: whether the device was taken out of service.
        changed: what is shown is different.
        tick: called now and then.
        clock: now (aware UTC).
        elapsed_s: seconds since some moment; goes on while the machine sleeps.
        draw: returns a number from 0 to below 1.
    """

    port: SyncPort
    sessions: SessionSource
    requests: ExceptionRequests
    sent_file: StateFile
    put_in_force: Callable[[], Awaitable[None]]
    renewed: Callable[[datetime], None]
    is_retired: Callable[[], bool]
    changed: Callable[[], None]
    tick: Callable[[], None]
    clock: Callable[[], datetime]
    elapsed_s: Callable[[], float]
    draw: Draw


class DeviceSync:
    """An asynchronous context: it syncs as long as it is open.

    Args:
        facts: what does not change.
        parts: what it is made of.
        health: of this process.
    """

    def __init__(self, facts: DeviceFacts, parts: DeviceSyncParts, health: HealthTable) -> None:
        self._facts = facts
        self._parts = parts
        self._health = health
        sides = SyncSides(
            order=self._order,
            put_in_force=parts.put_in_force,
            exchanged=self._exchanged,
            changed=parts.changed,
            tick=parts.tick,
        )
        self._service = SyncService(
            parts.port, sides, health, clock=parts.clock, elapsed_s=parts.elapsed_s, draw=parts.draw
        )

    async def __aenter__(self) -> Self:
        """Begin."""
        await self._service.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Stop."""
        await self._service.__aexit__(kind, exc, traceback)

    @property
    def state(self) -> SyncState:
        """How it stands."""
        return self._service.state

    def model(self) -> SyncModel:
        """Return how it stands, as it is shown."""
        state, facts = self._service.state, self._facts
        report = state.report or SyncReport(at=self._parts.clock())
        return SyncModel(
            server=facts.server,
            device_id=facts.device_id,
            by_machine=facts.by_machine,
            attempted_at=state.attempted_at,
            succeeded_at=state.succeeded_at,
            trouble=report.trouble,
            detail=report.detail[:1000],
            versions=dict(report.versions),
            fresh_until=report.fresh_until,
            is_retired=self._parts.is_retired(),
        )

    def wish(self, *, with_check_in: bool) -> None:
        """Have it tried soon."""
        self._service.wish(with_check_in=with_check_in)

    async def sync_now(self) -> SyncModel:
        """Have it tried, and return how it stands then."""
        await self._service.sync_now(_NOW_TIMEOUT_S)
        return self.model()

    async def sent(self, uid: int) -> SentResult:
        """Return what was sent last, byte for byte; of other people's sessions nothing.

        Args:
            uid: who asks; root sees all of it.
        """
        content = await asyncio.to_thread(self._parts.sent_file.load) or {}
        body, sent_at = content.get("body"), content.get("sent_at")
        if not isinstance(body, str) or not isinstance(sent_at, str):
            return SentResult()
        return SentResult(
            body=body if uid == 0 or not self._facts.by_machine else self._without_others(body, uid),
            sent_at=datetime.fromisoformat(sent_at),
        )

    async def ask(self, account: str, params: ExceptionRequestParams) -> ExceptionModel:
        """Take somebody's request, and hand it in soon.

        Raises:
            ExceptionRefusedError: it is not taken.
            StateFileError: it cannot be kept.
        """
        wish = ExceptionWish(
            rule_ids=params.rule_ids,
            destination_id=params.destination_id,
            label=params.label,
            down_to=params.down_to,
            days=params.days,
            reason=params.reason,
        )
        request = await asyncio.to_thread(self._parts.requests.ask, account, wish)
        self._service.wish(with_check_in=True)
        return ExceptionModel(
            request_id=request.request_id,
            rule_ids=request.rule_ids,
            destination_id=request.destination_id,
            state="waiting",
        )

    async def exceptions(self, account: str) -> ExceptionListResult:
        """Return what somebody has asked for."""
        waiting, known = self._parts.requests.of(account)
        return ExceptionListResult(
            exceptions=(
                *(
                    ExceptionModel(
                        request_id=each.request_id,
                        rule_ids=each.rule_ids,
                        destination_id=each.destination_id,
                        state=each.state,
                        requested_at=each.requested_at,
                        decided_at=each.decided_at,
                        expires_at=each.expires_at,
                    )
                    for each in sorted(known, key=lambda each: each.requested_at)[-200:]
                ),
                *(
                    ExceptionModel(
                        request_id=each.request_id,
                        rule_ids=each.rule_ids,
                        destination_id=each.destination_id,
                        state="waiting",
                    )
                    for each in waiting
                ),
            )
        )

    def _without_others(self, body: str, uid: int) -> str:
        whole: dict[str, Any] = json.loads(body)
        is_own = self._parts.sessions.is_own
        whole["sessions"] = [each for each in whole.get("sessions", ()) if is_own(each["session_id"], uid)]
        return json.dumps(whole, separators=(",", ":"))

    async def _order(self, with_check_in: bool) -> ExchangeOrder:
        requests = self._parts.requests.pending()[:_REQUESTS_AT_ONCE]
        return ExchangeOrder(
            report=await self._report() if with_check_in else None,
            exception_requests=requests,
            wants_exceptions=with_check_in or bool(requests),
        )

    async def _report(self) -> DeviceReport:
        return DeviceReport(
            agent_version=__version__,
            os=self._facts.os,
            os_version=self._facts.os_version,
            has_machine_service=self._facts.by_machine,
            health=health_states(each for each in self._health.open_issues() if _is_device_s(each)),
            sessions=await self._parts.sessions.sessions(),
        )

    async def _exchanged(self, order: ExchangeOrder, report: ExchangeReport) -> None:
        if report.sync.fresh_until is not None:
            self._parts.renewed(report.sync.fresh_until)
        if order.report is not None and report.has_checked_in:
            await self._parts.sessions.accepted(order.report.sessions)
        try:
            if report.sent_check_in:
                content = {"body": report.sent_check_in, "sent_at": self._parts.clock().isoformat()}
                await asyncio.to_thread(self._parts.sent_file.save, content)
            await asyncio.to_thread(
                self._parts.requests.sent,
                order.exception_requests,
                undelivered=report.undelivered,
                refused=report.refused,
                statuses=report.exceptions,
            )
        except StateFileError as exc:
            _log.warning("what was exchanged cannot be remembered: %s", exc.code)


def _is_device_s(issue: HealthIssue) -> bool:
    return issue.code in _CODES
