"""Writes sets: each complete beside the one in force, flushed to the disk, and only then put in its place.

A power loss, a full disk or a kill at any moment leaves the set that was in force, or the new one, whole. What an
attempt left behind serves the next one, file by file, so that a slow line gets there in the end; it is gone once all is
there. A set is never written to again; files that two sets share are one file.
Permissions are as open as the state folder's own: readable to all users in the machine service's, private in a user's.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable
from hashlib import file_digest, sha256
from pathlib import Path

from agent.sync.manifest import (
    MANIFEST_FILE,
    SetManifest,
    StoredFile,
    current_link,
    metadata_folder,
    sets_folder,
    target_file,
)
from agent.system.whole_files import (
    PRIVATE_FILE,
    PRIVATE_FOLDER,
    PUBLIC_FILE,
    PUBLIC_FOLDER,
    flush_file,
    flush_folder,
    link_or_copy,
    make_folder,
    replace_link,
    write_file,
)

__all__ = ["SetDraft", "clear_leftovers", "is_stored", "modes_of", "prepare_state", "stored_file"]

_DRAFT = ".new"
_LEFT = ".left"
_OTHERS_READ = 0o005


def modes_of(state: Path) -> tuple[int, int]:
    """Return the permissions of folders and files that hold policy, below a state folder."""
    if state.stat().st_mode & _OTHERS_READ == _OTHERS_READ:
        return PUBLIC_FOLDER, PUBLIC_FILE
    return PRIVATE_FOLDER, PRIVATE_FILE


def prepare_state(state: Path) -> None:
    """Make the folders of a state that has none yet.

    Raises:
        OSError: they cannot be made.
    """
    make_folder(sets_folder(state), modes_of(state)[0])


def clear_leftovers(state: Path) -> None:
    """Remove what earlier attempts have left; for when all is there."""
    for name in (_DRAFT, _LEFT):
        shutil.rmtree(sets_folder(state) / name, ignore_errors=True)


class SetDraft:
    """A set that nobody reads yet.

    Args:
        state: the state folder.
        previous: the folder and manifest of the set in force; None for none.
    """

    def __init__(self, state: Path, previous: tuple[Path, SetManifest] | None) -> None:
        self._state = state
        self._previous = previous
        self._folder_mode, self._file_mode = modes_of(state)
        self._files: dict[str, StoredFile] = {}
        self.generation = 1 + max(self._generations(), default=0)
        self.folder = sets_folder(state) / _DRAFT
        self._left = sets_folder(state) / _LEFT
        if self.folder.exists():
            shutil.rmtree(self._left, ignore_errors=True)
            self.folder.rename(self._left)
        make_folder(metadata_folder(self.folder), self._folder_mode)

    @property
    def files(self) -> dict[str, StoredFile]:
        """What is in it so far."""
        return dict(self._files)

    @property
    def size_bytes(self) -> int:
        """Of all files so far."""
        return sum(each.length_bytes for each in self._files.values())

    def file(self, path: str) -> Path:
        """Return where a file of the repository goes; its folder is made."""
        file = target_file(self.folder, path)
        make_folder(file.parent, self._folder_mode)
        return file

    def add(self, path: str, expected: StoredFile, fetch: Callable[[Path], None]) -> Path:
        """Add a file: the previous set's or attempt's if it is the same, otherwise what `fetch` writes.

        Args:
            path: in the repository.
            expected: what was signed.
            fetch: writes a verified file.

        Raises:
            OSError: it cannot be written.
            Exception: what `fetch` raises.
        """
        file = self.file(path)
        if not self._take_over(path, expected, file):
            fetch(file)
        file.chmod(self._file_mode)
        flush_file(file)
        self._files[path] = expected
        return file

    def drop(self, prefix: str) -> None:
        """Take the files below a folder out again; they are left for the next attempt.

        Raises:
            OSError: they cannot be moved.
        """
        for path in [path for path in self._files if path.startswith(prefix)]:
            del self._files[path]
        dropped, left = (folder / "targets" / prefix for folder in (self.folder, self._left))
        if dropped.exists():
            make_folder(left.parent, self._folder_mode)
            shutil.rmtree(left, ignore_errors=True)
            dropped.rename(left)

    def finish(self, manifest: SetManifest, metadata: Iterable[tuple[str, bytes]]) -> Path:
        """Put the set in force.

        Args:
            manifest: without its metadata, which is added here.
            metadata: what proves the files; names and contents.

        Raises:
            OSError: it is not in force; the one that was still is.
        """
        stored = {}
        for name, content in metadata:
            write_file(metadata_folder(self.folder) / name, content, mode=self._file_mode)
            stored[name] = stored_file(content)
        complete = manifest.model_copy(update={"metadata": stored, "files": self.files})
        write_file(self.folder / MANIFEST_FILE, complete.to_bytes(), mode=self._file_mode)
        for folder in sorted((each for each in self.folder.rglob("*") if each.is_dir()), reverse=True):
            flush_folder(folder)
        flush_folder(self.folder)
        final = sets_folder(self._state) / str(self.generation)
        self.folder.rename(final)
        flush_folder(final.parent)
        replace_link(current_link(self._state), f"sets/{self.generation}")
        self._prune()
        self.clear(is_complete=not manifest.missing)
        return final

    def clear(self, *, is_complete: bool) -> None:
        """Remove the draft, unless it was put in force; and, if nothing is missing, what earlier attempts left."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if is_complete:
            shutil.rmtree(self._left, ignore_errors=True)

    def _take_over(self, path: str, expected: StoredFile, file: Path) -> bool:
        """Have a file that is here already, if it is what was signed."""
        known = [target_file(self._left, path)]
        if self._previous is not None and self._previous[1].files.get(path) == expected:
            known.insert(0, target_file(self._previous[0], path))
        for source in known:
            try:
                link_or_copy(source, file, mode=self._file_mode)
                if is_stored(file, expected):
                    return True
            except FileNotFoundError:
                continue
            file.unlink()
        return False

    def _generations(self) -> list[int]:
        return [int(each.name) for each in sets_folder(self._state).iterdir() if each.name.isdecimal()]

    def _prune(self) -> None:
        """Leave the set in force and the one before, which somebody may be reading."""
        kept = {self.generation, int(self._previous[0].name) if self._previous is not None else 0}
        for generation in set(self._generations()) - kept:
            shutil.rmtree(sets_folder(self._state) / str(generation), ignore_errors=True)


def stored_file(content: bytes) -> StoredFile:
    """Return what stands in a manifest for some content."""
    return StoredFile(sha256=sha256(content).hexdigest(), length_bytes=len(content))


def is_stored(file: Path, expected: StoredFile) -> bool:
    """Whether a file is what stands in a manifest."""
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest() == expected.sha256
