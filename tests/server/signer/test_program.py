"""The signer's process: what it is told, and what it refuses. That it signs: test_cli_run.py."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pydantic import SecretStr

from server.repository.errors import SigningKeyError
from server.repository.keys import create_key
from server.signer.program import SignerSettings, run_signer
from server.storage.errors import StorageError


@pytest.fixture
def settings(tmp_path: Path, sqlite_url: str) -> SignerSettings:
    """With a key and what opens it."""
    create_key(tmp_path, "online", "server", b"long enough, really")
    file = tmp_path / "online.passphrase"
    file.write_text("long enough, really\n")
    file.chmod(0o600)
    return SignerSettings(
        database=SecretStr(sqlite_url),
        repository=tmp_path / "repository",
        online_key=tmp_path / "online.pem",
        passphrase_file=file,
    )


def stopped() -> threading.Event:
    """Told to stop from the start."""
    event = threading.Event()
    event.set()
    return event


def test_it_is_ready_when_keys_and_database_are_there(settings: SignerSettings):
    said: list[str] = []
    run_signer(settings, stopped(), lambda: said.append("ready"))
    assert said == ["ready"]


def test_a_passphrase_that_others_can_read_is_refused(settings: SignerSettings):
    settings.passphrase_file.chmod(0o644)
    with pytest.raises(SigningKeyError, match="other users"):
        run_signer(settings, stopped(), lambda: None)


def test_a_wrong_passphrase_is_refused(settings: SignerSettings):
    settings.passphrase_file.write_text("another one\n")
    with pytest.raises(SigningKeyError, match="cannot be opened"):
        run_signer(settings, stopped(), lambda: None)


def test_a_database_without_tables_is_refused(settings: SignerSettings, tmp_path: Path):
    other = settings.model_copy(update={"database": type(settings.database)(f"sqlite:///{tmp_path / 'empty.db'}")})
    with pytest.raises(StorageError):
        run_signer(other, stopped(), lambda: None)


def test_settings_hide_the_password(settings: SignerSettings):
    assert SignerSettings.model_validate_json(settings.model_dump_json()) == settings
    assert settings.database.get_secret_value() not in repr(settings)
