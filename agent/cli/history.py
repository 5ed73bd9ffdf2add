"""`cordon history list|verify`: the person's own record."""

from __future__ import annotations

import typer
from rich.text import Text

from agent.cli.history_query import load_history, parse_since
from agent.cli.history_verify import verify
from agent.cli.output import FORMAT_OPTION, OutputFormat, epilog, error_console, plain_table, print_json, stdout_console
from agent.core.gestures import Channel
from agent.core.verdicts import Action
from agent.ipc.messages import EventModel, HistoryListParams, HistoryListResult

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(no_args_is_help=True, help="Your own history. It never leaves this device.")
    group.command(
        "list",
        epilog="Examples: `cordon history list --since 2d`, `cordon history list --all --format json`.",
    )(list_events)
    group.command("verify", epilog=epilog("cordon history verify", "cordon history verify --head 1204:9f2c..."))(verify)
    app.add_typer(group, name="history")


def list_events(  # noqa: PLR0917 - typer gives each option by its name
    since: str = typer.Option("", help="Only newer than this: 30m, 12h, 7d, or a date such as 2026-01-31."),
    channel: Channel | None = typer.Option(None, help="Only this channel."),
    label: str | None = typer.Option(None, help="Only this label."),
    action: Action | None = typer.Option(None, help="Only this verdict."),
    limit: int = typer.Option(50, min=1, help="At most so many, newest first."),
    everything: bool = typer.Option(False, "--all", help="All of them, whatever the limit."),
    output_format: OutputFormat = FORMAT_OPTION,
) -> None:
    """List what Cordon judged, newest first: what was found and what happened, never the content."""
    query = HistoryListParams(since=parse_since(since), channel=channel, label=label, action=action)
    result = load_history(query, None if everything else limit)
    if output_format is OutputFormat.JSON:
        print_json({"events": [event.to_json() for event in result.events], "total": result.total})
    else:
        _print(result)
    if not result.is_complete:
        error_console().print("The history file cannot be read now: these are the events that wait to be written.")


def _print(result: HistoryListResult) -> None:
    console = stdout_console()
    if not result.events and result.is_complete:
        console.print("Nothing recorded. Ordinary text leaves no trace here.")
        return
    table = plain_table("when", "destination", "label", "found", "verdict", "what happened")
    for event in result.events:
        table.add_row(*_row(event))
    console.print(table)
    if len(result.events) < result.total:
        console.print(Text(f"{len(result.events)} of {result.total}; --all shows every one.", style="dim"))


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
