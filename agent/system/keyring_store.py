"""Secrets in the keyring of the session: the freedesktop Secret Service (GNOME Keyring, KWallet, KeePassXC).

Rules kept here:

- The backend is named, never discovered: what is found by looking around may be a plain-text file.
- Nobody is asked anything. A locked keyring is reported as locked; a default keyring that does not exist is reported as
  missing, and not created behind a password dialog.
- The bus is the one in the given environment. Without an address there is none: no bus is launched, none is guessed.
- Every call ends within a deadline, whatever the service does: calls run one at a time in a daemon thread. A call that
  is late goes on there; until it ends the keyring counts as locked, and asking for the same again takes its answer.

It does not decide where a secret belongs: `agent.system.secrets` does.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from concurrent.futures import Future, wait
from dataclasses import dataclass, field

from agent.core.errors import SecretStoreError, SecretStoreLockedError
from agent.system.keyring_port import KeyringMissingError

__all__ = ["SecretServiceKeyring"]

_log = logging.getLogger(__name__)

_SERVICE = "cordon"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """One question to the service, and its answer once there is one. Equal calls have equal answers."""

    account: str
    text: str | None = field(repr=False)
    answer: Future[str | None] = field(default_factory=Future, compare=False, repr=False)


class SecretServiceKeyring:
    """The session's Secret Service, through the `keyring` library. For one thread at a time.

    Args:
        environ: names the session bus.
        timeout_s: how long one call may take.
    """

    def __init__(self, environ: Mapping[str, str], *, timeout_s: float = 3.0) -> None:
        self._bus_address = environ.get("DBUS_SESSION_BUS_ADDRESS", "")
        self._timeout_s = timeout_s
        self._late: _Call | None = None

    def load(self, account: str) -> str | None:
        """Return the text kept for an account; see `Keyring.load`.

        Raises:
            KeyringMissingError: there is no session bus, no service on it, or no default keyring.
            SecretStoreLockedError: the keyring is locked, or did not answer in time.
        """
        return self._answer(_Call(account=account, text=None))

    def save(self, account: str, text: str) -> None:
        """Keep a text for an account; see `Keyring.save`.

        Raises:
            KeyringMissingError: there is no session bus, no service on it, or no default keyring.
            SecretStoreLockedError: the keyring is locked, or did not answer in time.
        """
        self._answer(_Call(account=account, text=text))

    def _answer(self, call: _Call) -> str | None:
        if not self._bus_address:
            raise KeyringMissingError("This session has no D-Bus")
        late, self._late = self._late, None
        if late is not None and late == call:
            call = late
        elif late is not None and not late.answer.done():
            self._late = late
            raise SecretStoreLockedError("The system keyring is busy with another question")
        else:
            thread = threading.Thread(target=_ask, args=(self._bus_address, call), name="cordon-keyring", daemon=True)
            thread.start()
            wait([call.answer], timeout=self._timeout_s)
        if not call.answer.done():
            self._late = call
            raise SecretStoreLockedError("The system keyring does not answer", detail=f"Waited {self._timeout_s:g} s.")
        return call.answer.result()


def _ask(bus_address: str, call: _Call) -> None:
    """Answer a call with its result or an error of ours; the top of the keyring thread."""
    try:
        # Imported here: 11 MB that a program without a history never loads.
        from agent.system.secret_service import ask_secret_service  # noqa: PLC0415

        call.answer.set_result(ask_secret_service(bus_address, _SERVICE, call.account, call.text))
    except SecretStoreError as exc:
        call.answer.set_exception(exc)
    except Exception as exc:  # noqa: BLE001 - thread top; whatever the libraries raise means: no use as a keyring
        _log.warning("the keyring failed: %s", type(exc).__name__)
        call.answer.set_exception(
            KeyringMissingError("The system keyring cannot be used", detail=f"{type(exc).__name__}.")
        )
