"""What an attempt to sync came to, as health says it: one code for each trouble, and none of the others left open."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from agent.core.health import HealthCode
from agent.core.ports import HealthReporter
from agent.core.sync import SyncReport, SyncTrouble

__all__ = ["SYNC_CODES", "report_broken", "report_sync"]

SYNC_CODES: Final = MappingProxyType(
    {
        SyncTrouble.UNREACHABLE: HealthCode.SYNC_UNREACHABLE,
        SyncTrouble.PROXY_REFUSED: HealthCode.SYNC_PROXY,
        SyncTrouble.UNTRUSTED_SERVER: HealthCode.SYNC_UNTRUSTED,
        SyncTrouble.NOT_KNOWN: HealthCode.DEVICE_NOT_KNOWN,
        SyncTrouble.SERVER_FAILED: HealthCode.SYNC_SERVER_FAILED,
        SyncTrouble.FORGED: HealthCode.SYNC_REFUSED,
        SyncTrouble.ROLLED_BACK: HealthCode.SYNC_REFUSED,
        SyncTrouble.EXPIRED: HealthCode.SYNC_EXPIRED,
        SyncTrouble.TOO_LARGE: HealthCode.SYNC_REFUSED,
        SyncTrouble.UNUSABLE: HealthCode.SYNC_REFUSED,
        SyncTrouble.STORE_FAILED: HealthCode.SYNC_STORE,
    }
)

_REFUSALS: Final = MappingProxyType(
    {
        SyncTrouble.FORGED: "Not what the organization has signed.",
        SyncTrouble.ROLLED_BACK: "Older than what this device has seen.",
        SyncTrouble.TOO_LARGE: "Larger than it may be.",
        SyncTrouble.UNUSABLE: "This version of Cordon cannot use it.",
    }
)


def report_sync(health: HealthReporter, report: SyncReport) -> None:
    """Have health say what an attempt came to."""
    code = SYNC_CODES[report.trouble] if report.trouble is not None else None
    _leave(health, code)
    if code is not None and report.trouble is not None:
        health.report(code, " ".join(part for part in (_REFUSALS.get(report.trouble, ""), report.detail) if part))
    if report.is_clock_behind:
        health.report(HealthCode.CLOCK_BEHIND)
    else:
        health.clear(HealthCode.CLOCK_BEHIND)


def report_broken(health: HealthReporter, detail: str) -> None:
    """Have health say that an attempt ended without any result."""
    _leave(health, HealthCode.SYNC_BROKEN)
    health.report(HealthCode.SYNC_BROKEN, detail)


def _leave(health: HealthReporter, code: HealthCode | None) -> None:
    for other in {*SYNC_CODES.values(), HealthCode.SYNC_BROKEN} - {code}:
        health.clear(other)
