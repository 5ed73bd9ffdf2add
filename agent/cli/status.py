"""`cordon status`: what the running agent says of itself."""

from __future__ import annotations

import typer
from rich.text import Text

from agent.cli.context import connect
from agent.cli.output import (
    FORMAT_OPTION,
    SEVERITY_STYLES,
    OutputFormat,
    plain_table,
    print_json,
    stdout_console,
)
from agent.core.in_force import PolicyOrigin
from agent.ipc.messages import StatusResult
from agent.ipc.wire import Nothing

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Examples: `cordon status`, `cordon status --format json | jq .health`.")(status)


def status(output_format: OutputFormat = FORMAT_OPTION) -> None:
    """Show whether Cordon runs, its policy and its health. Exit code 4 when it does not run."""
    with connect() as client:
        result = client.call("status.get", Nothing(), StatusResult)
    if output_format is OutputFormat.JSON:
        print_json(result.to_json())
    else:
        _print(result)


def _print(result: StatusResult) -> None:
    console = stdout_console()
    table = plain_table("", "")
    table.add_row(
        "agent", f"{result.agent_version}, process {result.pid}, since {result.started_at:%Y-%m-%d %H:%M} UTC"
    )
    origin = ", unsigned file" if result.policy_origin is PolicyOrigin.FILE else ""
    table.add_row("policy", f"{result.policy_name}, version {result.policy_version}, {result.mode} mode{origin}")
    table.add_row("clipboard", result.clipboard_backend)
    table.add_row("tray", "running" if result.tray_connected else "not running")
    console.print(table)
    if not result.health:
        console.print(Text("Healthy: no open issue.", style="green"))
    for issue in result.health:
        console.print(Text.assemble((f"{issue.title}. ", SEVERITY_STYLES[issue.severity]), issue.text))
        console.print(Text(f"  {issue.detail} {issue.hint}".rstrip(), style="dim"))
