"""A file that decides something must belong to whom it obeys: this user or root, and nobody else may write to it.

Asked of what is open, not of a path: between the question and the opening another file could take its place.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from agent.core.errors import EnvironmentProblemError

__all__ = ["UntrustedFileError", "check_ownership", "trusted_path"]

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class UntrustedFileError(EnvironmentProblemError):
    """Somebody else owns the file, or may write to it."""

    code = "untrusted_file"


def check_ownership(name: str, found: os.stat_result) -> None:
    """Return if an open file belongs to this user or to root, and nobody else may write to it.

    Args:
        name: of the file, for messages.
        found: what the system says of the open file.

    Raises:
        UntrustedFileError: it does not.
    """
    if found.st_uid not in {os.geteuid(), 0}:
        raise UntrustedFileError(
            f"{name} belongs to somebody else", hint="Copy it, so that it is yours, and name the copy."
        )
    if found.st_mode & _OTHERS_WRITE:
        raise UntrustedFileError(f"Others may write to {name}", hint=f"Run `chmod go-w {name}`.")


def trusted_path(file: Path) -> Path:
    """Return where a file really lies, if nobody else can put another file in its place.

    Links are followed once, here, so that what is opened afterwards lies in the folder that was looked at. A folder
    that everybody may write to is fine where nobody can replace what is another's (its sticky bit); that holds for
    every folder above it, too.

    Raises:
        UntrustedFileError: the file is not there, or somebody else owns one of the folders, or may write to it.
    """
    try:
        resolved = file.resolve(strict=True)
        folders = [each.stat() for each in resolved.parents]
    except OSError as exc:
        raise UntrustedFileError(f"The file {file.name} cannot be read", detail=f"{exc.strerror}.") from exc
    for found in folders:
        is_open = found.st_mode & _OTHERS_WRITE and not found.st_mode & stat.S_ISVTX
        if found.st_uid not in {os.geteuid(), 0} or is_open:
            raise UntrustedFileError(
                f"Others may replace {file.name}", hint="Move it to a folder of yours that nobody else may write to."
            )
    return resolved
