"""`cordon sync`: how this device stands with its organization's server, and what was sent there."""

from __future__ import annotations

import json
import sys

import typer

from agent.cli.output import FORMAT_OPTION, OutputFormat, epilog, error_console, print_json, printable
from agent.cli.sync_view import TROUBLE_WORDS, connect_syncing, print_sync
from agent.core.errors import EnvironmentProblemError
from agent.ipc.sync_messages import SentResult, SyncModel, SyncStatusResult
from agent.ipc.wire import Nothing

__all__ = ["register"]

_NOW_TIMEOUT_S = 150.0


class SyncTroubleError(EnvironmentProblemError):
    """An attempt came to nothing."""

    code = "sync_trouble"


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(no_args_is_help=True, help="See how this device stands with its organization's server.")
    group.command("status", epilog=epilog("cordon sync status", "cordon sync status --format json"))(status)
    group.command("now", epilog=epilog("cordon sync now"))(now)
    group.command("sent", epilog=epilog("cordon sync sent", "cordon sync sent --raw | sha256sum"))(sent)
    app.add_typer(group, name="sync")


def status(output_format: OutputFormat = FORMAT_OPTION) -> None:
    """Show server, device, last success, trouble, and until when the policy is confirmed."""
    with connect_syncing() as client:
        result = client.call("sync.status", Nothing(), SyncStatusResult)
    if output_format is OutputFormat.JSON:
        print_json({"sync": result.sync.to_json() if result.sync is not None else None})
    else:
        print_sync(result.sync)


def now(output_format: OutputFormat = FORMAT_OPTION) -> None:
    """Ask the server now, and check in. Exit code 5 when that fails; the policy in force stays in force."""
    console = error_console()
    with connect_syncing(_NOW_TIMEOUT_S) as client, console.status("Asking your organization's server…"):
        result = client.call("sync.now", Nothing(), SyncStatusResult)
    if output_format is OutputFormat.JSON:
        print_json({"sync": result.sync.to_json() if result.sync is not None else None})
    else:
        print_sync(result.sync)
    if result.sync is not None:
        _raise_trouble(result.sync)


def sent(
    raw: bool = typer.Option(False, "--raw", help="Byte for byte, without line breaks of ours."),
) -> None:
    """Show what this device told the server last: all of it, and nothing of other users of this device."""
    with connect_syncing() as client:
        result = client.call("sync.sent", Nothing(), SentResult)
    if result.body is None:
        error_console().print("Nothing was sent yet.")
        return
    if raw:
        sys.stdout.buffer.write(result.body.encode())
        return
    if result.sent_at is not None:
        error_console().print(f"Sent on {result.sent_at:%Y-%m-%d %H:%M} UTC:")
    print_json(json.loads(result.body))


def _raise_trouble(sync: SyncModel) -> None:
    if sync.trouble is not None:
        words = TROUBLE_WORDS[sync.trouble]
        raise SyncTroubleError(
            f"{words[0].upper()}{words[1:]}",
            detail=printable(sync.detail),
            hint="The policy in force stays in force. `cordon status` says more.",
        )
