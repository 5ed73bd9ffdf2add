"""`cordon server init|run|signer|migrate`: makes the server's folder ready, and runs its processes."""

from __future__ import annotations

import signal
import socket
import sys
import tempfile
import threading
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from agent.cli.output import epilog, error_console, printable, stdout_console
from server.cli_access import parse_duration, write_secret
from server.cli_options import (
    DATA_OPTION,
    DATABASE_FILE_OPTION,
    DATABASE_OPTION,
    REPOSITORY_OPTION,
    OptionError,
    Places,
    opened,
    places,
)

if TYPE_CHECKING:
    from server.children import Child

__all__ = ["register"]

_FIRST_KEY: Final = "first-operator.key"
_MOST_WORKERS: Final = 64
_PASSPHRASE_OPTION: Final = typer.Option(
    None, "--passphrase-file", help="First line: the passphrase for keys that are made. Asked for when left out."
)
_GATHER_OPTION: Final = typer.Option(
    "", "--gather", help="Publish changed assignments so often at most, as 5m: each makes all devices look."
)
_LONGEST_GATHER_S: Final = 86_400


def register(group: typer.Typer) -> None:
    """Add the commands."""
    group.command("init", epilog=epilog("cordon server init --data /srv/cordon"))(init_server)
    group.command(
        "run",
        epilog=epilog(
            "cordon server run --data /srv/cordon --port 8443 --tls-certificate server.pem --tls-key server.key",
            "cordon server run --database-file database.url --repository /srv/repository --no-signer --workers 4",
        ),
    )(run_server)
    group.command("signer", epilog=epilog("cordon server signer --data /srv/cordon"))(run_signer)
    group.command("migrate", epilog=epilog("cordon server migrate --database-file database.url"))(migrate_database)


def init_server(data: Path = typer.Option(..., "--data"), passphrase_file: Path | None = _PASSPHRASE_OPTION) -> None:
    """Make a folder with everything: keys, a repository with the packaged policy, a database, a first key.

    Whoever has this folder has every key. Before it counts, the keys go to different people (docs/signing.md).
    """
    found = places(data, None)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    _found(found, passphrase_file)
    with opened(found):
        pass
    _make_first_key(found)


def run_server(  # noqa: PLR0913, PLR0917 - its options
    data: Path | None = DATA_OPTION,
    host: str = typer.Option("127.0.0.1", "--host", help="Address to listen at; 0.0.0.0 for all."),
    port: int = typer.Option(8443, "--port", min=0, max=65535, help="0 for any that is free."),
    database: str | None = DATABASE_OPTION,
    database_file: Path | None = DATABASE_FILE_OPTION,
    repository: Path | None = REPOSITORY_OPTION,
    tls_certificate: Path | None = typer.Option(None, "--tls-certificate", help="PEM, with its chain."),
    tls_key: Path | None = typer.Option(None, "--tls-key", help="PEM, not encrypted."),
    public_address: str = typer.Option("", "--public-address", help="Under which people and devices reach it."),
    signs: bool = typer.Option(True, "--signer/--no-signer", help="Whether the signer runs here, too."),
    gather: str = _GATHER_OPTION,
    workers: int = typer.Option(1, "--workers", min=1, max=_MOST_WORKERS, help="Web processes."),
    serves_repository: bool = typer.Option(
        True, "--repository-files/--no-repository-files", help="Whether it hands out the repository's files itself."
    ),
    trusted_proxy: list[str] = typer.Option([], "--trusted-proxy", help="Whose X-Forwarded-For is believed."),
    passphrase_file: Path | None = _PASSPHRASE_OPTION,
) -> None:
    """Run the server: web processes and, where the online key is, the signer. SIGHUP reads certificates anew."""
    from pydantic import SecretStr  # noqa: PLC0415 - loads the server's libraries

    from server.children import Child, watch  # noqa: PLC0415 - as above
    from server.logs import start_logging  # noqa: PLC0415 - as above
    from server.serving import listen, web_plan  # noqa: PLC0415 - as above
    from server.settings import LOCAL_PROXIES, ServerSettings  # noqa: PLC0415 - as above

    found = places(data, database, database_file, repository)
    if (tls_certificate is None) != (tls_key is None):
        raise OptionError("--tls-certificate and --tls-key go together")
    if found.data is not None and not found.data.exists():
        found.data.mkdir(mode=0o700, parents=True)
    if found.data is not None and repository is None:
        _found_if_new(found, passphrase_file)
    with opened(found):
        pass
    _make_first_key(found)
    start_logging()
    settings = ServerSettings(
        database=SecretStr(found.database),
        repository=found.require_repository(),
        public_address=public_address.rstrip("/"),
        serves_repository=serves_repository,
        trusted_proxies=tuple(trusted_proxy) or LOCAL_PROXIES,
    )
    stop, reload = threading.Event(), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    signal.signal(signal.SIGHUP, lambda _number, _frame: reload.set())
    with ExitStack() as stack:
        listening = stack.enter_context(listen(host, port))
        counters = stack.enter_context(tempfile.TemporaryDirectory(prefix="cordon-metrics-")) if workers > 1 else ""
        children = [
            Child(web_plan(settings, listening.fileno(), tls_certificate, tls_key, number, counters))
            for number in range(1, workers + 1)
        ]
        if signs and (signing := _signer_of(found, gather)) is not None:
            children.append(signing)
        try:
            for child in children:
                child.launch()
            for child in children:
                child.require_ready()
            _say_where(listening, is_tls=tls_certificate is not None)
        except BaseException:
            for child in children:
                child.end()
            raise
        watch(children, stop, reload)


