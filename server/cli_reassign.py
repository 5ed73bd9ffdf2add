"""`cordon server reassign`: after the online key was replaced without the signer, and whenever files are in doubt."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import typer

from agent.cli.output import epilog, stdout_console
from server.cli_options import DATA_OPTION, DATABASE_FILE_OPTION, DATABASE_OPTION, opened, places

__all__ = ["register"]


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("reassign", epilog=epilog("cordon server reassign --data /srv/cordon"))(reassign)


def reassign(
    data: Path | None = DATA_OPTION,
    database: str | None = DATABASE_OPTION,
    database_file: Path | None = DATABASE_FILE_OPTION,
) -> None:
    """Let the signer publish the assignment of every device again, as the database has it."""
    from server.storage.roles import COMMAND_LINE  # noqa: PLC0415 - loads the server's libraries
    from server.storage.work import reassign_all  # noqa: PLC0415 - as above

    with opened(places(data, database, database_file)) as base, base.writing() as session:
        count = reassign_all(session, datetime.now(UTC), COMMAND_LINE)
    stdout_console().print(f"{count} devices are assigned again as soon as the signer runs.")
