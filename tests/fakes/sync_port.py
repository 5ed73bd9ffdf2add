"""A server, and all between it and us, that answers what a test has written down."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from agent.core.errors import AgentError
from agent.sync.order import ExchangeOrder, ExchangeReport, SyncOutcome

__all__ = ["FakeSyncPort", "exchange_report"]


def exchange_report(**changes: Any) -> ExchangeReport:  # noqa: ANN401 - the fields of an outcome
    """A report of an exchange whose refresh came to this."""
    outcome = {"at": datetime(2026, 1, 2, tzinfo=UTC), "next_check_in_s": 3600} | changes
    sync = SyncOutcome.model_validate(outcome)
    return ExchangeReport(sync=sync, sent_check_in='{"sessions": []}', device_id="d" * 32)


class FakeSyncPort:
    """Implements `agent.service.sync.SyncPort`.

    Attributes:
        is_new: what looking says.
        report: what exchanging says.
        failure: raised by every call from now on.
        gate: calls wait while it is clear.
        asked: set once anything was asked.
        looks: how often somebody looked.
        orders: what was exchanged.
    """

    def __init__(self) -> None:
        self.is_new = False
        self.report = exchange_report()
        self.failure: AgentError | Exception | None = None
        self.gate = asyncio.Event()
        self.gate.set()
        self.asked = asyncio.Event()
        self.looks = 0
        self.orders: list[ExchangeOrder] = []

    async def peek(self) -> bool:
        """As written down."""
        self.looks += 1
        await self._answers()
        return self.is_new

    async def exchange(self, order: ExchangeOrder) -> ExchangeReport:
        """As written down."""
        self.orders.append(order)
        await self._answers()
        return self.report

    async def _answers(self) -> None:
        self.asked.set()
        await self.gate.wait()
        if self.failure is not None:
            raise self.failure
