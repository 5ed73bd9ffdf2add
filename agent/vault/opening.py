"""Opens the vault: its key, its file, and one process at a time while these are made.

The key comes from the secret store by the name "vault": from the keyring or, where there is none, a private file, as
the history's does (`agent.system.secrets`). The commands of a pipeline start at the same moment, so a lock stands
around all that makes something.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from agent.core.ports import SecretStore
from agent.system.sealed_connection import KEY_BYTES
from agent.system.sealed_file import SIDE_SUFFIXES, open_sealed_file
from agent.vault.errors import VAULT_ERRORS
from agent.vault.schema import MIGRATIONS
from agent.vault.store import Vault

__all__ = ["delete_vault", "open_vault"]

_SECRET = "vault"  # noqa: S105 - a name
_BUSY_TIMEOUT_S = 20.0
"""A transaction redacts a text while it lasts, of the largest size if need be."""


def open_vault(path: Path, secrets: SecretStore) -> Vault:
    """Return the vault in a file; start one where there is none. Its folder must be there.

    Raises:
        SecretStoreError: the key can be neither read nor kept.
        VaultCorruptError: the file is damaged, or the key is not its key; it was left as it is.
        VaultTooNewError: a later version wrote it; it was left as it is.
        VaultUnavailableError: it cannot be reached or written.
    """
    with _locked(path):
        key = secrets.load_or_create(_SECRET, KEY_BYTES)
        connection = open_sealed_file(path, key, MIGRATIONS, errors=VAULT_ERRORS, busy_timeout_s=_BUSY_TIMEOUT_S)
    return Vault(connection)


def delete_vault(path: Path) -> None:
    """Delete the file of a vault that nothing can read; nothing happens when there is none.

    Raises:
        VaultUnavailableError: it cannot be deleted.
    """
    with _locked(path):
        for suffix in ("", *SIDE_SUFFIXES):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Wait for the other processes; whoever dies lets go."""
    try:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
        descriptor = os.open(path.with_name(f"{path.name}.lock"), flags, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)
    except OSError as exc:
        raise VAULT_ERRORS.is_unavailable("The vault cannot be reached", detail=f"{exc.strerror}.") from exc
