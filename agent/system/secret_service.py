"""One conversation with the freedesktop Secret Service, through `keyring`'s backend; blocks as long as that does.

By itself `keyring` has the service ask the person to unlock a locked keyring, and to create a missing one. Here both
are errors: the agent asks again every few seconds, and nobody wants that many dialogs.
"""

from __future__ import annotations

import secretstorage
from jeepney import DBusErrorResponse
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from keyring.backends import SecretService
from secretstorage.exceptions import ItemNotFoundException, LockedException, SecretServiceNotAvailableException
from secretstorage.util import add_match_rules

from agent.core.errors import SecretStoreLockedError
from agent.system.keyring_port import KeyringMissingError

__all__ = ["ask_secret_service"]

_IS_LOCKED = "org.freedesktop.Secret.Error.IsLocked"


def ask_secret_service(bus_address: str, service: str, account: str, text: str | None) -> str | None:
    """Keep `text` for an account, or return what is kept for it when `text` is None.

    Raises:
        KeyringMissingError: there is no bus, no service on it, or no default keyring.
        SecretStoreLockedError: the default keyring is locked.
    """
    backend = _QuietBackend(bus_address)
    try:
        if text is None:
            kept = backend.get_password(service, account)  # type: ignore[no-untyped-call] # typed in part
            return None if kept is None else str(kept)
        backend.set_password(service, account, text)  # type: ignore[no-untyped-call] # as above
    except LockedException:
        raise _locked() from None
    except SecretServiceNotAvailableException:
        raise KeyringMissingError("The system keyring cannot be started") from None
    except DBusErrorResponse as exc:
        if exc.name == _IS_LOCKED:
            raise _locked() from None
        raise KeyringMissingError("The system keyring refuses", detail=f"{exc.name}.") from None
    return None


class _QuietBackend(SecretService.Keyring):
    """The library's backend, on a given bus and without a question to the person."""

    def __init__(self, bus_address: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # as above
        self._bus_address = bus_address

    def get_preferred_collection(self) -> secretstorage.Collection:
        """Return the default keyring; its connection is the caller's to close.

        Raises:
            KeyringMissingError: there is no bus, no service on it, or no default keyring.
            SecretStoreLockedError: the default keyring is locked.
        """
        connection = self._connect()
        try:
            collection = _default_collection(connection)
            self.unlock(collection)
        except BaseException:
            connection.close()
            raise
        return collection

    def unlock(self, item: secretstorage.Item | secretstorage.Collection) -> None:
        """Make sure that something is unlocked already.

        Raises:
            SecretStoreLockedError: it is not.
        """
        if item.is_locked():
            raise _locked()

    def _connect(self) -> DBusConnection:
        try:
            connection = open_dbus_connection(self._bus_address)
        except (OSError, ValueError, RuntimeError, StopIteration) as exc:
            # What jeepney raises for a socket that is gone, an address it cannot read, a transport it does not know,
            # a bus that lets nobody in, and an empty address list.
            reason = type(exc).__name__
            raise KeyringMissingError("This session's D-Bus cannot be reached", detail=f"{reason}.") from None
        add_match_rules(connection)
        return connection


def _default_collection(connection: DBusConnection) -> secretstorage.Collection:
    if not secretstorage.check_service_availability(connection):
        raise KeyringMissingError("No keyring runs in this session, and none can be started")
    try:
        return secretstorage.get_collection_by_alias(connection, "default")
    except ItemNotFoundException:
        raise KeyringMissingError("The system keyring has no default keyring yet") from None


def _locked() -> SecretStoreLockedError:
    return SecretStoreLockedError("The system keyring is locked", hint="Unlock it; Cordon tries again by itself.")
