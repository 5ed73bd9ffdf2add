"""Conversations in an encrypted file, for one thread; several processes share the file.

Rules kept here:

- A conversation is read, changed and written in one transaction, so that two processes that redact into the same one
  never give a placeholder to two values. What `revise` returned is on the disk.
- Nonces are unique among the conversations that are here.
- Each conversation ends with its lifetime, which every redaction renews. Whatever has ended is deleted before anything
  else is done, and overwritten (`secure_delete`). Lifetimes go by the system's clock.
- The values together have a limit. The conversations that were redacted into longest ago make room, and the caller is
  told.
- Nothing here has a value in its repr, its errors or a log.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from agent.core.errors import BugError
from agent.redaction import SEED_BYTES, Conversation, Entry, new_conversation
from agent.system.sealed_connection import Connection, translated_errors
from agent.vault.errors import VAULT_ERRORS, VaultFullError

__all__ = ["LIMIT_BYTES", "Kept", "StoredConversation", "Vault"]

LIMIT_BYTES = 256 * 1024 * 1024
"""Of all values together: the values of four texts of the largest size the command line takes."""

_ENTRY_OVERHEAD_BYTES = 64
_DRAWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What became of a conversation.

    Attributes:
        conversation: as it is now.
        expires_at: until when it can be turned back; None when there was nothing to keep.
        displaced: how many others had to make room.
    """

    conversation: Conversation
    expires_at: datetime | None
    displaced: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredConversation:
    """A conversation as a list shows it; `values` counts them."""

    nonce: str
    name: str | None
    created_at: datetime
    expires_at: datetime
    values: int
    size_bytes: int


