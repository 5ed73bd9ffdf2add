"""`cordon server token|key|team`: who may enrol and administrate, which teams there are; on the server's machine."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from agent.cli.output import FORMAT_OPTION, OutputFormat, epilog, plain_table, print_json, printable, stdout_console
from server.cli_options import (
    DATA_OPTION,
    DATABASE_FILE_OPTION,
    DATABASE_OPTION,
    REPOSITORY_OPTION,
    OptionError,
    opened,
    places,
)

if TYPE_CHECKING:
    from server.storage.tables import ApiKey, Token

__all__ = ["parse_duration", "register", "write_secret"]

_DURATION: Final = re.compile(r"([1-9][0-9]{0,5})([mhdw])")
_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_CA_LIMIT_BYTES: Final = 60_000


def register(group: typer.Typer) -> None:
    """Add the commands."""
    tokens = typer.Typer(no_args_is_help=True, help="Enrolment tokens: files that let devices enrol.")
    tokens.command(
        "create",
        epilog=epilog(
            "cordon server token create --data /srv/cordon --server https://cordon.example.org rollout.token",
            "cordon server token create --data /srv/cordon --server https://cordon.example.org --uses 500 "
            "--expires-in 30d --team berlin berlin.token",
        ),
    )(create_token)
    tokens.command("list")(list_tokens)
    tokens.command("revoke")(revoke_token)
    group.add_typer(tokens, name="token")
    keys = typer.Typer(no_args_is_help=True, help="Keys of administrators and of programs that ask the server.")
    keys.command(
        "create", epilog=epilog("cordon server key create --data /srv/cordon --owner jane.doe --role approver jane.key")
    )(create_key)
    keys.command("list")(list_keys)
    keys.command("revoke")(revoke_key)
    group.add_typer(keys, name="key")
    teams = typer.Typer(no_args_is_help=True, help="Teams that devices and users can be of.")
    teams.command("add")(add_team)
    teams.command("list")(list_teams)
    teams.command("remove")(remove_team)
    group.add_typer(teams, name="team")


def parse_duration(text: str) -> timedelta:
    """Return how long `30m`, `12h`, `7d` or `4w` is.

    Raises:
        OptionError: it is none of these.
    """
    found = _DURATION.fullmatch(text)
    if found is None:
        raise OptionError("This is no duration", hint="As 30m, 12h, 7d or 4w.")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def write_secret(file: Path, content: bytes) -> None:
    """Write a new file that only its owner can read.

    Raises:
        OptionError: there is one already, or it cannot be written.
    """
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as opened_file:
            opened_file.write(content)
            opened_file.flush()
            os.fsync(descriptor)
    except FileExistsError as exc:
        raise OptionError(f"{file.name} exists already", hint="Choose another name.") from exc
    except OSError as exc:
        raise OptionError(f"{file.name} cannot be written", detail=f"{exc.strerror}.") from exc


def create_token(  # noqa: PLR0913, PLR0917 - its options
    file: Path = typer.Argument(help="The file to write: it is the token, so whoever has it can enrol."),
    data: Path | None = DATA_OPTION,
    database: str | None = DATABASE_OPTION,
    database_file: Path | None = DATABASE_FILE_OPTION,
    repository: Path | None = REPOSITORY_OPTION,
    server: str = typer.Option(..., "--server", help="Under which address devices reach the server."),
    repository_address: str | None = typer.Option(
        None, "--repository-address", help="Where the repository's files are, if elsewhere."
    ),
    uses: int = typer.Option(1, "--uses", min=1, help="For so many devices."),
    expires_in: str = typer.Option("7d", "--expires-in", help="As 30m, 12h, 7d or 4w; a year at most."),
    team: str | None = typer.Option(None, "--team", help="Of devices that enrol with it."),
    allows_any_team: bool = typer.Option(False, "--any-team", help="Devices may ask for another team."),
    name: str = typer.Option("", "--name", help="For your own lists; the file's name when left out."),
    ca_file: Path | None = typer.Option(
        None, "--ca-file", help="Certificates (PEM) that the server's is signed by, where devices do not know them."
    ),
) -> None:
    """Make an enrolment token: a file for `cordon enroll`. It names the server and its repository's first root."""
    from pydantic import SecretStr, ValidationError  # noqa: PLC0415 - loads the server's libraries

    from agent.fleet.enrolment import EnrolmentToken  # noqa: PLC0415 - as above
    from server.repository.folder import RepositoryFolder  # noqa: PLC0415 - as above
    from server.storage.roles import COMMAND_LINE  # noqa: PLC0415 - as above
    from server.storage.tokens import NewToken  # noqa: PLC0415 - as above
    from server.storage.tokens import create_token as create  # noqa: PLC0415 - as above

    found = places(data, database, database_file, repository)
    lasts = parse_duration(expires_in)
    if file.exists():
        raise OptionError(f"{file.name} exists already", hint="Choose another name.")
    fingerprint = RepositoryFolder(found.require_repository()).root_fingerprint()
    ca_pem = _read_certificates(ca_file)
    wanted = NewToken(name=name or file.stem[:100], uses=uses, lasts=lasts, team=team, allows_any_team=allows_any_team)
    with opened(found) as base, base.writing() as session:
        row, secret = create(session, datetime.now(UTC), COMMAND_LINE, wanted)
        try:
            token = EnrolmentToken(
                server=server.rstrip("/"),
                repository=repository_address.rstrip("/") if repository_address is not None else None,
                root_sha256=fingerprint,
                secret=SecretStr(secret),
                expires_at=row.expires_at,
                ca_pem=ca_pem,
            )
        except ValidationError as exc:
            raise OptionError(
                "An address cannot be used", hint="As https://cordon.example.org, without a path."
            ) from exc
        write_secret(file, token.to_bytes() + b"\n")  # if this fails, there is no token, either
    console = stdout_console()
    console.print(
        f"{printable(str(file))}: token {row.id}, for {uses} devices, until {row.expires_at:%Y-%m-%d %H:%M} UTC"
    )
    console.print("Whoever has this file can enrol a device. On the device: cordon enroll --token-file FILE")


