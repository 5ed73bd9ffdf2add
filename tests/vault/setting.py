"""A vault in a folder, with a key of its own and a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from agent.redaction import Conversation, Entry
from agent.vault import Vault, open_vault

__all__ = ["DAY", "NOW", "FixedSecret", "adding", "opened"]

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


class FixedSecret:
    """A `SecretStore` that always has the same key."""

    def __init__(self, first_byte: int = 0) -> None:
        self._first_byte = first_byte

    def load_or_create(self, name: str, length_bytes: int) -> bytes:
        """Return the key, whatever its name."""
        return bytes(range(self._first_byte, self._first_byte + length_bytes)) if name else b""


def opened(folder: Path) -> Vault:
    """The vault of a folder."""
    return open_vault(folder / "vault.db", FixedSecret())


def adding(*values: str) -> Callable[[Conversation], Conversation]:
    """A change that appends these values."""

    def change(before: Conversation) -> Conversation:
        first = len(before.entries) + 1
        added = tuple(Entry(name="EMAIL", number=first + place, value=value) for place, value in enumerate(values))
        return replace(before, entries=before.entries + added)

    return change
