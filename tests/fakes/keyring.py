"""A keyring in memory that misbehaves on request."""

from __future__ import annotations

from agent.core import SecretStoreError

__all__ = ["FakeKeyring"]


class FakeKeyring:
    """Implements `agent.system.keyring_port.Keyring`.

    Attributes:
        entries: text by account.
        failure: raised by every call while it is set.
        is_forgetful: whether it accepts everything and keeps nothing.
    """

    def __init__(self, failure: SecretStoreError | None = None) -> None:
        self.entries: dict[str, str] = {}
        self.failure = failure
        self.is_forgetful = False

    def load(self, account: str) -> str | None:
        """Return the text kept for an account."""
        if self.failure is not None:
            raise self.failure
        return self.entries.get(account)

    def save(self, account: str, text: str) -> None:
        """Keep a text."""
        if self.failure is not None:
            raise self.failure
        if not self.is_forgetful:
            self.entries[account] = text
