"""`cordon vault`: what is kept, without values, and how it goes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from agent.core.errors import AgentError
from tests.cli.conftest import Home


def kept(cordon: Callable[..., Result]) -> list[dict[str, object]]:
    """The conversations in the vault."""
    conversations: list[dict[str, object]] = json.loads(cordon("vault", "status", "--format", "json").stdout)[
        "conversations"
    ]
    return conversations


def test_an_empty_vault_says_so_and_is_not_made(cordon: Callable[..., Result], home: Home):
    assert "empty" in cordon("vault", "status").stdout
    assert kept(cordon) == []
    assert cordon("vault", "forget", "--all").exit_code == 0
    assert not (Path(home.env["HOME"]) / ".local").exists()


def test_status_shows_what_can_be_turned_back_and_no_value(cordon: Callable[..., Result]):
    nonce = cordon("redact", "--conversation", "billing", stdin=b"jane@example.com").stdout.split("·")[1][:6]
    shown = cordon("vault", "status").stdout
    assert "billing" in shown
    assert nonce in shown
    assert "jane" not in shown
    (row,) = kept(cordon)
    assert (row["name"], row["nonce"], row["values"]) == ("billing", nonce, 1)


@pytest.mark.parametrize("by_name", [True, False])
def test_a_forgotten_conversation_is_not_turned_back(cordon: Callable[..., Result], *, by_name: bool):
    redacted = cordon("redact", "--conversation", "billing", stdin=b"jane@example.com").stdout
    cordon("redact", stdin=b"bob@example.com")
    assert cordon("vault", "forget", "billing" if by_name else redacted.split("·")[1][:6]).exit_code == 0
    assert len(kept(cordon)) == 1
    assert cordon("rehydrate", stdin=redacted.encode()).stdout == redacted


def test_everything_is_forgotten(cordon: Callable[..., Result]):
    cordon("redact", stdin=b"jane@example.com")
    assert "Forgotten: 1." in cordon("vault", "forget", "--all").stderr
    assert kept(cordon) == []


def test_a_vault_that_cannot_be_read_is_started_anew_with_all_only(cordon: Callable[..., Result], home: Home):
    cordon("redact", stdin=b"jane@example.com")
    file = Path(home.env["HOME"]) / ".local/state/cordon/vault.db"
    file.write_bytes(b"damaged")
    assert isinstance(cordon("vault", "forget", "billing").exception, AgentError)
    assert file.exists()
    assert cordon("vault", "forget", "--all").exit_code == 0
    assert not file.exists()
    assert cordon("redact", stdin=b"jane@example.com").exit_code == 0


@pytest.mark.parametrize("arguments", [(), ("nobody",), ("billing", "--all")])
def test_wrong_usage(cordon: Callable[..., Result], arguments: tuple[str, ...]):
    cordon("redact", stdin=b"jane@example.com")
    assert cordon("vault", "forget", *arguments).exit_code == 2
    assert len(kept(cordon)) == 1


def test_a_key_in_a_file_is_told(cordon: Callable[..., Result]):
    assert "key lies in a private file" in cordon("redact", stdin=b"jane@example.com").stderr
