"""Conversations with a real GNOME Keyring."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.core import SecretStoreLockedError
from agent.system.keyring_port import KeyringMissingError
from agent.system.secret_service import ask_secret_service
from tests.system.keyring_session import KeyringSession, keyring_session

TEXT = "00ff" * 16


def test_what_was_kept_is_returned_under_its_account_only(session: KeyringSession):
    with session.keyring(unlocked=True):
        assert ask_secret_service(session.address, "cordon", "one", TEXT) is None
        assert ask_secret_service(session.address, "cordon", "one", None) == TEXT
        assert ask_secret_service(session.address, "cordon", "two", None) is None
        assert ask_secret_service(session.address, "another program", "one", None) is None


def test_what_was_kept_is_there_after_the_keyring_was_restarted(session: KeyringSession):
    with session.keyring(unlocked=True):
        ask_secret_service(session.address, "cordon", "one", TEXT)
    with session.keyring(unlocked=True):
        assert ask_secret_service(session.address, "cordon", "one", None) == TEXT


def test_keeping_again_replaces(session: KeyringSession):
    with session.keyring(unlocked=True):
        ask_secret_service(session.address, "cordon", "one", "old")
        ask_secret_service(session.address, "cordon", "one", TEXT)
        assert [secret for _, secret in session.items()] == [TEXT]


@pytest.mark.parametrize("text", [None, TEXT])
def test_a_locked_keyring_is_reported_as_locked_and_stays_so(session: KeyringSession, text: str | None):
    with session.keyring(unlocked=True):
        ask_secret_service(session.address, "cordon", "one", TEXT)
        session.lock()
        with pytest.raises(SecretStoreLockedError):
            ask_secret_service(session.address, "cordon", "one", text)


def test_a_keyring_that_is_locked_from_the_start_is_reported_as_locked(session: KeyringSession):
    with session.keyring(unlocked=True):
        ask_secret_service(session.address, "cordon", "one", TEXT)
    with session.keyring(unlocked=False), pytest.raises(SecretStoreLockedError):
        ask_secret_service(session.address, "cordon", "one", None)


def test_a_keyring_without_a_default_one_is_missing_and_none_is_made(session: KeyringSession):
    with session.keyring(unlocked=False):
        for text in (None, TEXT):
            with pytest.raises(KeyringMissingError, match="no default keyring"):
                ask_secret_service(session.address, "cordon", "one", text)


def test_a_bus_without_a_keyring_has_none(session: KeyringSession):
    with pytest.raises(KeyringMissingError, match="No keyring runs"):
        ask_secret_service(session.address, "cordon", "one", None)


def test_a_keyring_that_cannot_be_started_is_missing(tmp_path: Path):
    services = tmp_path / "services"
    services.mkdir()
    (services / "broken.service").write_text(
        "[D-BUS Service]\nName=org.freedesktop.secrets\nExec=/bin/false\n", encoding="utf-8"
    )
    with (
        keyring_session(tmp_path / "session", services=services) as session,
        pytest.raises(KeyringMissingError) as caught,
    ):
        ask_secret_service(session.address, "cordon", "one", TEXT)
    assert TEXT not in f"{caught.value} {caught.value!r}"


@pytest.mark.parametrize(
    "address", ["unix:path=/nonexistent/bus", "autolaunch:", "tcp:host=localhost,port=1", "nonsense", "unix:x=y", ""]
)
def test_a_bus_that_cannot_be_reached_has_no_keyring(address: str):
    with pytest.raises(KeyringMissingError, match="cannot be reached"):
        ask_secret_service(address, "cordon", "one", None)
