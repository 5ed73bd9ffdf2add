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
    printable,
    stdout_console,
)
from agent.cli.sync_view import TROUBLE_WORDS
from agent.core.in_force import PolicyOrigin
from agent.ipc.messages import StatusResult
from agent.ipc.sync_messages import SyncModel
from agent.ipc.wire import Nothing

__all__ = ["register"]

_ORIGINS = {
    PolicyOrigin.PACKAGED: "",
    PolicyOrigin.FILE: ", unsigned file",
    PolicyOrigin.SIGNED: ", signed by your organization",
    PolicyOrigin.UNAVAILABLE: ", in place of your organization's",
}


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


def _last_sync(sync: SyncModel) -> str:
    done = f"{sync.succeeded_at:%Y-%m-%d %H:%M} UTC" if sync.succeeded_at is not None else "none since the start"
    by = ", by the machine service" if sync.by_machine else ""
    return done + by + (f"; {TROUBLE_WORDS[sync.trouble]}" if sync.trouble is not None else "")


def _print(result: StatusResult) -> None:
    console = stdout_console()
    table = plain_table("", "")
    table.add_row(
        "agent", f"{result.agent_version}, process {result.pid}, since {result.started_at:%Y-%m-%d %H:%M} UTC"
    )
    origin = _ORIGINS[result.policy_origin]
    said = f"{result.policy_name}, version {result.policy_version}, {result.mode} mode{origin}"
    table.add_row("policy", printable(said))
    for layer in result.policy_layers if len(result.policy_layers) > 1 else ():
        table.add_row(f"  {layer.layer}", printable(f"{layer.name}, version {layer.version}"))
    if result.sync is not None:
        table.add_row("server", printable(result.sync.server))
        table.add_row("last sync", _last_sync(result.sync))
    table.add_row("clipboard", result.clipboard_backend)
    table.add_row("tray", "running" if result.tray_connected else "not running")
    console.print(table)
    if not result.health:
        console.print(Text("Healthy: no open issue.", style="green"))
    for issue in result.health:
        console.print(Text.assemble((f"{issue.title}. ", SEVERITY_STYLES[issue.severity]), issue.text))
        console.print(Text(f"  {issue.detail} {issue.hint}".rstrip(), style="dim"))
