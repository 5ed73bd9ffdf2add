"""What the parent asks the child to do, and what the child says came of it: one message each way, as JSON.

The token's secret and a proxy's password travel here, on a pipe that only the two have. They are in no `repr`, and
neither the order nor the report is ever written to a file or a log.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Final

from pydantic import Field

from agent.core.sync import SyncReport, SyncTrouble
from agent.fleet.check_in import HealthState, Session
from agent.fleet.enrolment import EnrolmentToken
from agent.fleet.exceptions import ExceptionRequest, ExceptionStatus
from agent.fleet.message import Instant, Message, ShortText, Slug
from agent.sync.enrolment import ProxySettings

__all__ = [
    "ORDER_LIMIT_BYTES",
    "REPORT_LIMIT_BYTES",
    "DeviceReport",
    "EnrolmentOrder",
    "ExchangeOrder",
    "ExchangeReport",
    "SyncOutcome",
]

ORDER_LIMIT_BYTES: Final = 1 << 20
REPORT_LIMIT_BYTES: Final = 4 << 20


class DeviceReport(Message):
    """A check-in without what the child itself knows: its number, and the versions of the metadata."""

    agent_version: ShortText
    os: ShortText
    os_version: ShortText = ""
    has_machine_service: bool = False
    health: Annotated[tuple[HealthState, ...], Field(max_length=100)] = ()
    sessions: Annotated[tuple[Session, ...], Field(max_length=50)] = ()


class ExchangeOrder(Message):
    """One exchange: refresh; then, as far as asked for, check in, hand in requests, ask what became of others.

    Attributes:
        report: None: no check-in this time.
        exception_requests: to hand in; handing one in twice is handing it in once.
        wants_exceptions: whether to ask what became of this device's requests.
    """

    report: DeviceReport | None = None
    exception_requests: Annotated[tuple[ExceptionRequest, ...], Field(max_length=50)] = ()
    wants_exceptions: bool = False


class EnrolmentOrder(Message):
    """Enrol with a token, then refresh for the first time.

    Attributes:
        team: the one to ask for.
        proxy: to use from now on; None: as the environment says.
        is_replacing: whether a device that is enrolled already becomes a new one.
    """

    token: EnrolmentToken
    os: ShortText
    os_version: ShortText = ""
    agent_version: ShortText
    team: Slug | None = None
    proxy: ProxySettings | None = None
    is_replacing: bool = False


class SyncOutcome(Message):
    """`agent.core.sync.SyncReport` as it crosses the pipe; its attributes are described there."""

    at: Instant
    is_changed: bool = False
    trouble: SyncTrouble | None = None
    detail: str = ""
    versions: dict[str, int] = Field(default_factory=dict)
    fresh_until: Instant | None = None
    is_clock_behind: bool = False
    next_check_in_s: int | None = None

    def to_report(self) -> SyncReport:
        """Return it as the rest of Cordon has it."""
        return SyncReport(
            at=self.at,
            is_changed=self.is_changed,
            trouble=self.trouble,
            detail=self.detail,
            versions=MappingProxyType(dict(self.versions)),
            fresh_until=self.fresh_until,
            is_clock_behind=self.is_clock_behind,
            next_check_in_s=self.next_check_in_s,
        )


class ExchangeReport(Message):
    """What came of an order. A refresh that failed spoils no check-in, and the other way round.

    Attributes:
        sync: of the refresh; `next_check_in_s` is the check-in's.
        check_in_trouble: why the check-in failed, if one was asked for and failed.
        check_in_detail: more about that; safe to show.
        sent_check_in: what was sent, byte for byte, if the server has accepted one.
        exceptions: of this device; None where they were not asked for or not told.
        undelivered: ids of requests that the server has not accepted; to be handed in again.
        refused: ids of requests that it will never accept.
        device_id: what the server knows this device by; empty where it does not.
    """

    sync: SyncOutcome
    check_in_trouble: SyncTrouble | None = None
    check_in_detail: str = ""
    sent_check_in: str = Field(default="", repr=False)
    exceptions: tuple[ExceptionStatus, ...] | None = None
    undelivered: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    device_id: str = ""

    @property
    def has_checked_in(self) -> bool:
        """Whether the server has accepted a check-in."""
        return self.check_in_trouble is None and bool(self.sent_check_in)