def list_tokens(
    data: Path | None = DATA_OPTION,
    database: str | None = DATABASE_OPTION,
    database_file: Path | None = DATABASE_FILE_OPTION,
    output_format: OutputFormat = FORMAT_OPTION,
) -> None:
    """Show enrolment tokens; used up, expired and revoked ones, too."""
    from server.storage.tokens import find_tokens  # noqa: PLC0415 - as above

    with opened(places(data, database, database_file)) as base, base.reading() as session:
        rows: list[Token] = []
        while page := find_tokens(session, after=rows[-1].id if rows else "", limit=1000):
            rows += page
    if output_format is OutputFormat.JSON:
        print_json({"tokens": [_token(row) for row in rows]})
        return
    table = plain_table("id", "name", "team", "uses left", "expires", "state")
    now = datetime.now(UTC)
    for row in rows:
        state = (
            "revoked"
            if row.revoked_at
            else "expired"
            if row.expires_at <= now
            else "good"
            if row.uses_left
            else "used up"
        )
        table.add_row(
            row.id, printable(row.name), row.team or "-", str(row.uses_left), f"{row.expires_at:%Y-%m-%d %H:%M}", state
        )
    stdout_console().print(table)


def revoke_token(
    token_id: str = typer.Argument(help="The token's id."),
    data: Path | None = DATA_OPTION,
    database: str | None = DATABASE_OPTION,
    database_file: Path | None = DATABASE_FILE_OPTION,
) -> None:
    """Let no more devices enrol with a token; those that have stay."""
    from server.storage.roles import COMMAND_LINE  # noqa: PLC0415 - as above
    from server.storage.tokens import revoke_token as revoke  # noqa: PLC0415 - as above

    with opened(places(data, database, database_file)) as base, base.writing() as session:
        revoke(session, datetime.now(UTC), COMMAND_LINE, token_id)
    stdout_console().print("Revoked.")


def create_key(
    file: Path = typer.Argument(help="The file to write; its name without suffix is the key's name."),
    data: Path | None = DATA_OPTION,
    database: str | None = DATABASE_OPTION,
    database_file: Path | None = DATABASE_FILE_OPTION,
    owner: str = typer.Option(..., "--owner", help="The person behind it, as users are named."),
    role: str = typer.Option(..., "--role", help="author, approver, auditor or operator."),
) -> None:
    """Make a key for an administrator or a program of theirs."""
    from server.storage.keys import create_key as create  # noqa: PLC0415 - as above
    from server.storage.roles import COMMAND_LINE, Role  # noqa: PLC0415 - as above

    try:
        wanted = Role(role)
    except ValueError as exc:
        raise OptionError("There is no such role", hint=f"One of {', '.join(Role)}.") from exc
    with opened(places(data, database, database_file)) as base, base.writing() as session:
        row, secret = create(
            session, datetime.now(UTC), COMMAND_LINE, name=file.stem[:100], owner=owner[:100], role=wanted
        )
        write_secret(file, secret.encode() + b"\n")
    stdout_console().print(f"{printable(str(file))}: key {row.id} of {printable(row.owner)}, {row.role}")


def list_keys(
    data: Path | None = DATA_OPTION,
    database: str | None = DATABASE_OPTION,
    database_file: Path | None = DATABASE_FILE_OPTION,
    output_format: OutputFormat = FORMAT_OPTION,
) -> None:
    """Show keys; revoked ones, too."""
    from server.storage.keys import find_keys  # noqa: PLC0415 - as above

    with opened(places(data, database, database_file)) as base, base.reading() as session:
        rows: list[ApiKey] = []
        while page := find_keys(session, after=rows[-1].id if rows else "", limit=1000):
            rows += page
    if output_format is OutputFormat.JSON:
        print_json({"keys": [_key(row) for row in rows]})
        return
    table = plain_table("id", "name", "owner", "role", "created", "state")
    for row in rows:
        state = "revoked" if row.revoked_at else "good"
        table.add_row(row.id, printable(row.name), printable(row.owner), row.role, f"{row.created_at:%Y-%m-%d}", state)
    stdout_console().print(table)


