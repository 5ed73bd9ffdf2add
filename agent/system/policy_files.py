"""Files that a policy names: in one folder, by plain names, read as bytes or mapped into memory.

Rules kept here: a name cannot lead out of the folder; only regular files are opened, and none above its limit; errors
name the file by its base name and hold nothing of its content or path. Whether a file may be believed is decided by
who reads it: an index verifies itself.
"""

from __future__ import annotations

import mmap
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final

from agent.core.errors import EnvironmentProblemError

__all__ = ["CheckFile", "PolicyFileError", "PolicyFolder", "forget_pages"]

CheckFile = Callable[[str, os.stat_result], None]

_MAPPED_LIMIT_BYTES: Final = 2 << 30


class PolicyFileError(EnvironmentProblemError):
    """A file that a policy names cannot be used."""

    code = "policy_file"


class PolicyFolder:
    """The folder in which a policy's files lie.

    Args:
        folder: the folder.
        check: is asked of every file once it is open, by name; raises what the caller is to get.
    """

    def __init__(self, folder: Path, check: CheckFile | None = None) -> None:
        self._folder = folder
        self._check = check

    def read(self, name: str, limit_bytes: int) -> bytes:
        """Return the content of a file.

        Raises:
            PolicyFileError: it is not there, cannot be read, or is larger than that.
            AgentError: what `check` raises; and so below.
        """
        descriptor = self._open(name, limit_bytes)
        with os.fdopen(descriptor, "rb") as file:
            try:
                content = file.read(limit_bytes + 1)
            except OSError as exc:
                raise _trouble(name, exc.strerror) from exc
        if len(content) > limit_bytes:
            raise _trouble(name, f"It is larger than {limit_bytes} bytes")
        return content

    def map(self, name: str) -> mmap.mmap:
        """Return the content of a file, mapped: what is not looked at takes no memory.

        The file must be replaced by renaming another over it, never written to.

        Raises:
            PolicyFileError: it is not there, is empty, or cannot be read.
        """
        descriptor = self._open(name, _MAPPED_LIMIT_BYTES)
        try:
            return mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as exc:  # ValueError: an empty file
            raise _trouble(name, "It is empty or cannot be mapped") from exc
        finally:
            os.close(descriptor)

    def _open(self, name: str, limit_bytes: int) -> int:
        if name != os.path.basename(name) or name in {"", ".", ".."}:  # noqa: PTH119 - a name, not a path
            raise PolicyFileError("A policy names a file outside its folder", detail="Only plain names are allowed.")
        try:
            # Non-blocking, so that a FIFO in its place cannot hold us.
            descriptor = os.open(self._folder / name, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as exc:
            raise _trouble(name, exc.strerror) from exc
        try:
            self._look_at(name, os.fstat(descriptor), limit_bytes)
        except BaseException:
            os.close(descriptor)
            raise
        return descriptor

    def _look_at(self, name: str, found: os.stat_result, limit_bytes: int) -> None:
        if not stat.S_ISREG(found.st_mode) or found.st_size > limit_bytes:
            raise _trouble(name, f"It is no regular file of at most {limit_bytes} bytes")
        if self._check is not None:
            self._check(name, found)


def forget_pages(mapped: mmap.mmap) -> None:
    """Give back the memory of what was read so far, where the system can; it is read again when it is needed."""
    advice = getattr(mmap, "MADV_DONTNEED", None)
    if advice is not None:
        mapped.madvise(advice)


def _trouble(name: str, reason: str | None) -> PolicyFileError:
    return PolicyFileError(
        f"The file {name} cannot be read",
        detail=f"{reason}." if reason else "",
        hint="A policy and the files that it names lie in one folder, and a key beside its index.",
    )
