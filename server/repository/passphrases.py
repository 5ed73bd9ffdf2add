"""What opens a key: asked of a person, or read from a file that only they can read; never an argument or a variable.

Arguments and environments of processes can be read by others of the machine, and end up in histories and logs.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final

from server.repository.errors import SigningKeyError

__all__ = [
    "LEAST_CHARACTERS",
    "Passphrase",
    "new_passphrase",
    "passphrase_from",
    "read_private_file",
    "read_secret_file",
]

Passphrase = Callable[[str], bytes]
"""What opens the key of this name; asked when it is needed, so that nothing is asked in vain."""

LEAST_CHARACTERS: Final = 12
"""Of a passphrase. The file's key is derived with PBKDF2: its strength is the passphrase's."""

_LIMIT_BYTES: Final = 4096
_CREDENTIALS_VARIABLE: Final = "CREDENTIALS_DIRECTORY"
"""Of systemd (systemd.exec, LoadCredential=)."""


def passphrase_from(file: Path | None, ask: Callable[[str], str]) -> Passphrase:
    """Return where passphrases come from.

    Args:
        file: that only its owner can read; None to ask.
        ask: shows a prompt and returns what was typed, without showing it.
    """
    if file is None:
        return lambda name: ask(f"Passphrase of {name}").encode()
    return lambda _: read_secret_file(file)


def new_passphrase(file: Path | None, ask_twice: Callable[[str], str], name: str) -> bytes:
    """Return the passphrase for a key that is to be made.

    Raises:
        SigningKeyError: it is too short, or the file cannot be used.
    """
    passphrase = ask_twice(f"New passphrase for {name}").encode() if file is None else read_secret_file(file)
    if len(passphrase) < LEAST_CHARACTERS:
        raise SigningKeyError(
            "The passphrase is too short",
            detail=f"At least {LEAST_CHARACTERS} characters.",
            hint="Four or five random words are easy to remember and hard to guess.",
        )
    return passphrase


def read_secret_file(file: Path) -> bytes:
    """Return the first line of a file that only its owner can read.

    Raises:
        SigningKeyError: as for `read_private_file`; or it is empty.
    """
    secret = read_private_file(file, _LIMIT_BYTES).split(b"\n", 1)[0].rstrip(b"\r")
    if not secret:
        raise SigningKeyError(f"{file.name} is empty", hint="Its first line is the secret.")
    return secret


def read_private_file(file: Path, limit_bytes: int) -> bytes:
    """Return the beginning of a file that only its owner can read.

    Raises:
        SigningKeyError: others can read it, it is no file of ours, or cannot be read.
    """
    try:
        # Non-blocking, so that a FIFO in its place cannot hold us.
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as exc:
        raise SigningKeyError(f"{file.name} cannot be read", detail=f"{exc.strerror}.") from exc
    try:
        _check_private(file, os.fstat(descriptor))
        return os.read(descriptor, limit_bytes)
    except OSError as exc:
        raise SigningKeyError(f"{file.name} cannot be read", detail=f"{exc.strerror}.") from exc
    finally:
        os.close(descriptor)


def _check_private(file: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode) or found.st_uid not in {os.geteuid(), 0}:
        raise SigningKeyError(f"{file.name} is no file of yours")
    others = stat.S_IRWXG | stat.S_IRWXO
    if found.st_uid == 0 and str(file.parent) == os.environ.get(_CREDENTIALS_VARIABLE):
        # systemd lets the service's user read it by an access control list, which shows as the group's bit; the folder
        # is for that user alone.
        others = stat.S_IWGRP | stat.S_IXGRP | stat.S_IRWXO
    if found.st_mode & others:
        raise SigningKeyError(
            f"{file.name} can be read by other users",
            detail=f"Its mode is {stat.S_IMODE(found.st_mode):04o}.",
            hint="Run `chmod 600` on it; if others use this machine, make a new one.",
        )
