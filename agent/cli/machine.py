"""`cordon machine`: the service that syncs for all users of a device, out of their reach."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

import typer
from rich.text import Text

from agent.cli.context import current_system
from agent.cli.output import (
    FORMAT_OPTION,
    SEVERITY_STYLES,
    OutputFormat,
    epilog,
    error_console,
    plain_table,
    print_json,
    stdout_console,
)
from agent.cli.sync_view import connect_machine, sync_rows
from agent.core.errors import EnvironmentProblemError
from agent.ipc.machine_messages import MachineStatusResult
from agent.ipc.wire import Nothing
from agent.system.enrolment import MACHINE_SOCKET, MACHINE_STATE

__all__ = ["register"]

_STATE = typer.Option(
    None, "--state", metavar="DIR", help=f"Keep everything here instead of in {MACHINE_STATE}; for trying it out."
)
_SOCKET = typer.Option(MACHINE_SOCKET, "--socket", metavar="PATH", help="Where users' agents ask.")


class NotRootError(EnvironmentProblemError):
    """The service could not keep anything out of its users' reach."""

    code = "not_root"


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(no_args_is_help=True, help="The service that syncs for all users of this device.")
    group.command("run", epilog=epilog("systemctl start cordon-machine", "cordon machine run"))(run)
    group.command("status", epilog=epilog("cordon machine status", "cordon machine status --format json"))(status)
    app.add_typer(group, name="machine")


def run(state: Path | None = _STATE, socket: Path = _SOCKET) -> None:
    """Run the service, as root; systemd does. It waits where the device is not enrolled yet."""
    if state is None and os.geteuid() != 0:
        raise NotRootError(
            "The machine service runs as root",
            hint="Start it with `systemctl start cordon-machine`; to try it out, name a folder of yours with --state.",
        )
    # Here, because the other commands answer faster without it.
    import asyncio  # noqa: PLC0415 - other commands start faster

    from agent.machine import MachineOptions, run_machine  # noqa: PLC0415 - as above

    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    options = MachineOptions(
        state=state or MACHINE_STATE,
        socket=socket,
        os=current_system() or "",
        on_ready=lambda: error_console().print("Cordon's machine service is ready."),
    )
    asyncio.run(run_machine(options))


def status(output_format: OutputFormat = FORMAT_OPTION, state: Path | None = _STATE, socket: Path = _SOCKET) -> None:
    """Show how the machine service is, and how this device stands with its server."""
    with connect_machine(socket, state or MACHINE_STATE) as client:
        result = client.call("machine.status", Nothing(), MachineStatusResult)
    if output_format is OutputFormat.JSON:
        print_json(result.to_json())
        return
    console = stdout_console()
    table = plain_table("", "")
    table.add_row("service", f"{result.agent_version}, process {result.pid}")
    for name, value in sync_rows(result.policy.sync):
        table.add_row(name, value)
    table.add_row("policies", f"set {result.policy.generation}" if result.policy.generation is not None else "none")
    table.add_row("agents heard", str(result.sessions))
    console.print(table)
    for issue in result.health:
        console.print(Text.assemble((f"{issue.title}. ", SEVERITY_STYLES[issue.severity]), issue.text))
        console.print(Text(f"  {issue.detail} {issue.hint}".rstrip(), style="dim"))