def revoke_key(
    key_id: str = typer.Argument(help="The key's id."),
    data: Path | None = DATA_OPTION,
    database: str | None = DATABASE_OPTION,
    database_file: Path | None = DATABASE_FILE_OPTION,
) -> None:
    """Let a key be good for nothing."""
    from server.storage.keys import revoke_key as revoke  # noqa: PLC0415 - as above
    from server.storage.roles import COMMAND_LINE  # noqa: PLC0415 - as above

    with opened(places(data, database, database_file)) as base, base.writing() as session:
        revoke(session, datetime.now(UTC), COMMAND_LINE, key_id)
    stdout_console().print("Revoked.")


def add_team(
    team: str = typer.Argument(help="Small letters, digits, - and _."),
    data: Path | None = DATA_OPTION,
    database: str | None = DATABASE_OPTION,
    database_file: Path | None = DATABASE_FILE_OPTION,
) -> None:
    """Add a team, so that devices and users can be of it."""
    from agent.fleet.targets import TEAM_NAME  # noqa: PLC0415 - as above
    from server.storage.people import add_team as add  # noqa: PLC0415 - as above
    from server.storage.roles import COMMAND_LINE  # noqa: PLC0415 - as above

    if TEAM_NAME.fullmatch(team) is None:
        raise OptionError("No team can have this name", hint="Small letters, digits, - and _; at most 60.")
    with opened(places(data, database, database_file)) as base, base.writing() as session:
        is_new = add(session, datetime.now(UTC), COMMAND_LINE, team)
    stdout_console().print("Added." if is_new else "It is there already.")


def list_teams(
    data: Path | None = DATA_OPTION,
    database: str | None = DATABASE_OPTION,
    database_file: Path | None = DATABASE_FILE_OPTION,
    output_format: OutputFormat = FORMAT_OPTION,
) -> None:
    """Show teams, with how many devices and users are of each."""
    from server.storage.people import find_teams  # noqa: PLC0415 - as above

    with opened(places(data, database, database_file)) as base, base.reading() as session:
        rows = find_teams(session)
    if output_format is OutputFormat.JSON:
        print_json({"teams": [{"name": name, "devices": devices, "users": users} for name, devices, users in rows]})
        return
    table = plain_table("team", "devices", "users")
    for name, devices, users in rows:
        table.add_row(name, str(devices), str(users))
    stdout_console().print(table)


def remove_team(
    team: str = typer.Argument(help="That nobody is of."),
    data: Path | None = DATA_OPTION,
    database: str | None = DATABASE_OPTION,
    database_file: Path | None = DATABASE_FILE_OPTION,
) -> None:
    """Remove a team that nobody is of; tokens for it are revoked."""
    from server.storage.people import remove_team as remove  # noqa: PLC0415 - as above
    from server.storage.roles import COMMAND_LINE  # noqa: PLC0415 - as above

    with opened(places(data, database, database_file)) as base, base.writing() as session:
        remove(session, datetime.now(UTC), COMMAND_LINE, team)
    stdout_console().print("Removed.")


def _read_certificates(file: Path | None) -> str:
    if file is None:
        return ""
    from cryptography.x509 import load_pem_x509_certificates  # noqa: PLC0415 - as above

    try:
        with file.open("rb") as opened_file:
            pem = opened_file.read(_CA_LIMIT_BYTES + 1)
        load_pem_x509_certificates(pem)
        text = pem.decode("ascii")
    except OSError as exc:
        raise OptionError(f"{file.name} cannot be read", detail=f"{exc.strerror}.") from exc
    except ValueError as exc:
        raise OptionError(f"{file.name} holds no certificates", hint="PEM: -----BEGIN CERTIFICATE-----") from exc
    if len(pem) > _CA_LIMIT_BYTES:
        raise OptionError(f"{file.name} is too large", hint="Only the certificates that the server's is signed by.")
    return text


def _token(row: Token) -> dict[str, object]:
    return {
        "id": row.id,
        "name": row.name,
        "team": row.team,
        "uses_left": row.uses_left,
        "created_at": row.created_at.isoformat(),
        "expires_at": row.expires_at.isoformat(),
        "revoked_at": row.revoked_at.isoformat() if row.revoked_at else None,
    }


def _key(row: ApiKey) -> dict[str, object]:
    return {
        "id": row.id,
        "name": row.name,
        "owner": row.owner,
        "role": row.role,
        "created_at": row.created_at.isoformat(),
        "revoked_at": row.revoked_at.isoformat() if row.revoked_at else None,
    }
