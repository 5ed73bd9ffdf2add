"""A file that decides something must belong to whom it obeys: this user or root, and nobody else may write to it.

Asked of what is open, not of a path: between the question and the opening another file could take its place.

Where each user has a group of their own (umask 002, as Debian and Fedora offer it), that group is nobody else.
"""

from __future__ import annotations

import grp
import os
import pwd
import stat
from pathlib import Path

from agent.core.errors import EnvironmentProblemError

__all__ = ["UntrustedFileError", "check_ownership", "trusted_path"]


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
    if _may_others_write(found):
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
        is_open = _may_others_write(found) and not found.st_mode & stat.S_ISVTX
        if found.st_uid not in {os.geteuid(), 0} or is_open:
            raise UntrustedFileError(
                f"Others may replace {file.name}", hint="Move it to a folder of yours that nobody else may write to."
            )
    return resolved


def _may_others_write(found: os.stat_result) -> bool:
    if found.st_mode & stat.S_IWOTH:
        return True
    return bool(found.st_mode & stat.S_IWGRP) and not _is_own_group(found.st_gid)


def _is_own_group(group_id: int) -> bool:
    """Whether a group is this user's, by its number and name, and has no other member."""
    try:
        account, group = pwd.getpwuid(os.geteuid()), grp.getgrgid(group_id)
    except KeyError:
        return False
    is_named_alike = account.pw_gid == group_id and group.gr_name == account.pw_name
    return is_named_alike and account.pw_uid != 0 and not set(group.gr_mem) - {account.pw_name}