def run_signer(  # noqa: PLR0917 - as above
    data: Path | None = DATA_OPTION,
    database: str | None = DATABASE_OPTION,
    database_file: Path | None = DATABASE_FILE_OPTION,
    repository: Path | None = REPOSITORY_OPTION,
    online_key: Path | None = typer.Option(None, "--online-key", help="The online key's file."),
    online_passphrase_file: Path | None = typer.Option(None, "--online-passphrase-file", help="What opens it."),
    retiring_key: Path | None = typer.Option(None, "--retiring-key", help="The online key that this one replaces."),
    gather: str = _GATHER_OPTION,
) -> None:
    """Run the signer alone: the one process that has the online key. Of several, one works."""
    from pydantic import SecretStr  # noqa: PLC0415 - loads the server's libraries

    from server.logs import start_logging  # noqa: PLC0415 - as above
    from server.signer.program import SignerSettings  # noqa: PLC0415 - as above
    from server.signer.program import run_signer as sign  # noqa: PLC0415 - as above

    found = places(data, database, database_file, repository)
    key = online_key or (found.keys / "online.pem" if found.keys is not None else None)
    passphrase = online_passphrase_file or (found.keys / "online.passphrase" if found.keys is not None else None)
    if key is None or passphrase is None:
        raise OptionError("The online key is needed", hint="--online-key and --online-passphrase-file, or --data.")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    start_logging()
    settings = SignerSettings(
        database=SecretStr(found.database),
        repository=found.require_repository(),
        online_key=key,
        passphrase_file=passphrase,
        retiring_key=retiring_key,
        gather_s=_gather_s(gather),
    )
    sign(settings, stop, lambda: error_console().print("The signer runs."))


def migrate_database(
    data: Path | None = DATA_OPTION,
    database: str | None = DATABASE_OPTION,
    database_file: Path | None = DATABASE_FILE_OPTION,
) -> None:
    """Bring the database's tables to this version. Make a backup first; there is no way back."""
    from server.storage.database import Database, parse_database_url  # noqa: PLC0415 - as above
    from server.storage.migrating import migrate, newest_version  # noqa: PLC0415 - as above

    opened_database = Database(parse_database_url(places(data, database, database_file).database))
    try:
        is_changed = migrate(opened_database)
    finally:
        opened_database.close()
    stdout_console().print(f"{'Migrated to' if is_changed else 'It is already of'} version {newest_version()}.")


def _signer_of(found: Places, gather: str) -> Child | None:
    from server.children import Child  # noqa: PLC0415 - as above
    from server.founding import ONLINE_KEY  # noqa: PLC0415 - as above
    from server.serving import signer_plan  # noqa: PLC0415 - as above

    if found.keys is not None and (found.keys / ONLINE_KEY).exists():
        return Child(signer_plan(found.database, found.require_repository(), found.keys, _gather_s(gather)))
    error_console().print("No online key here: nothing is signed until `cordon server signer` runs.")
    return None


def _gather_s(gather: str) -> int:
    seconds = int(parse_duration(gather).total_seconds()) if gather else 0
    if seconds > _LONGEST_GATHER_S:
        raise OptionError("--gather is too long", hint="A day at most; 5m is good for a large fleet.")
    return seconds


def _found_if_new(found: Places, passphrase_file: Path | None) -> None:
    from server.founding import is_founded  # noqa: PLC0415 - as above

    if is_founded(found.require_repository()):
        return
    if passphrase_file is None and not sys.stdin.isatty():
        raise OptionError(
            "This folder has no repository yet",
            hint="`cordon server init --data DIR` makes one, or give --passphrase-file here.",
        )
    _found(found, passphrase_file)


def _found(found: Places, passphrase_file: Path | None) -> None:
    from server.founding import found_repository, is_founded  # noqa: PLC0415 - as above
    from server.repository.passphrases import new_passphrase  # noqa: PLC0415 - as above

    repository, keys = found.require_repository(), found.keys
    if is_founded(repository) or keys is None:
        raise OptionError("There is a repository in this folder already")

    def ask_twice(prompt: str) -> str:
        return str(typer.prompt(prompt, hide_input=True, confirmation_prompt=True))

    passphrase = new_passphrase(passphrase_file, ask_twice, "the keys of root, author and approver")
    with stdout_console().status("Making keys and the repository ..."):
        made = found_repository(repository, keys, passphrase, lambda: datetime.now(UTC))
    console = stdout_console()
    console.print(f"Repository: {printable(str(repository))}, first root {made.root_sha256}")
    console.print(f"Keys for people, to be given to different ones and taken off this machine: {printable(str(keys))}")


def _make_first_key(found: Places) -> None:
    """Of an operator, once, where there has never been a key."""
    from server.storage.keys import create_key, has_keys  # noqa: PLC0415 - as above
    from server.storage.roles import COMMAND_LINE, Role  # noqa: PLC0415 - as above

    with opened(found) as base, base.writing() as session:
        if has_keys(session):
            return
        _, secret = create_key(
            session, datetime.now(UTC), COMMAND_LINE, name="first-operator", owner="operator", role=Role.OPERATOR
        )
        if found.data is None:
            error_console().print("There is no administrator's key yet: `cordon server key create` makes one.")
            session.rollback()
            return
        write_secret(found.data / _FIRST_KEY, secret.encode() + b"\n")
    stdout_console().print(f"The first administrator's key, of an operator: {printable(str(found.data / _FIRST_KEY))}")


def _say_where(listening: socket.socket, *, is_tls: bool) -> None:
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    console = stdout_console()
    console.print(f"Listening at {'https' if is_tls else 'http'}://{shown}:{port}")
    if not is_tls and host not in {"127.0.0.1", "::1"}:
        error_console().print("Plain HTTP at an address that others reach: put TLS in front, or give a certificate.")
    sys.stdout.flush()
