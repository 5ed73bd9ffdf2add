"""A device in a test's folder, whose exchanges run in the test's own process, by a clock that the test sets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from agent.core.sync import SyncTrouble
from agent.fleet.enrolment import EnrolmentToken
from agent.sync.conversation import signer
from agent.sync.device_key import load_device_key
from agent.sync.enrolling import Enroller
from agent.sync.enrolment import ProxySettings, load_enrolment
from agent.sync.manifest import sync_folder
from agent.sync.order import EnrolmentOrder, ExchangeOrder, ExchangeReport, SyncOutcome
from agent.sync.program import exchange
from agent.sync.refresh import Refresh
from agent.sync.stored import PolicySet, load_policy_set
from agent.sync.transport import Transport

__all__ = ["DEVICE_ID", "Device"]

DEVICE_ID = "0" * 31 + "1"
"""What a `RepositoryServer` calls the first device."""


class Device:
    """One device.

    Args:
        state: its state folder; made.
        environment: of its process.
        request_s: how patient it is.
    """

    def __init__(self, state: Path, *, environment: Mapping[str, str] | None = None, request_s: float = 10.0) -> None:
        state.mkdir(parents=True, exist_ok=True)
        self.state = state
        self.environment = environment or {}
        self.request_s = request_s
        self.ahead = timedelta(0)
        """Of the real time."""

    def clock(self) -> datetime:
        """What the device takes for the time."""
        return datetime.now(UTC) + self.ahead

    def enroll(
        self, token: EnrolmentToken, *, proxy: ProxySettings | None = None, is_replacing: bool = False
    ) -> ExchangeReport:
        """Enrol."""
        order = EnrolmentOrder(token=token, os="linux", agent_version="1", proxy=proxy, is_replacing=is_replacing)
        return Enroller(self.state, order, environment=self.environment, clock=self.clock).run()

    def enrolled(self, token: EnrolmentToken) -> Device:
        """Enrol, which has to succeed."""
        report = self.enroll(token)
        assert report.sync.trouble is None, report.sync
        return self

    def refresh(self) -> SyncOutcome:
        """Refresh."""
        enrolment = load_enrolment(self.state)
        transport = Transport(
            ca_pem=enrolment.ca_pem,
            proxy=enrolment.proxy,
            environment=self.environment,
            clock=self.clock,
            request_s=self.request_s,
        )
        try:
            sign = signer(load_device_key(sync_folder(self.state)), enrolment.device_id)
            return Refresh(self.state, enrolment, transport, sign, self.clock).run()
        finally:
            transport.close()

    def trouble(self) -> SyncTrouble | None:
        """Refresh, and return what went wrong."""
        return self.refresh().trouble

    def exchange(self, order: ExchangeOrder | None = None) -> ExchangeReport:
        """Exchange."""
        return exchange(self.state, order or ExchangeOrder(), environment=self.environment, clock=self.clock)

    def policy_set(self, account: str = "somebody") -> PolicySet:
        """Return what is in force."""
        return load_policy_set(self.state, account)

    def version(self) -> str:
        """Return the version of the global policy in force."""
        text = self.policy_set().layers[0].policy.read_text(encoding="utf-8")
        return text.partition('"version":"')[2].partition('"')[0]
