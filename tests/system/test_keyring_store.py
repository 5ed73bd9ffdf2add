"""Whatever the keyring does, every call ends in time."""

from __future__ import annotations

import threading

import pytest

from agent.core import SecretStoreLockedError
from agent.system.keyring_port import KeyringMissingError
from agent.system.keyring_store import SecretServiceKeyring
from tests.system.keyring_session import KeyringSession
from tests.waiting import wait_until


def keyring_threads() -> int:
    return [thread.name for thread in threading.enumerate()].count("cordon-keyring")


def test_what_was_saved_is_loaded(session: KeyringSession):
    with session.keyring(unlocked=True):
        keyring = SecretServiceKeyring(session.env)
        assert keyring.load("one") is None
        keyring.save("one", "secret")
        assert keyring.load("one") == "secret"
        assert SecretServiceKeyring(session.env).load("one") == "secret"
        assert [attributes["service"] for attributes, _ in session.items()] == ["cordon"]


def test_the_errors_of_the_service_are_the_callers(session: KeyringSession):
    keyring = SecretServiceKeyring(session.env)
    with pytest.raises(KeyringMissingError):
        keyring.load("one")
    with session.keyring(unlocked=True):
        session.lock()
        with pytest.raises(SecretStoreLockedError):
            keyring.save("one", "secret")


def test_without_a_bus_nothing_is_started():
    before = threading.active_count()
    with pytest.raises(KeyringMissingError, match="no D-Bus"):
        SecretServiceKeyring({"HOME": "/nonexistent"}).load("one")
    assert threading.active_count() == before


def test_a_silent_keyring_counts_as_locked_and_holds_one_thread(session: KeyringSession):
    keyring = SecretServiceKeyring(session.env, timeout_s=0.3)
    with session.silent_keyring():
        with pytest.raises(SecretStoreLockedError, match=r"Waited 0\.3 s"):
            keyring.load("one")
        with pytest.raises(SecretStoreLockedError, match="does not answer"):
            keyring.load("one")
        with pytest.raises(SecretStoreLockedError, match="busy"):
            keyring.save("one", "secret")
        assert keyring_threads() == 1
    # The service has gone: the late call ends, and the same question takes its answer without asking again.
    wait_until(lambda: keyring_threads() == 0, what="the late call to end")
    with pytest.raises(KeyringMissingError, match="cannot be started"):
        keyring.load("one")
    with pytest.raises(KeyringMissingError, match="No keyring runs"):
        keyring.load("one")


def test_after_a_late_call_has_ended_another_question_is_asked(session: KeyringSession):
    keyring = SecretServiceKeyring(session.env, timeout_s=2.0)
    with session.silent_keyring(), pytest.raises(SecretStoreLockedError):
        keyring.load("one")
    wait_until(lambda: keyring_threads() == 0, what="the late call to end")
    with session.keyring(unlocked=True):
        keyring.save("two", "secret")
        assert keyring.load("two") == "secret"


def test_a_secret_is_in_no_error(session: KeyringSession):
    keyring = SecretServiceKeyring(session.env, timeout_s=0.3)
    with session.silent_keyring(), pytest.raises(SecretStoreLockedError) as caught:
        keyring.save("one", "a secret text")
    assert "a secret text" not in f"{caught.value} {caught.value!r} {vars(keyring)}"
    wait_until(lambda: keyring_threads() == 0, what="the late call to end")
