"""Files of `cordon edm`: whole or not at all, whatever interrupts the writing."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from agent.core.errors import EnvironmentProblemError

__all__ = ["EdmFileError", "check_free", "create_private", "replace_whole"]


class EdmFileError(EnvironmentProblemError):
    """An index or key file cannot be written."""

    code = "edm_file"


def replace_whole(path: Path, parts: Iterable[bytes]) -> None:
    """Put the parts where the file is or shall be, in one step; readable by its owner.

    Raises:
        EdmFileError: nothing was changed.
    """
    draft = _write_draft(path, parts)
    try:
        draft.replace(path)
    except OSError as exc:
        _discard(draft)
        raise _trouble(exc) from exc


def create_private(path: Path, content: bytes) -> None:
    """Write a file that its owner alone can read, where none is.

    Raises:
        EdmFileError: there is one, or it cannot be written.
    """
    draft = _write_draft(path, (content,))
    try:
        os.link(draft, path)  # unlike a rename it fails where a file is
    except FileExistsError:
        raise _taken(path) from None
    except OSError as exc:
        raise _trouble(exc) from exc
    finally:
        _discard(draft)


def check_free(path: Path) -> None:
    """Say now, before the long work, what `create_private` would say after it.

    Raises:
        EdmFileError: the file exists.
    """
    if path.exists():
        raise _taken(path)


def _write_draft(path: Path, parts: Iterable[bytes]) -> Path:
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(descriptor)
    except OSError as exc:
        _discard(draft)
        raise _trouble(exc) from exc
    except BaseException:  # Ctrl+C, too, leaves nothing behind
        _discard(draft)
        raise
    return draft


def _discard(draft: Path) -> None:
    with suppress(OSError):
        draft.unlink(missing_ok=True)


def _taken(path: Path) -> EdmFileError:
    return EdmFileError(
        f"The file {path.name} exists already",
        hint="Use it with --key, or move it away: indexes that were made with it need it.",
    )


def _trouble(error: OSError) -> EdmFileError:
    return EdmFileError("The file cannot be written", detail=f"{error.strerror}.", hint="Check the folder given.")
