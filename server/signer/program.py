"""The signer's process: `server.signer.program:main`. Its settings come through standard input, as JSON.

No person is there when it starts: the online key's passphrase lies in a file that only its user can read (or is handed
over by systemd, docs/server.md). It listens to nobody.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_serializer

from agent.core.errors import AgentError
from agent.system.hardening import harden_process
from server.children import READY
from server.logs import start_logging
from server.repository.folder import RepositoryFolder
from server.repository.keys import load_signer
from server.repository.online import OnlineRepository
from server.repository.passphrases import read_secret_file
from server.settings import SETTINGS_LIMIT_BYTES
from server.signer.loop import Signer
from server.storage.database import Database, parse_database_url
from server.storage.migrating import require_current
from server.times import system_clock

__all__ = ["SignerSettings", "main", "run_signer"]

_FAILED: Final = 5


class SignerSettings(BaseModel):
    """Everything that the signer needs.

    Attributes:
        database: address of the database; may hold a password.
        repository: the folder that it writes.
        online_key: the key's file.
        passphrase_file: what opens it.
        gather_s: the shortest time between two publications of assignments, in seconds.
        retiring_key: the online key before it, while it is replaced; opened by the same passphrase file.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    database: SecretStr
    repository: Path
    online_key: Path
    passphrase_file: Path
    retiring_key: Path | None = None
    gather_s: Annotated[int, Field(ge=0, le=86_400)] = 0

    @field_serializer("database", when_used="json")
    def _write_database(self, database: SecretStr) -> str:
        return database.get_secret_value()


def run_signer(settings: SignerSettings, stop: threading.Event, say_ready: Callable[[], object]) -> None:
    """Sign until it is told to stop.

    Args:
        settings: the signer's.
        stop: when it is set, it ends.
        say_ready: is called when keys and database are there.

    Raises:
        SigningKeyError: a key cannot be used.
        StorageError: the database does not answer, or is of another version.
    """

    def passphrase(_name: str) -> bytes:
        return read_secret_file(settings.passphrase_file)

    key = load_signer(settings.online_key, passphrase)
    retiring = load_signer(settings.retiring_key, passphrase) if settings.retiring_key is not None else None
    database = Database(parse_database_url(settings.database.get_secret_value()))
    try:
        require_current(database)
        folder = RepositoryFolder(settings.repository)
        online = OnlineRepository(folder, key, system_clock, retiring=retiring)
        signer = Signer(database, online, system_clock, gather=timedelta(seconds=settings.gather_s))
        say_ready()
        signer.run(stop)
    finally:
        database.close()


def main(_arguments: list[str]) -> int:
    """Run the process; returns its exit code."""
    harden_process()  # the key's passphrase and the key are in this memory
    start_logging()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    settings = SignerSettings.model_validate_json(sys.stdin.buffer.readline(SETTINGS_LIMIT_BYTES))
    threading.Thread(target=_end_with_parent, args=(stop,), name="parent", daemon=True).start()
    try:
        run_signer(settings, stop, lambda: os.write(sys.stdout.fileno(), READY))
    except AgentError as exc:
        sys.stderr.write(f"{exc}\n")
        return _FAILED
    return 0


def _end_with_parent(stop: threading.Event) -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    stop.set()
