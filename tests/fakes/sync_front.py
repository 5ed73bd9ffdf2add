"""Somebody who knows how a device stands with its server, as a test has it."""

from __future__ import annotations

from datetime import UTC, datetime

from agent.core.errors import AgentError
from agent.ipc.sync_messages import (
    ExceptionListResult,
    ExceptionModel,
    ExceptionRequestParams,
    SentResult,
    SyncModel,
)

__all__ = ["SYNC", "FakeSyncFront"]

SYNC = SyncModel(
    server="https://cordon.example.com",
    device_id="d" * 32,
    by_machine=False,
    attempted_at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
    succeeded_at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
    versions={"root": 1, "timestamp": 7},
    fresh_until=datetime(2026, 1, 3, 3, 4, tzinfo=UTC),
)


class FakeSyncFront:
    """Implements `SyncFront`.

    Attributes:
        sync: how it stands.
        asked: whose requests it took.
        asked_sent: which users wanted to see what was sent.
        failure: raised by every call that asks for something.
    """

    def __init__(self) -> None:
        self.sync = SYNC
        self.asked: list[tuple[str, ExceptionRequestParams]] = []
        self.asked_sent: list[int] = []
        self.failure: AgentError | None = None

    def model(self) -> SyncModel | None:
        """As the test has it."""
        return self.sync

    async def sync_now(self) -> SyncModel | None:
        """The same."""
        self._fail()
        return self.sync

    async def sent(self, uid: int) -> SentResult:
        """Something short."""
        self._fail()
        self.asked_sent.append(uid)
        return SentResult(body='{"sequence":1}', sent_at=self.sync.attempted_at)

    async def ask(self, account: str, params: ExceptionRequestParams) -> ExceptionModel:
        """Take it."""
        self._fail()
        self.asked.append((account, params))
        return ExceptionModel(
            request_id="e" * 32, rule_ids=params.rule_ids, destination_id=params.destination_id, state="waiting"
        )

    async def exceptions(self, account: str) -> ExceptionListResult:
        """What that account has asked for."""
        self._fail()
        return ExceptionListResult(
            exceptions=tuple(
                ExceptionModel(
                    request_id="e" * 32,
                    rule_ids=params.rule_ids,
                    destination_id=params.destination_id,
                    state="waiting",
                )
                for who, params in self.asked
                if who == account
            )
        )

    def _fail(self) -> None:
        if self.failure is not None:
            raise self.failure
