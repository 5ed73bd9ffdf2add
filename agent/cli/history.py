"""`cordon history list`: the person's own record."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import typer
from rich.table import Table
from rich.text import Text

from agent.cli.context import connect
from agent.cli.output import FORMAT_OPTION, OutputFormat, print_json, stdout_console
from agent.core.gestures import Channel
from agent.core.verdicts import Action
from agent.ipc.messages import EventModel, HistoryListParams, HistoryListResult

__all__ = ["register"]

_AGO = re.compile(r"(\d{1,5})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(no_args_is_help=True, help="Your own history. It never leaves this device.")
    group.command(
        "list",
        epilog="Examples: `cordon history list --since 2d`, `cordon history list --label restricted --format json`.",
    )(list_events)
    app.add_typer(group, name="history")


def list_events(
    since: str = typer.Option("", help="Only newer than this: 30m, 12h, 7d, or a date such as 2026-01-31."),
    channel: Channel | None = typer.Option(None, help="Only this channel."),
    label: str | None = typer.Option(None, help="Only this label."),
    action: Action | None = typer.Option(None, help="Only this verdict."),
    limit: int = typer.Option(50, min=1, max=1000, help="At most so many, newest first."),
    output_format: OutputFormat = FORMAT_OPTION,
) -> None:
    """List what Cordon judged, newest first: what was found and what happened, never the content."""
    params = HistoryListParams(since=_parse_since(since), channel=channel, label=label, action=action, limit=limit)
    with connect() as client:
        result = client.call("history.list", params, HistoryListResult)
    if output_format is OutputFormat.JSON:
        print_json(result.to_json())
    else:
        _print(result)


def _parse_since(text: str) -> datetime | None:
    if not text:
        return None
    if ago := _AGO.fullmatch(text):
        return datetime.now(UTC) - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("use 30m, 12h, 7d, or a date such as 2026-01-31", param_hint="--since") from None
    # A date without a zone is the person's own calendar.
    return instant.astimezone(UTC)


def _print(result: HistoryListResult) -> None:
    console = stdout_console()
    if not result.events:
        console.print("Nothing recorded. Ordinary text leaves no trace here.")
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("when", "destination", "label", "found", "verdict", "what happened"):
        table.add_column(heading)
    for event in result.events:
        table.add_row(*_row(event))
    console.print(table)
    if len(result.events) < result.total:
        console.print(Text(f"{len(result.events)} of {result.total}; --limit shows more.", style="dim"))


def _row(event: EventModel) -> tuple[str, ...]:
    found = ", ".join(f"{each.entity} x{each.count}" if each.count > 1 else each.entity for each in event.entities)
    return (
        f"{event.occurred_at.astimezone():%Y-%m-%d %H:%M:%S}",
        event.destination_name,
        event.label.name,
        found or event.inspection,
        event.action,
        event.disposition,
    )
