"""The key that a device signs its requests with: made here, never sent, readable to its owner only.

Anything else is refused, not repaired: a key that others could read may be known to them.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from agent.core.errors import EnvironmentProblemError
from agent.system.whole_files import PRIVATE_FILE, replace_file

__all__ = ["DEVICE_KEY_FILE", "DeviceKeyError", "load_device_key", "make_device_key", "save_device_key"]

DEVICE_KEY_FILE: Final = "device.key"

_LIMIT_BYTES = 4096
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class DeviceKeyError(EnvironmentProblemError):
    """The device's key cannot be used."""

    code = "device_key"


def make_device_key() -> Ed25519PrivateKey:
    """Return a new key."""
    return Ed25519PrivateKey.generate()


def save_device_key(folder: Path, key: Ed25519PrivateKey) -> None:
    """Write it, in place of the one that was there; it is on the disk when this returns.

    Raises:
        OSError: it is not, and the one that was there still is.
    """
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    replace_file(folder / DEVICE_KEY_FILE, pem, mode=PRIVATE_FILE)


def load_device_key(folder: Path) -> Ed25519PrivateKey:
    """Return the key in a folder.

    Raises:
        DeviceKeyError: there is none, it is damaged, or somebody else could have read it.
    """
    try:
        descriptor = os.open(folder / DEVICE_KEY_FILE, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            _check(os.fstat(descriptor))
            pem = file.read(_LIMIT_BYTES)
    except OSError as exc:
        raise _trouble("The device's key cannot be read", f"{exc.strerror}.") from exc
    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise _trouble("The device's key is damaged") from None  # the cause may quote
    if not isinstance(key, Ed25519PrivateKey):
        raise _trouble("The device's key is of another kind")
    return key


def _check(found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
        raise _trouble("The device's key belongs to somebody else")
    if found.st_mode & _OTHERS:
        raise _trouble("The device's key can be read by others", f"Its mode is {stat.S_IMODE(found.st_mode):04o}.")


def _trouble(title: str, detail: str = "") -> DeviceKeyError:
    return DeviceKeyError(
        title,
        detail=detail,
        hint="Enrol this device anew: `cordon enroll --replace --token-file FILE`.",
    )
