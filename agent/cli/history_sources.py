"""Recorded events to replay: of the running agent, or out of files as `cordon history list --format json` prints them.

A file is somebody else's word: it is limited in size and checked field by field, and what is wrong with it is told
without its values.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from agent.cli.history_query import load_history
from agent.core.errors import EnvironmentProblemError
from agent.core.events import Event
from agent.ipc.messages import EventModel, HistoryListParams
from agent.ipc.wire import ParamsError

__all__ = ["HistoryFileError", "RecordedEvents", "exported_events", "local_events"]

_SIZE_LIMIT_BYTES: Final = 512 << 20
_DAY: Final = timedelta(days=1)
_HINT: Final = "Make one with `cordon history list --all --format json`."


class HistoryFileError(EnvironmentProblemError):
    """A file of exported history cannot be used."""

    code = "history_file"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedEvents:
    """What one device has recorded.

    Attributes:
        is_complete: whether they are all that was asked for.
    """

    events: tuple[Event, ...]
    is_complete: bool = True


def local_events(since: datetime | None, limit: int | None = None) -> RecordedEvents:
    """Return what the running agent has recorded, the newest where there are more.

    Raises:
        AgentError: as `load_history` says.
    """
    result = load_history(HistoryListParams(since=since), limit)
    events = tuple(model.to_event() for model in result.events)
    return RecordedEvents(events=events, is_complete=result.is_complete and len(events) == result.total)


def exported_events(path: Path, since: datetime | None) -> RecordedEvents:
    """Return what a file holds.

    Raises:
        HistoryFileError: it cannot be read, or is no such file.
    """
    try:
        with path.open("rb") as file:
            untrusted = file.read(_SIZE_LIMIT_BYTES + 1)
    except OSError as exc:
        raise _trouble(path, "cannot be read", exc.strerror or "", "") from None
    if len(untrusted) > _SIZE_LIMIT_BYTES:
        raise _trouble(path, "is too large", f"More than {_SIZE_LIMIT_BYTES >> 20} MiB", "Export less, with --since.")
    try:
        document = json.loads(untrusted)
    except (ValueError, RecursionError):
        raise _trouble(path, "is no JSON", "", _HINT) from None
    entries = document.get("events") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise _trouble(path, "holds no list of events", "", _HINT)
    return RecordedEvents(events=tuple(_checked(path, entries, since)))


def _checked(path: Path, entries: Iterable[object], since: datetime | None) -> Iterable[Event]:
    for number, entry in enumerate(entries):
        if not isinstance(entry, dict):
            raise _trouble(path, "holds what is no event", f"events[{number}] is no mapping", _HINT)
        try:
            event = EventModel.parse(entry).to_event()
        except ParamsError as exc:
            raise _trouble(path, "holds what is no event", f"events[{number}]: {exc.detail}", _HINT) from None
        if not _has_local_time(event.occurred_at):
            why = f"events[{number}]: occurred_at is before or after all that a calendar here has"
            raise _trouble(path, "holds what is no event", why, _HINT)
        if since is None or event.occurred_at >= since:
            yield event


def _has_local_time(instant: datetime) -> bool:
    """Whether it can be said in the device's own time zone, and the days beside it."""
    try:
        (instant - _DAY).astimezone()
        (instant + _DAY).astimezone()
    except (OverflowError, ValueError, OSError):
        return False
    return True


def _trouble(path: Path, what: str, detail: str, hint: str) -> HistoryFileError:
    return HistoryFileError(
        f"The file {path.name} {what}", detail=f"{detail.rstrip('.')}." if detail else "", hint=hint
    )
