"""Where Cordon's own keys are kept: in the system keyring where there is one, otherwise in a private file.

Rules kept here, for a secret `<name>`; the files lie in the state folder:

1. `<name>.key` exists: it is the secret, since moving it away deletes it. With a keyring it moves there; without one,
   or with a locked one, NO_KEYRING is reported and it stays.
2. `<name>.keyring` exists: it names the keyring entry that holds the secret. A keyring that is locked or not running is
   waited for; making a new secret would lock the person out of what the old one protects. An entry that is gone from an
   open keyring is made anew.
3. Neither: a new secret goes into the keyring, or, where there is none, into `<name>.key` with NO_KEYRING reported.

Each instance has entries of its own in the keyring: several homes may share one session. Values are kept as hex digits.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from pathlib import Path

from agent.core.errors import SecretStoreError, SecretStoreLockedError
from agent.core.health import HealthCode
from agent.core.ports import HealthReporter, SecretStore
from agent.system.folders import Folders
from agent.system.key_file import PrivateFile
from agent.system.keyring_port import Keyring, KeyringMissingError
from agent.system.keyring_store import SecretServiceKeyring

__all__ = ["SystemSecretStore", "system_secret_store"]

_log = logging.getLogger(__name__)


def system_secret_store(folders: Folders, environ: Mapping[str, str], health: HealthReporter) -> SecretStore:
    """Return the store for this session."""
    return SystemSecretStore(keyring=SecretServiceKeyring(environ), folder=folders.state, health=health)


class SystemSecretStore:
    """The rules above; keeps in memory what it has found. For one thread at a time.

    Args:
        keyring: the session's.
        folder: where the files lie.
        health: where NO_KEYRING goes.
    """

    def __init__(self, *, keyring: Keyring, folder: Path, health: HealthReporter) -> None:
        self._keyring = keyring
        self._folder = folder
        self._health = health
        self._known: dict[str, bytes] = {}

    def load_or_create(self, name: str, length_bytes: int) -> bytes:
        """Return the secret of that name, made with the system's random source the first time.

        Raises:
            SecretStoreLockedError: the keyring that holds it is locked or not running; try again later.
            SecretStoreError: the secret can be neither read nor kept.
        """
        if name not in self._known:
            self._known[name] = self._find_or_create(name, length_bytes)
        return self._known[name]

    def _find_or_create(self, name: str, length_bytes: int) -> bytes:
        key_file = PrivateFile(self._folder / f"{name}.key")
        entry = PrivateFile(self._folder / f"{name}.keyring")
        if (text := key_file.load()) is not None:
            secret = _parse_secret(text, length_bytes, name=name, where=f"{name}.key")
            self._move(text, key_file=key_file, entry=entry, name=name)
            return secret
        if (account := entry.load()) is not None and (text := self._load_kept(account)) is not None:
            self._health.clear(HealthCode.NO_KEYRING)
            return _parse_secret(text, length_bytes, name=name, where="The entry in the system keyring")
        return self._create(length_bytes, key_file=key_file, entry=entry, name=name)

    def _load_kept(self, account: str) -> str | None:
        try:
            return self._keyring.load(account)
        except KeyringMissingError as exc:
            raise SecretStoreLockedError(
                "The keyring that holds the key is not there",
                detail=f"{exc.title}.",
                hint="Start it; Cordon tries again by itself.",
            ) from exc

    def _create(self, length_bytes: int, *, key_file: PrivateFile, entry: PrivateFile, name: str) -> bytes:
        secret = secrets.token_bytes(length_bytes)
        try:
            self._put_in_keyring(secret.hex(), entry=entry, name=name)
        except KeyringMissingError as exc:
            key_file.create(secret.hex())
            self._report_file(exc)
        else:
            self._health.clear(HealthCode.NO_KEYRING)
        return secret

    def _move(self, text: str, *, key_file: PrivateFile, entry: PrivateFile, name: str) -> None:
        try:
            self._put_in_keyring(text, entry=entry, name=name)
            key_file.delete()
        except SecretStoreError as exc:
            self._report_file(exc)
        else:
            _log.info("moved a key from its file into the system keyring")
            self._health.clear(HealthCode.NO_KEYRING)

    def _put_in_keyring(self, text: str, *, entry: PrivateFile, name: str) -> None:
        """Keep a text in the keyring and the name of its entry in a file, or neither.

        Raises:
            KeyringMissingError: there is no keyring, or it does not give back what it was given.
            SecretStoreError: it is locked, or the file cannot be written.
        """
        account = entry.load()
        is_new = account is None
        if account is None:
            account = f"{name}-{secrets.token_hex(8)}"
            # First, because an entry that nothing names would stay in the person's keyring for good.
            entry.create(account)
        try:
            self._keyring.save(account, text)
            if self._keyring.load(account) != text:
                raise KeyringMissingError("The system keyring does not keep what it is given")
        except SecretStoreError:
            if is_new:
                entry.delete()
            raise

    def _report_file(self, exc: SecretStoreError) -> None:
        self._health.report(HealthCode.NO_KEYRING, f"{exc.title}.")


def _parse_secret(untrusted_text: str, length_bytes: int, *, name: str, where: str) -> bytes:
    try:
        secret = bytes.fromhex(untrusted_text)
    except ValueError:
        secret = b""
    if len(secret) != length_bytes:
        raise SecretStoreError(
            f"{where} holds no key of {length_bytes} bytes",
            hint=f"Restore it from a backup, or remove it together with {name}.db to start a new one.",
        )
    return secret
