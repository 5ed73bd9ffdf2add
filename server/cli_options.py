"""Options that commands of `cordon server` share, and what they stand for. Loads no library of the server by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from agent.core.errors import EnvironmentProblemError

if TYPE_CHECKING:
    from server.storage.database import Database

__all__ = [
    "DATABASE_FILE_OPTION",
    "DATABASE_OPTION",
    "DATA_OPTION",
    "REPOSITORY_OPTION",
    "OptionError",
    "Places",
    "opened",
    "places",
]


class OptionError(EnvironmentProblemError):
    """Options do not go together, or something that they name is not there."""

    code = "server_options"


DATA_OPTION: Final = typer.Option(
    None, "--data", help="Folder of the server: its database, repository and online key, where nothing else is said."
)
DATABASE_OPTION: Final = typer.Option(
    None,
    "--database",
    help="Address of the database. One with a password belongs into --database-file: others can read arguments.",
)
DATABASE_FILE_OPTION: Final = typer.Option(
    None, "--database-file", help="A file with the address of the database that only its owner can read."
)
REPOSITORY_OPTION: Final = typer.Option(None, "--repository", help="Folder of the repository.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where everything is.

    Attributes:
        data: None where everything else is said.
        database: address; may hold a password.
    """

    data: Path | None
    database: str
    repository: Path | None

    @property
    def keys(self) -> Path | None:
        """Folder of the keys that `cordon server init` makes."""
        return self.data / "keys" if self.data is not None else None

    def require_repository(self) -> Path:
        """Return the repository's folder.

        Raises:
            OptionError: nobody said where it is.
        """
        if self.repository is None:
            raise OptionError("The repository is needed", hint="--repository DIR, or --data DIR.")
        return self.repository


def places(
    data: Path | None, database: str | None, database_file: Path | None = None, repository: Path | None = None
) -> Places:
    """Return where everything is.

    Raises:
        OptionError: there is no database among it.
        SigningKeyError: others can read the file with the database's address.
    """
    if database is not None and database_file is not None:
        raise OptionError("--database and --database-file say the same")
    if database_file is not None:
        from server.repository.passphrases import read_secret_file  # noqa: PLC0415 - loads the server's libraries

        database = read_secret_file(database_file).decode("utf-8", errors="replace")
    if data is not None:
        data = data.absolute()
    if database is None:
        if data is None:
            raise OptionError("The database is needed", hint="--data DIR for one folder with everything.")
        database = f"sqlite:///{data / 'server.db'}"
    if repository is None and data is not None:
        repository = data / "repository"
    return Places(data=data, database=database, repository=repository.absolute() if repository is not None else None)


@contextmanager
def opened(found: Places) -> Iterator[Database]:
    """Open the database, with its tables.

    Raises:
        StorageError: it does not answer, or is of another version.
        OptionError: there is no such folder.
    """
    from server.storage.database import Database, parse_database_url  # noqa: PLC0415 - as above
    from server.storage.migrating import migrate, require_current  # noqa: PLC0415 - as above

    if found.data is not None and not found.data.is_dir():
        raise OptionError(f"There is no folder {found.data.name}", hint="`cordon server init` makes it.")
    database = Database(parse_database_url(found.database))
    try:
        if database.is_sqlite:
            migrate(database)
        require_current(database)
        yield database
    finally:
        database.close()
