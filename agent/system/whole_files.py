"""Files that are on the disk, whole, or not there: written beside their place, flushed, renamed; then their folder."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

__all__ = [
    "PRIVATE_FILE",
    "PRIVATE_FOLDER",
    "PUBLIC_FILE",
    "PUBLIC_FOLDER",
    "flush_file",
    "flush_folder",
    "link_or_copy",
    "make_folder",
    "replace_file",
    "replace_link",
    "write_file",
]

PRIVATE_FILE: Final = 0o600
PRIVATE_FOLDER: Final = 0o700
PUBLIC_FILE: Final = 0o644
PUBLIC_FOLDER: Final = 0o755


def make_folder(folder: Path, mode: int) -> None:
    """Make a folder and those above it that are missing, with these permissions whatever the umask."""
    if not folder.parent.exists():
        make_folder(folder.parent, mode)
    try:
        folder.mkdir()
    except FileExistsError:
        return
    folder.chmod(mode)


def write_file(file: Path, content: bytes, *, mode: int) -> None:
    """Write a file that nobody reads yet, and flush it."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    with os.fdopen(descriptor, "wb") as opened:
        os.fchmod(descriptor, mode)
        opened.write(content)
        opened.flush()
        os.fsync(descriptor)


def replace_file(file: Path, content: bytes, *, mode: int) -> None:
    """Put content in a file's place in one step; what was there stays if this fails."""
    draft = file.with_name(f".{file.name}.new")
    try:
        draft.unlink(missing_ok=True)  # left by a process that was killed right here
        write_file(draft, content, mode=mode)
        draft.replace(file)
    except OSError:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise
    flush_folder(file.parent)


def replace_link(link: Path, target: str) -> None:
    """Let a link lead elsewhere in one step."""
    draft = link.with_name(f".{link.name}.new")
    draft.unlink(missing_ok=True)
    draft.symlink_to(target)
    draft.replace(link)
    flush_folder(link.parent)


def link_or_copy(source: Path, file: Path, *, mode: int) -> None:
    """Have a file of another set in this one, too; sets are never written to, so that both may share it."""
    try:
        os.link(source, file, follow_symlinks=False)
    except OSError:  # another file system, or one without links
        shutil.copyfile(source, file, follow_symlinks=False)
        file.chmod(mode)
        flush_file(file)


def flush_file(file: Path) -> None:
    """Return once a file's content is on the disk."""
    _flush(file, os.O_RDONLY | os.O_NOFOLLOW)


def flush_folder(folder: Path) -> None:
    """Return once what lies in a folder is known to the disk."""
    _flush(folder, os.O_RDONLY | os.O_DIRECTORY)


def _flush(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
