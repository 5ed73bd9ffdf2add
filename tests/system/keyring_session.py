"""A D-Bus session of its own, with a real GNOME Keyring, a locked one, a silent one, or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import secretstorage
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection

from tests.processes import OwnedProcess
from tests.waiting import wait_until

__all__ = ["KeyringSession", "keyring_session"]

_SECRETS = "org.freedesktop.secrets"
_PASSWORD = b"password of a test keyring"
_PROGRAMS = ("dbus-daemon", "gnome-keyring-daemon")
_CONFIG = """
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>{address}</listen>
  <auth>EXTERNAL</auth>
  {services}
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class KeyringSession:
    """A running session bus.

    Attributes:
        env: the environment of its programs.
    """

    def __init__(self, folder: Path, runtime: Path) -> None:
        self._folder = folder
        self.address = f"unix:path={runtime / 'bus'}"
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_RUNTIME_DIR": str(runtime),
            "DBUS_SESSION_BUS_ADDRESS": self.address,
        }

    def start_bus(self, *, services: Path | None) -> OwnedProcess:
        """Start the bus; `services` names a folder of services it may start."""
        config = self._folder / "bus.conf"
        element = "" if services is None else f"<servicedir>{services}</servicedir>"
        config.write_text(_CONFIG.format(address=self.address, services=element), encoding="utf-8")
        bus = self._start("dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile")
        wait_until(self._is_up, what="the bus")
        return bus

    @contextmanager
    def keyring(self, *, unlocked: bool) -> Iterator[None]:
        """Run GNOME Keyring; locked, it has a default keyring only if it was unlocked once before."""
        argv = ["gnome-keyring-daemon", "--foreground", "--components=secrets"]
        with self._start(*argv, *["--unlock"] * unlocked, stdin=_PASSWORD if unlocked else b""):
            self._wait_for_secrets(is_there=True)
            yield
        self._wait_for_secrets(is_there=False)

    @contextmanager
    def silent_keyring(self) -> Iterator[None]:
        """Have a service that takes every question and answers none."""
        with closing(self.connect()) as connection:
            Proxy(message_bus, connection).RequestName(_SECRETS)
            yield

    def lock(self) -> None:
        """Lock the default keyring."""
        with closing(self.connect()) as connection:
            secretstorage.get_default_collection(connection).lock()

    def items(self) -> list[tuple[dict[str, str], str]]:
        """Attributes and secret of everything in the default keyring."""
        with closing(self.connect()) as connection:
            collection = secretstorage.get_default_collection(connection)
            return [(item.get_attributes(), item.get_secret().decode()) for item in collection.get_all_items()]

    def connect(self) -> DBusConnection:
        """A connection to the bus."""
        return open_dbus_connection(self.address)

    def _start(self, *argv: str, stdin: bytes = b"") -> OwnedProcess:
        log = self._folder / f"{argv[0]}.log"
        return OwnedProcess.start(argv, env=self.env, log=log, stdin=stdin, dies_with_us=True)

    def _is_up(self) -> bool:
        try:
            self.connect().close()
        except OSError:
            return False
        return True

    def _wait_for_secrets(self, *, is_there: bool) -> None:
        with closing(self.connect()) as connection:
            bus: Any = Proxy(message_bus, connection)
            wait_until(
                lambda: bool(bus.NameHasOwner(_SECRETS)[0]) is is_there, what=f"{_SECRETS}: {is_there}", timeout_s=15
            )


@contextmanager
def keyring_session(folder: Path, *, services: Path | None = None) -> Iterator[KeyringSession]:
    """A session for a test, which is skipped where programs are missing; the CI has no such excuse."""
    missing = [name for name in _PROGRAMS if shutil.which(name) is None]
    if missing and os.environ.get("CI") != "true":
        pytest.skip(f"needs {' and '.join(missing)}: apt-get install dbus gnome-keyring")
    folder.mkdir(parents=True, exist_ok=True)
    # Not below the test's folder: paths of sockets are limited to 107 bytes.
    with tempfile.TemporaryDirectory(prefix="keyring-") as runtime:
        session = KeyringSession(folder, Path(runtime))
        with session.start_bus(services=services):
            yield session
