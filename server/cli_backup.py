"""`cordon server advance`: after a restore, so that devices that have seen newer versions follow again."""

from __future__ import annotations

from pathlib import Path

import typer

from agent.cli.output import epilog, stdout_console
from server.cli_options import DATA_OPTION, REPOSITORY_OPTION, OptionError

__all__ = ["register"]


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("advance", epilog=epilog("cordon server advance --data /srv/cordon --ahead-by 10000"))(advance)


def advance(
    ahead_by: int = typer.Option(
        ..., "--ahead-by", help="More than there were changes between the backup and the loss; too much does no harm."
    ),
    data: Path | None = DATA_OPTION,
    repository: Path | None = REPOSITORY_OPTION,
    online_key: Path | None = typer.Option(None, "--online-key", help="The online key's file."),
    online_passphrase_file: Path | None = typer.Option(None, "--online-passphrase-file", help="What opens it."),
) -> None:
    """Raise the versions of what the online key signs, after `restore` and before the server runs again."""
    from server.repository.advancing import advance_repository  # noqa: PLC0415 - loads the server's libraries
    from server.repository.folder import RepositoryFolder  # noqa: PLC0415 - as above
    from server.repository.keys import load_signer  # noqa: PLC0415 - as above
    from server.repository.passphrases import read_secret_file  # noqa: PLC0415 - as above
    from server.times import system_clock  # noqa: PLC0415 - as above

    folder = repository or (data / "repository" if data is not None else None)
    key = online_key or (data / "keys" / "online.pem" if data is not None else None)
    passphrase = online_passphrase_file or (data / "keys" / "online.passphrase" if data is not None else None)
    if folder is None or key is None or passphrase is None:
        raise OptionError(
            "The repository and the online key are needed",
            hint="--repository, --online-key and --online-passphrase-file, or --data.",
        )
    signer = load_signer(key, lambda _name: read_secret_file(passphrase))
    with stdout_console().status("Signing ..."):
        versions = advance_repository(RepositoryFolder(folder), signer, system_clock, ahead_by)
    stdout_console().print(
        f"Advanced: timestamp {versions.timestamp}, snapshot {versions.snapshot}, {versions.bins} roles of devices."
    )
