"""Records to plain JSON values and back.

Rules kept here: what is written holds ids of the catalogue, instants and fixed words, nothing else, and at most
`RECORDS_LIMIT` records, the ones used last. A record that cannot be read is left out, the others count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from agent.core.apps import Evidence
from agent.inventory.records import AppRecord

__all__ = ["RECORDS_LIMIT", "records_from", "records_to"]

RECORDS_LIMIT: Final = 2000
"""Several times what a catalogue knows."""
_FORMAT: Final = 1
_ID_LIMIT: Final = 100


def records_to(records: Iterable[AppRecord]) -> dict[str, object]:
    """Return what to remember, as JSON values."""
    newest = sorted(records, key=lambda each: each.last_used_at or each.first_seen_at, reverse=True)
    return {
        "format": _FORMAT,
        "apps": {
            each.destination_id: {
                "first_seen_at": each.first_seen_at.isoformat(),
                **({"last_used_at": each.last_used_at.isoformat()} if each.last_used_at else {}),
                **({"told_at": each.told_at.isoformat()} if each.told_at else {}),
                "evidence": list(each.evidence),
            }
            for each in newest[:RECORDS_LIMIT]
        },
    }


def records_from(untrusted: Mapping[str, object] | None) -> tuple[AppRecord, ...]:
    """Return what was remembered; nothing where it was written by another version, or by somebody else."""
    if untrusted is None or untrusted.get("format") != _FORMAT:
        return ()
    apps = untrusted.get("apps")
    if not isinstance(apps, dict):
        return ()
    records = (_record(destination_id, each) for destination_id, each in list(apps.items())[:RECORDS_LIMIT])
    return tuple(each for each in records if each is not None)


def _record(destination_id: str, untrusted: object) -> AppRecord | None:
    if not isinstance(untrusted, dict) or not 0 < len(destination_id) <= _ID_LIMIT:
        return None
    first_seen_at = _instant(untrusted.get("first_seen_at"))
    if first_seen_at is None:
        return None
    words = untrusted.get("evidence")
    return AppRecord(
        destination_id=destination_id,
        first_seen_at=first_seen_at,
        last_used_at=_instant(untrusted.get("last_used_at")),
        told_at=_instant(untrusted.get("told_at")),
        evidence=tuple(each for each in Evidence if isinstance(words, list) and each in words),
    )


def _instant(untrusted: object) -> datetime | None:
    if not isinstance(untrusted, str):
        return None
    try:
        return datetime.fromisoformat(untrusted).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
