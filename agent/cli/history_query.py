"""How history is asked for: since when, and page after page."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import typer

from agent.cli.context import connect
from agent.ipc.messages import EventModel, HistoryListParams, HistoryListResult

__all__ = ["load_history", "parse_since"]

_AGO = re.compile(r"(\d{1,5})([mhd])")
_PAGE = 500
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def load_history(query: HistoryListParams, limit: int | None) -> HistoryListResult:
    """Return what the running agent has recorded, newest first.

    Args:
        query: which events; how many to a page and which page is filled in here.
        limit: at most so many; None for all.

    Raises:
        AgentError: as `AgentClient` and its `call` say.
    """
    events: list[EventModel] = []
    with connect() as client:
        while True:
            rest = _PAGE if limit is None else min(_PAGE, limit - len(events))
            page = client.call("history.list", query.with_fields({"limit": rest}), HistoryListResult)
            events += page.events
            if page.next_cursor is None or len(events) == limit:
                return page.with_fields({"events": tuple(events)})
            query = query.with_fields({"cursor": page.next_cursor})


def parse_since(text: str) -> datetime | None:
    """Return the instant that a person named; None for no text.

    Raises:
        typer.BadParameter: it is none.
    """
    if not text:
        return None
    try:
        if ago := _AGO.fullmatch(text):
            return datetime.now(UTC) - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
        # A date without a zone is the person's own calendar.
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise typer.BadParameter("use 30m, 12h, 7d, or a date such as 2026-01-31", param_hint="--since") from None
