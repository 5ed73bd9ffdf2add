"""The tables of the vault, and the steps from each version of them to the next. A published step never changes.

Instants are whole seconds since 1970 (UTC). Values are bytes: text of a file in an unknown encoding need not be valid.
"""

from __future__ import annotations

__all__ = ["MIGRATIONS"]

_VERSION_1 = (
    """
    CREATE TABLE conversations (
        conversation_id INTEGER PRIMARY KEY,
        nonce TEXT NOT NULL UNIQUE,
        name TEXT UNIQUE,
        key BLOB NOT NULL,
        created_at_s INTEGER NOT NULL,
        used_at_s INTEGER NOT NULL,
        expires_at_s INTEGER NOT NULL,
        size_bytes INTEGER NOT NULL DEFAULT 0
    )
    """,
    """
    CREATE TABLE entries (
        conversation_id INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        number INTEGER NOT NULL,
        value BLOB NOT NULL,
        PRIMARY KEY (conversation_id, position)
    ) WITHOUT ROWID
    """,
)

MIGRATIONS = (_VERSION_1,)
