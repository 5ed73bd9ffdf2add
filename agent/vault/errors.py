"""What can be wrong with the vault.

    VaultError
    ├── VaultCorruptError       nothing can read it: its placeholders cannot be turned back any more
    ├── VaultTooNewError        a later Cordon wrote it: leave it alone
    ├── VaultUnavailableError   it cannot be reached or written now
    └── VaultFullError          one conversation alone is larger than the vault may be

Texts hold SQLite's names of errors and sizes, never values, paths or keys.
"""

from __future__ import annotations

from agent.core.errors import EnvironmentProblemError
from agent.system.sealed_connection import FileErrors

__all__ = [
    "VAULT_ERRORS",
    "VaultCorruptError",
    "VaultError",
    "VaultFullError",
    "VaultTooNewError",
    "VaultUnavailableError",
]


class VaultError(EnvironmentProblemError):
    """The vault cannot be used."""

    code = "vault"


class VaultCorruptError(VaultError):
    """The file is damaged, or the key is not the one it was encrypted with; nobody can tell these apart."""

    code = "vault_corrupt"


class VaultTooNewError(VaultError):
    """The file was written by a later version; guessing at it could damage it."""

    code = "vault_too_new"


class VaultUnavailableError(VaultError):
    """The file cannot be reached or written, or another process keeps it for too long."""

    code = "vault_unavailable"


class VaultFullError(VaultError):
    """A conversation does not fit into the vault, even alone."""

    code = "vault_full"


VAULT_ERRORS = FileErrors(
    subject="vault",
    corrupt=VaultCorruptError,
    too_new=VaultTooNewError,
    unavailable=VaultUnavailableError,
    damage_hint="Restore its file or key from a backup, or start a new vault with `cordon vault forget --all`.",
)
