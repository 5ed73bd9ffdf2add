"""`cordon apps`: which AI apps are on this device, and why something is one or is none."""

from __future__ import annotations

from datetime import datetime

import typer
from rich.text import Text

from agent.cli.context import connect
from agent.cli.output import (
    FORMAT_OPTION,
    OutputFormat,
    epilog,
    error_console,
    plain_table,
    print_json,
    printable,
    stdout_console,
)
from agent.core.apps import Evidence
from agent.core.gestures import DestinationStatus
from agent.ipc.app_messages import AppExplainParams, AppExplanation, AppListResult, AppModel
from agent.ipc.wire import Nothing

__all__ = ["register"]

_STATUS_STYLES = {
    DestinationStatus.APPROVED: "green",
    DestinationStatus.TOLERATED: "cyan",
    DestinationStatus.UNAPPROVED: "red",
    DestinationStatus.UNKNOWN: "dim",
}
_EVIDENCE = {
    Evidence.EXECUTABLE: "the program that runs",
    Evidence.COMMAND: "what an interpreter was told to run",
    Evidence.PARENT: "the process that started it",
    Evidence.LISTENING_PORT: "a port where its local server answers",
    Evidence.INSTALLED: "something of it that is installed",
    Evidence.EDITOR_EXTENSION: "a plug-in of an editor",
    Evidence.WINDOW: "a window that had the focus",
}
_SUBJECT = typer.Argument(..., metavar="NAME|PID", help="An app's name or id, or the number of a process.")


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(no_args_is_help=True, help="AI apps on this device: which there are, and how they are known.")
    listing = ("cordon apps list", "cordon apps list --format json | jq '.apps[] | select(.running)'")
    group.command("list", epilog=epilog(*listing, exit_codes="0 done, 4 Cordon is not running"))(show)
    explaining = ("cordon apps explain ollama", "cordon apps explain 4711")
    codes = "0 done, 4 Cordon is not running, 5 no such app or process"
    group.command("explain", epilog=epilog(*explaining, exit_codes=codes))(explain)
    app.add_typer(group, name="apps")


def show(output_format: OutputFormat = FORMAT_OPTION) -> None:
    """List the AI apps that were seen on this device: running, installed, or used before."""
    with connect() as client:
        result = client.call("apps.list", Nothing(), AppListResult)
    if output_format is OutputFormat.JSON:
        print_json({"apps": [each.to_json() for each in result.apps], "sees_processes": result.sees_processes})
        return
    if not result.sees_processes:
        error_console().print("Running programs cannot be read here: `cordon status` says why.")
    if not result.apps:
        error_console().print(
            "No AI app was seen on this device yet. Running ones are seen within two seconds, installed ones within a "
            "minute."
        )
        return
    table = plain_table("app", "vendor", "kind", "status", "now", "first seen", "last used", "id")
    for each in result.apps:
        table.add_row(
            printable(each.name),
            printable(each.vendor),
            each.kind.replace("_", " "),
            Text(each.status, style=_STATUS_STYLES[each.status]),
            _now(each),
            _when(each.first_seen_at),
            _when(each.last_used_at),
            each.id,
        )
    stdout_console().print(table)


def explain(subject: str = _SUBJECT, output_format: OutputFormat = FORMAT_OPTION) -> None:
    """Say why something is an AI app or is none, what it was recognized by, and which policy gives it its status."""
    with connect() as client:
        result = client.call("apps.explain", AppExplainParams(subject=subject), AppExplanation)
    if output_format is OutputFormat.JSON:
        print_json(result.to_json())
        return
    console = stdout_console()
    for line in (*_process_lines(result), *(_app_lines(result, result.app) if result.app is not None else ())):
        console.print(line)


def _process_lines(result: AppExplanation) -> list[str]:
    if result.process is None:
        return []
    what = f"Process {result.process.pid} ({printable(result.process.name) or 'without a name'})"
    if result.app is None:
        return [
            f"{what} belongs to no AI app that the catalogue knows.",
            "Neither the program that runs, nor what it was told to run, nor the process that started it is one's.",
        ]
    recognized = f", recognized by {_EVIDENCE[result.recognized_by]}" if result.recognized_by is not None else ""
    return [f"{what} is {printable(result.app.name)}{recognized}."]


def _app_lines(result: AppExplanation, app: AppModel) -> list[str]:
    who = f"{printable(app.name)} ({app.id}), by {printable(app.vendor)}: {app.kind.replace('_', ' ')}."
    if result.said_by is not None:
        layer = result.said_by
        why = f"so says the {layer.layer} policy {printable(layer.name)}, version {printable(layer.version)}."
    else:
        why = f"as the catalogue has it; the policy in force ({printable(result.policy)}) gives it no other."
    lines = [who, f"Status: {app.status}, {why}"]
    if app.first_seen_at is None:
        return [*lines, "It was never seen on this device."]
    known_by = "; ".join(_EVIDENCE[each] for each in app.evidence)
    used = f"last used {_when(app.last_used_at)}" if app.last_used_at is not None else "not seen in use"
    return [
        *lines,
        f"Now: {_now(app) or 'neither running nor installed'}. First seen {_when(app.first_seen_at)}, {used}.",
        f"Recognized by: {known_by}.",
    ]


def _now(app: AppModel) -> str:
    if app.running:
        return f"running ({', '.join(str(each) for each in app.pids)})" if app.pids else "running"
    return "installed" if app.installed else ""


def _when(at: datetime | None) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}" if at is not None else ""
