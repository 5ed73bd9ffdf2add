"""`cordon server import|backup|restore|audit`: what goes into the server's data and out of it, on its machine."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import typer

from agent.cli.output import (
    FORMAT_OPTION,
    ExitCode,
    OutputFormat,
    epilog,
    print_json,
    printable,
    stdout_console,
)
from server.cli_options import (
    DATA_OPTION,
    DATABASE_FILE_OPTION,
    DATABASE_OPTION,
    REPOSITORY_OPTION,
    OptionError,
    opened,
    places,
)

__all__ = ["register"]

_REPOSITORY_TOO: Final = typer.Option(
    True, "--with-repository/--without-repository", help="Whether the repository's files are part of it."
)


def register(group: typer.Typer) -> None:
    """Add the commands."""
    group.command("import", epilog=epilog("cordon server import --data /srv/cordon people.csv"))(import_file)
    group.command("backup", epilog=epilog("cordon server backup --data /srv/cordon cordon-2027-03-01.backup"))(backup)
    group.command("restore", epilog=epilog("cordon server restore --data /srv/new cordon-2027-03-01.backup"))(restore)
    audit = typer.Typer(no_args_is_help=True, help="The log of who did what.")
    audit.command(
        "verify",
        epilog=epilog(
            "cordon server audit verify --data /srv/cordon",
            exit_codes="0 whole, 1 altered, 5 failed",
        ),
    )(verify_audit)
    group.add_typer(audit, name="audit")


def import_file(
    file: Path = typer.Argument(help="CSV in UTF-8 with the columns account, device, user, team, groups."),
    data: Path | None = DATA_OPTION,
    database: str | None = DATABASE_OPTION,
    database_file: Path | None = DATABASE_FILE_OPTION,
) -> None:
    """Import who works with which account of which device, their teams and groups: all of it, or nothing."""
    from server.storage.importing import IMPORT_LIMIT_BYTES, import_assignments  # noqa: PLC0415 - loads libraries
    from server.storage.roles import COMMAND_LINE  # noqa: PLC0415 - as above

    try:
        with file.open("rb") as opened_file:
            content = opened_file.read(IMPORT_LIMIT_BYTES + 1)
    except OSError as exc:
        raise OptionError(f"{file.name} cannot be read", detail=f"{exc.strerror}.") from exc
    with (
        opened(places(data, database, database_file)) as base,
        stdout_console().status("Importing ..."),
        base.writing() as session,
    ):
        result = import_assignments(session, datetime.now(UTC), COMMAND_LINE, content)
    stdout_console().print(f"Imported: {result.users} users, {result.accounts} accounts.")


def backup(
    file: Path = typer.Argument(help="The new file."),
    data: Path | None = DATA_OPTION,
    database: str | None = DATABASE_OPTION,
    database_file: Path | None = DATABASE_FILE_OPTION,
    repository: Path | None = REPOSITORY_OPTION,
    has_repository: bool = _REPOSITORY_TOO,
) -> None:
    """Write the database and the repository into one file, while the server runs. Signing keys are not in it."""
    from server.backup import write_backup  # noqa: PLC0415 - as above

    found = places(data, database, database_file, repository)
    folder = found.require_repository() if has_repository else None
    with opened(found) as base, stdout_console().status("Writing the backup ..."):
        summary = write_backup(base, folder, file, datetime.now(UTC))
    stdout_console().print(f"{printable(str(file))}: {summary.rows} rows, {summary.files} files.")


def restore(
    file: Path = typer.Argument(help="A file of `cordon server backup`."),
    data: Path | None = DATA_OPTION,
    database: str | None = DATABASE_OPTION,
    database_file: Path | None = DATABASE_FILE_OPTION,
    repository: Path | None = REPOSITORY_OPTION,
    has_repository: bool = _REPOSITORY_TOO,
) -> None:
    """Put a backup back, into an empty database and an empty folder. The file is checked first, from end to end."""
    from server.backup import read_backup, restore_backup  # noqa: PLC0415 - as above
    from server.storage.database import Database, parse_database_url  # noqa: PLC0415 - as above
    from server.storage.migrating import migrate  # noqa: PLC0415 - as above

    found = places(data, database, database_file, repository)
    folder = found.require_repository() if has_repository else None
    with stdout_console().status("Checking the backup ..."):
        read_backup(file)
    if found.data is not None:
        found.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    base = Database(parse_database_url(found.database))
    try:
        migrate(base)
        with stdout_console().status("Restoring ..."):
            summary = restore_backup(base, folder, file)
    finally:
        base.close()
    console = stdout_console()
    console.print(f"Restored: {summary.rows} rows, {summary.files} files, of {summary.created_at:%Y-%m-%d %H:%M} UTC.")
    console.print("Signing keys are not part of a backup: put the online key back where the signer looks for it.")


def verify_audit(
    data: Path | None = DATA_OPTION,
    database: str | None = DATABASE_OPTION,
    database_file: Path | None = DATABASE_FILE_OPTION,
    expect: str | None = typer.Option(
        None, "--expect", help="NUMBER:DIGEST of an entry that was noted elsewhere, as in an export."
    ),
    output_format: OutputFormat = FORMAT_OPTION,
) -> None:
    """Compute the chain of the audit log anew: a removed or altered entry is found."""
    from server.storage.audit import verify_log  # noqa: PLC0415 - as above

    noted = _parse_noted(expect) if expect is not None else None
    with opened(places(data, database, database_file)) as base, base.snapshot() as session:
        state = verify_log(session, expected=noted)
    if output_format is OutputFormat.JSON:
        print_json(asdict(state))
    elif state.broken_at is None:
        stdout_console().print(
            f"Whole: {state.entries} entries. Note the last one elsewhere: {state.entries}:{state.digest}"
        )
    else:
        stdout_console().print(f"Altered: entry {state.broken_at} is not what was written, or missing.")
    raise typer.Exit(ExitCode.DONE if state.broken_at is None else ExitCode.SOMETHING_THERE)


def _parse_noted(text: str) -> tuple[int, str]:
    number, _, digest = text.partition(":")
    if not number.isdecimal() or len(number) > 18 or len(digest) != 64:
        raise OptionError("--expect is NUMBER:DIGEST", hint="As `cordon server audit verify` prints it.")
    return int(number), digest
