"""Finds the set in force, and reads its files whole or not at all. Knows nothing of policies: that keeps it cheap."""

from __future__ import annotations

import enum
import hashlib
import os
from pathlib import Path
from typing import Final

from agent.core.errors import EnvironmentProblemError
from agent.fleet.message import MessageRefusedError, parse_message
from agent.sync.manifest import MANIFEST_FILE, MANIFEST_LIMIT_BYTES, SetManifest, StoredFile, current_link

__all__ = ["PolicySetError", "SetTrouble", "check_file", "damaged", "has_policy_set", "load_manifest", "read_file"]

_BLOCK_BYTES: Final = 1 << 20


class SetTrouble(enum.StrEnum):
    """Why there is no set to read."""

    MISSING = "missing"
    """None was ever in force here, or it was removed."""
    DAMAGED = "damaged"
    """A file is missing, or not what was stored."""


class PolicySetError(EnvironmentProblemError):
    """The organization's policy cannot be read; `trouble` says why."""

    code = "policy_set"

    def __init__(self, title: str, *, trouble: SetTrouble, detail: str = "", hint: str = "") -> None:
        super().__init__(title, detail=detail, hint=hint)
        self.trouble = trouble


def has_policy_set(state: Path) -> bool:
    """Whether a set was put in force here; it may be damaged."""
    return (current_link(state) / MANIFEST_FILE).is_file()


def load_manifest(state: Path) -> tuple[Path, SetManifest]:
    """Return the folder of the set in force and its manifest; the files themselves are not looked at.

    Raises:
        PolicySetError: there is none, or it cannot be read.
    """
    try:
        folder = current_link(state).resolve(strict=True)
        untrusted = read_file(folder / MANIFEST_FILE, MANIFEST_LIMIT_BYTES)
    except (FileNotFoundError, NotADirectoryError) as exc:
        raise PolicySetError(
            "There is no policy of your organization on this device",
            trouble=SetTrouble.MISSING,
            hint="`cordon sync now` fetches it.",
        ) from exc
    except OSError as exc:
        raise damaged(f"{exc.strerror}.") from exc
    try:
        return folder, parse_message(SetManifest, untrusted, MANIFEST_LIMIT_BYTES)
    except MessageRefusedError as exc:
        raise damaged(f"{MANIFEST_FILE}: {exc.detail}") from exc


def check_file(file: Path, expected: StoredFile) -> None:
    """Return if a file is what was stored.

    Raises:
        PolicySetError: it is not.
    """
    digest = hashlib.sha256()
    length = 0
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb", buffering=0) as opened:
            while block := opened.read(_BLOCK_BYTES):
                digest.update(block)
                length += len(block)
    except OSError as exc:
        raise damaged(f"A file of it: {exc.strerror}.") from exc
    if length != expected.length_bytes or digest.hexdigest() != expected.sha256:
        raise damaged("A file of it is not what was stored.")


def read_file(file: Path, limit_bytes: int) -> bytes:
    """Return what is in a file, and one byte more than the limit where that is not all.

    Raises:
        OSError: it cannot be read, or is a link.
    """
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as opened:
        return opened.read(limit_bytes + 1)


def damaged(detail: str) -> PolicySetError:
    """Return the error that says why a set cannot be used."""
    return PolicySetError(
        "The policy of your organization is damaged on this device",
        trouble=SetTrouble.DAMAGED,
        detail=detail,
        hint="`cordon sync now` fetches it again.",
    )
