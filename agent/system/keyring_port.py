"""What a keyring is to Cordon: a place for short texts by account name, that may be missing or locked."""

from __future__ import annotations

from typing import Protocol

from agent.core.errors import SecretStoreError

__all__ = ["Keyring", "KeyringMissingError"]


class KeyringMissingError(SecretStoreError):
    """This session has no keyring that could keep a secret."""

    code = "keyring_missing"


class Keyring(Protocol):
    """Keeps short texts by account name. Every call ends within a deadline."""

    def load(self, account: str) -> str | None:
        """Return the text, or None when there is none.

        Raises:
            KeyringMissingError: there is no keyring.
            SecretStoreLockedError: it is locked, or does not answer in time.
        """

    def save(self, account: str, text: str) -> None:
        """Keep a text.

        Raises:
            KeyringMissingError: there is no keyring.
            SecretStoreLockedError: it is locked, or does not answer in time.
        """
