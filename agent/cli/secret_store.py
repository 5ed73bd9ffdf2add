"""Keys of encrypted files for commands that open those themselves, without the agent."""

from __future__ import annotations

import os

from rich.text import Text

from agent.cli.context import current_folders
from agent.cli.output import error_console
from agent.core.health import HealthCode
from agent.core.ports import SecretStore

__all__ = ["command_secret_store"]


def command_secret_store(subject: str) -> SecretStore:
    """Return the store of this environment's instance; a key that lies in a file is told on standard error.

    Args:
        subject: whose keys a person is told of ("vault").

    Raises:
        FolderError: the state folder cannot be used.
        SecretStoreError: there is no store.
    """
    from agent.system.secrets import system_secret_store  # noqa: PLC0415 - other commands start faster

    folders = current_folders()
    for problem in folders.prepare():
        if problem.folder == "state":
            raise problem
    return system_secret_store(folders, os.environ, _ToldOnStderr(subject))


class _ToldOnStderr:
    """A `HealthReporter` for a command that has no tray to show an issue in."""

    def __init__(self, subject: str) -> None:
        self._subject = subject

    def report(self, code: HealthCode, detail: str = "") -> None:
        """Say that the key lies in a file; no other issue comes from a secret store."""
        if code is HealthCode.NO_KEYRING:
            told = f"The {self._subject}'s key lies in a private file. {detail}".rstrip()
            error_console().print(Text(told, style="dim"))

    def clear(self, code: HealthCode) -> None:
        """Nothing is shown that could be taken back."""
