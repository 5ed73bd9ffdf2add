"""The tables hold what they promise."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from agent.system.sealed_connection import Connection
from agent.system.sealed_file import open_sealed_file
from agent.vault.errors import VAULT_ERRORS
from agent.vault.schema import MIGRATIONS

INSERT = (
    "INSERT INTO conversations (nonce, name, key, created_at_s, used_at_s, expires_at_s) VALUES (?, ?, x'', 0, 0, 0)"
)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    path = tmp_path / "vault.db"
    with closing(open_sealed_file(path, bytes(32), MIGRATIONS, errors=VAULT_ERRORS)) as connection:
        yield connection


def test_the_values_go_with_their_conversation(connection: Connection):
    connection.execute(INSERT, ("k3f9qd", None))
    connection.execute("INSERT INTO entries VALUES (1, 0, 'EMAIL', 1, x'00')")
    connection.execute("DELETE FROM conversations")
    assert connection.execute("SELECT COUNT(*) FROM entries").fetchone() == (0,)


def test_several_conversations_may_be_nameless(connection: Connection):
    connection.execute(INSERT, ("k3f9qd", None))
    connection.execute(INSERT, ("aaaaaa", None))
    assert connection.execute("SELECT COUNT(*) FROM conversations").fetchone() == (2,)


@pytest.mark.parametrize(("nonce", "name"), [("k3f9qd", "other"), ("aaaaaa", "billing")])
def test_nonces_and_names_are_given_once(connection: Connection, nonce: str, name: str):
    connection.execute(INSERT, ("k3f9qd", "billing"))
    with pytest.raises(dbapi2.IntegrityError):
        connection.execute(INSERT, (nonce, name))


def test_a_value_needs_a_conversation(connection: Connection):
    with pytest.raises(dbapi2.IntegrityError):
        connection.execute("INSERT INTO entries VALUES (7, 0, 'EMAIL', 1, x'00')")