class Vault:
    """The conversations of one person. Made by `open_vault`.

    Args:
        connection: to the file.
        limit_bytes: of all values together.
        random_bytes: the source of keys and nonces.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        limit_bytes: int = LIMIT_BYTES,
        random_bytes: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        self._connection = connection
        self._limit_bytes = limit_bytes
        self._random_bytes = random_bytes

    def revise(
        self,
        change: Callable[[Conversation], Conversation],
        *,
        now: datetime,
        lifetime: timedelta,
        name: str | None = None,
    ) -> Kept:
        """Change a conversation and keep it: the one of that name, or a new one.

        A new one without a name and without entries is not kept: nothing refers to it.

        Args:
            change: returns the conversation with entries appended, or as it is.
            now: aware.
            lifetime: from now on; it never shortens what was promised before.
            name: of the person's choosing.

        Raises:
            VaultError: nothing was written.
        """
        now_s = int(now.timestamp())
        with self._transaction():
            self._delete_expired(now_s)
            row = None if name is None else self._row("name = ?", name)
            conversation_id, before = (None, self._draw()) if row is None else (row[0], self._conversation(*row))
            after = change(before)
            if after.nonce != before.nonce or after.entries[: len(before.entries)] != before.entries:
                raise BugError("A conversation was exchanged instead of continued")
            if conversation_id is None and name is None and not after.entries:
                return Kept(conversation=after, expires_at=None, displaced=0)
            if conversation_id is None:
                conversation_id = self._insert(after, name, now_s)
            self._append(conversation_id, after.entries, already=len(before.entries))
            self._connection.execute(
                "UPDATE conversations SET used_at_s = ?1, expires_at_s = MAX(expires_at_s, ?2) "
                "WHERE conversation_id = ?3",
                (now_s, now_s + int(lifetime.total_seconds()), conversation_id),
            )
            displaced = self._make_room(conversation_id)
            (expires_at_s,) = self._connection.execute(
                "SELECT expires_at_s FROM conversations WHERE conversation_id = ?", (conversation_id,)
            ).fetchone()
        return Kept(conversation=after, expires_at=_instant(expires_at_s), displaced=displaced)

    def load(self, nonces: Iterable[str], *, now: datetime) -> tuple[Conversation, ...]:
        """The conversations with these nonces, as far as they are here.

        Raises:
            VaultError: the file cannot be read.
        """
        with self._transaction():
            self._delete_expired(int(now.timestamp()))
            rows = [row for nonce in sorted(nonces) if (row := self._row("nonce = ?", nonce)) is not None]
            return tuple(self._conversation(*row) for row in rows)

    def conversations(self, *, now: datetime) -> tuple[StoredConversation, ...]:
        """What is kept, the first to end first.

        Raises:
            VaultError: the file cannot be read.
        """
        with self._transaction():
            self._delete_expired(int(now.timestamp()))
            rows = self._connection.execute(
                "SELECT nonce, name, created_at_s, expires_at_s, size_bytes, "
                "(SELECT COUNT(*) FROM entries AS e WHERE e.conversation_id = c.conversation_id) "
                "FROM conversations AS c ORDER BY expires_at_s, conversation_id"
            ).fetchall()
        return tuple(
            StoredConversation(
                nonce=nonce,
                name=name,
                created_at=_instant(created_at_s),
                expires_at=_instant(expires_at_s),
                values=values,
                size_bytes=size_bytes,
            )
            for nonce, name, created_at_s, expires_at_s, size_bytes, values in rows
        )

    def forget(self, name_or_nonce: str) -> int:
        """Delete the conversation of that name or nonce, and return how many these were.

        Raises:
            VaultError: nothing was deleted.
        """
        with self._transaction():
            return self._delete("name = ?1 OR nonce = ?1", name_or_nonce)

    def forget_all(self) -> int:
        """Delete every conversation, and return how many there were.

        Raises:
            VaultError: nothing was deleted.
        """
        with self._transaction():
            return self._delete("?1", 1)

    def close(self) -> None:
        """Write everything into the one file and close it; idempotent.

        Raises:
            VaultError: closing failed; what was kept is on the disk all the same.
        """
        with translated_errors(VAULT_ERRORS):
            self._connection.close()

    def _draw(self) -> Conversation:
        for _ in range(_DRAWS):
            conversation = new_conversation(self._random_bytes(SEED_BYTES))
            if self._row("nonce = ?", conversation.nonce) is None:
                return conversation
        raise BugError("The random source repeats itself")

    def _row(self, condition: str, value: str) -> tuple[int, str, bytes] | None:
        row: tuple[int, str, bytes] | None = self._connection.execute(
            f"SELECT conversation_id, nonce, key FROM conversations WHERE {condition}",  # noqa: S608 - a constant of ours
            (value,),
        ).fetchone()
        return row

    def _conversation(self, conversation_id: int, nonce: str, key: bytes) -> Conversation:
        rows = self._connection.execute(
            "SELECT name, number, value FROM entries WHERE conversation_id = ? ORDER BY position", (conversation_id,)
        )
        entries = tuple(Entry(name=name, number=number, value=_to_text(value)) for name, number, value in rows)
        return Conversation(nonce=nonce, key=bytes(key), entries=entries)

    def _insert(self, conversation: Conversation, name: str | None, now_s: int) -> int:
        cursor = self._connection.execute(
            "INSERT INTO conversations (nonce, name, key, created_at_s, used_at_s, expires_at_s) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (conversation.nonce, name, conversation.key, now_s, now_s, now_s),
        )
        return int(cursor.lastrowid)

    def _append(self, conversation_id: int, entries: tuple[Entry, ...], *, already: int) -> None:
        rows = [
            (conversation_id, position, entry.name, entry.number, _to_bytes(entry.value))
            for position, entry in enumerate(entries[already:], start=already)
        ]
        self._connection.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", rows)
        self._connection.execute(
            "UPDATE conversations SET size_bytes = size_bytes + ? WHERE conversation_id = ?",
            (sum(len(row[-1]) + _ENTRY_OVERHEAD_BYTES for row in rows), conversation_id),
        )

    def _make_room(self, kept_id: int) -> int:
        sizes = self._connection.execute(
            "SELECT conversation_id, size_bytes FROM conversations "
            "ORDER BY conversation_id = ?, used_at_s, conversation_id",
            (kept_id,),
        ).fetchall()
        excess = sum(size for _, size in sizes) - self._limit_bytes
        if sizes[-1][1] > self._limit_bytes:
            raise VaultFullError(
                "These values do not fit into the vault",
                detail=f"Its limit is {self._limit_bytes >> 20} MB.",
                hint="Redact a smaller text, start another conversation, or take --mode mask.",
            )
        displaced = 0
        for conversation_id, size in sizes:
            if excess <= 0:
                break
            displaced += self._delete("conversation_id = ?1", conversation_id)
            excess -= size
        return displaced

    def _delete_expired(self, now_s: int) -> None:
        self._delete("expires_at_s <= ?1", now_s)

    def _delete(self, condition: str, value: str | int) -> int:
        cursor = self._connection.execute(
            f"DELETE FROM conversations WHERE {condition}",  # noqa: S608 - a constant of ours
            (value,),
        )
        return int(cursor.rowcount)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with translated_errors(VAULT_ERRORS):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # SQLite rolls back by itself after some errors
                    self._connection.execute("ROLLBACK")
                raise


def _to_bytes(value: str) -> bytes:
    return value.encode("utf-8", "surrogatepass")


def _to_text(data: bytes) -> str:
    return bytes(data).decode("utf-8", "surrogatepass")


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=UTC)
