"""A secret in a file that only its owner can read, where no keyring can keep it.

Rules kept here:

- The file is 0600, belongs to the user who runs Cordon, and is no symbolic link. Anything else is refused, not
  repaired: a key that others could read may be known to them.
- It appears whole or not at all, and it never replaces another.
- Errors name the file by its base name and hold nothing of its content.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from agent.core.errors import SecretStoreError

__all__ = ["PrivateFile"]

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_SIZE_LIMIT_BYTES = 4096


class PrivateFile:
    """One small text in one file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> str | None:
        """Return the text, or None when there is no file.

        Raises:
            SecretStoreError: the file cannot be read, or others can read it, or it is no file of ours.
        """
        try:
            # Non-blocking, so that a FIFO in its place cannot hold us.
            descriptor = os.open(self._path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        except OSError as exc:
            raise self._trouble("cannot be read", exc.strerror) from exc
        try:
            self._check(os.fstat(descriptor))
            return os.read(descriptor, _SIZE_LIMIT_BYTES).decode("ascii")
        except (OSError, UnicodeDecodeError):
            raise self._trouble("is damaged or cannot be read", None) from None
        finally:
            os.close(descriptor)

    def create(self, text: str) -> None:
        """Write the file, and return once it is on the disk.

        Raises:
            SecretStoreError: it exists, or cannot be written.
        """
        draft = self._path.with_name(f"{self._path.name}.new")
        try:
            draft.unlink(missing_ok=True)  # left by a process that was killed right here
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(text.encode("ascii"))
                file.flush()
                os.fsync(descriptor)
            os.link(draft, self._path)  # unlike a rename it fails where a file is
            draft.unlink()
            self._sync_folder()
        except OSError as exc:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            raise self._trouble("cannot be written", exc.strerror) from exc

    def delete(self) -> None:
        """Remove the file; nothing happens when there is none.

        Raises:
            SecretStoreError: it cannot be removed.
        """
        try:
            self._path.unlink(missing_ok=True)
            self._sync_folder()
        except OSError as exc:
            raise self._trouble("cannot be removed", exc.strerror) from exc

    def _check(self, found: os.stat_result) -> None:
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid():
            raise SecretStoreError(
                f"{self._path.name} is no file of yours",
                hint="Move it out of the state folder (`cordon doctor` names it).",
            )
        if found.st_mode & _OTHERS:
            raise SecretStoreError(
                f"{self._path.name} can be read by other users",
                detail=f"Its mode is {stat.S_IMODE(found.st_mode):04o}.",
                hint="If nobody else uses this machine, run `chmod 600` on it; "
                "otherwise move it and the file that it opens (.db) away, so that a new key is made.",
            )

    def _sync_folder(self) -> None:
        descriptor = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _trouble(self, what: str, reason: str | None) -> SecretStoreError:
        return SecretStoreError(
            f"{self._path.name} {what}",
            detail=f"{reason}." if reason else "",
            hint="Check free space and permissions of the state folder (`cordon doctor` names it).",
        )
