"""`cordon policy status`: which versions are published, who may sign what, and what expires soon."""

from __future__ import annotations

import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from agent.cli.output import (
    FORMAT_OPTION,
    ExitCode,
    OutputFormat,
    epilog,
    plain_table,
    print_json,
    printable,
    stdout_console,
)
from server.repository.command_options import published

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from server.repository.overview import RoleOverview
    from server.repository.state import PublishedPolicy, RepositoryState

__all__ = ["register"]

_EPILOG = epilog(
    "cordon policy status --repository repository",
    "cordon policy status --server https://cordon.example.org --format json",
    exit_codes="0 all is well, 1 something expires within 14 days (of what the server signs: was not renewed in time), "
    "2 wrong usage, 5 the repository cannot be read or is not signed by whom it should be",
)


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("status", epilog=_EPILOG)(show_status)


def show_status(
    repository: Path | None = typer.Option(
        None, "--repository", metavar="DIR", help="The repository, or a copy of it."
    ),
    server: str = typer.Option(
        "", "--server", metavar="URL", help="The server that has it; only public files are read."
    ),
    ca_file: Path | None = typer.Option(
        None, "--ca-file", metavar="FILE", help="Certificates (PEM) to trust beside the system's."
    ),
    output_format: OutputFormat = FORMAT_OPTION,
) -> None:
    """Show the repository: roles, versions, keys with their owners, and when each expires."""
    from server.repository.overview import overview  # noqa: PLC0415 - other commands start without TUF

    if bool(server) == (repository is not None):
        raise typer.BadParameter("give either --repository DIR or --server URL", param_hint="--repository")
    now = datetime.now(UTC)
    if repository is not None:
        state = published(repository)
        fingerprint, rows, policies = state.folder.root_fingerprint(), overview(state, now), state.policies()
    else:
        with tempfile.TemporaryDirectory(prefix="cordon-") as folder:
            state = _downloaded(server, ca_file, Path(folder))
            fingerprint, rows = state.folder.root_fingerprint(), overview(state, now, with_bins=False)
        policies = {}  # they are for enrolled devices only
    if output_format is OutputFormat.JSON:
        print_json(_json(fingerprint, rows, policies))
    else:
        _print(fingerprint, rows, policies)
    raise typer.Exit(ExitCode.SOMETHING_THERE if any(row.is_due for row in rows) else ExitCode.DONE)


def _downloaded(server: str, ca_file: Path | None, into: Path) -> RepositoryState:
    from server.repository.server_client import ServerClient  # noqa: PLC0415 - as above

    with ServerClient(server, ca_file=ca_file, pause=threading.Event().wait) as client:
        return client.download_metadata(into).state()


def _print(fingerprint: str, rows: Sequence[RoleOverview], policies: Mapping[str, PublishedPolicy]) -> None:
    console = stdout_console()
    console.print(Text(f"First root {fingerprint}"))
    console.print()
    table = plain_table("role", "version", "signed by", "expires")
    for row in rows:
        owners = ", ".join(dict.fromkeys(owner for _, owner in row.keys))
        when = f"{row.expires_at:%Y-%m-%d %H:%M}"
        style = "bold red" if row.is_expired else "bold yellow" if row.is_due else ""
        word = "  expired" if row.is_expired else "  soon" if row.is_due else ""
        signed_by = printable(f"{row.threshold} of {owners}")
        table.add_row(printable(row.role), str(row.version), signed_by, Text(f"{when}{word}", style))
    console.print(table)
    if policies:
        console.print()
    for folder, policy in sorted(policies.items()):
        document = policy.document
        console.print(Text(printable(f"{folder}: {document.name}, version {document.version}, {document.mode}")))
    for row in rows:
        if row.is_due:
            console.print(Text(printable(f"{row.role}: {_next_step(row)}"), "bold yellow"))


def _next_step(row: RoleOverview) -> str:
    if row.role in {"snapshot", "timestamp", "devices-*"}:
        return "the server's signer has not renewed it. Is it running?"
    name = f"team:{row.role.removeprefix('team-')}" if row.role.startswith("team-") else row.role
    return f"sign it again with `cordon policy renew {name}`."


def _json(fingerprint: str, rows: Sequence[RoleOverview], policies: Mapping[str, PublishedPolicy]) -> dict[str, object]:
    return {
        "root_sha256": fingerprint,
        "roles": [
            {
                "role": row.role,
                "version": row.version,
                "threshold": row.threshold,
                "keys": [{"keyid": key_id, "owner": owner} for key_id, owner in row.keys],
                "expires_at": row.expires_at.isoformat(),
                "is_due": row.is_due,
                "is_expired": row.is_expired,
            }
            for row in rows
        ],
        "policies": [
            {
                "folder": folder,
                "layer": policy.layer,
                "name": policy.document.name,
                "version": policy.document.version,
                "mode": policy.document.mode,
            }
            for folder, policy in sorted(policies.items())
        ],
    }
