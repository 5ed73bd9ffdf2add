"""A file that decides something must belong to whom it obeys: this user or root, and nobody else may write to it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from agent.core.errors import EnvironmentProblemError

__all__ = ["UntrustedFileError", "check_ownership"]

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class UntrustedFileError(EnvironmentProblemError):
    """Somebody else owns the file, or may write to it."""

    code = "untrusted_file"


def check_ownership(file: Path) -> None:
    """Return if the file, and its folder, belong to this user or to root, and nobody else may write to them.

    A folder that everybody may write to is fine where nobody can replace what is another's (its sticky bit).

    Raises:
        UntrustedFileError: they do not.
        OSError: it is not there.
    """
    found = file.stat()
    if found.st_uid not in {os.geteuid(), 0}:
        raise UntrustedFileError(
            f"{file.name} belongs to somebody else", hint="Copy it, so that it is yours, and name the copy."
        )
    if found.st_mode & _OTHERS_WRITE:
        raise UntrustedFileError(f"Others may write to {file.name}", hint=f"Run `chmod go-w {file.name}`.")
    folder = file.resolve().parent.stat()
    is_open = folder.st_mode & _OTHERS_WRITE and not folder.st_mode & stat.S_ISVTX
    if folder.st_uid not in {os.geteuid(), 0} or is_open:
        raise UntrustedFileError(
            f"Others may replace {file.name}", hint="Move it to a folder of yours that nobody else may write to."
        )
