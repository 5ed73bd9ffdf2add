"""What can go wrong with the repository and the keys that sign it.

    RepositoryError            the folder cannot be read or written, or is damaged
    ├── RepositoryBusyError    somebody else writes to it now
    └── PublicationRefusedError  what was handed in must not be published; says why
    SigningKeyError            a key file, a passphrase or a token is not what it should be

Texts name roles, versions, files by their base name and owners of keys (which the metadata says to everybody); never a
passphrase, a PIN or what is in a policy.
"""

from __future__ import annotations

from agent.core.errors import EnvironmentProblemError

__all__ = ["PublicationRefusedError", "RepositoryBusyError", "RepositoryError", "SigningKeyError"]


class RepositoryError(EnvironmentProblemError):
    """The repository cannot be used."""

    code = "repository"


class RepositoryBusyError(RepositoryError):
    """Another process writes to the repository; ask again."""

    code = "repository_busy"


class PublicationRefusedError(RepositoryError):
    """A publication must not be published."""

    code = "publication_refused"


class SigningKeyError(EnvironmentProblemError):
    """A signing key cannot be used."""

    code = "signing_key"
