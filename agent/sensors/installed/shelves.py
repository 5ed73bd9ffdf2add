"""A shelf: one folder, and how the names of what is installed are read off its entries. Shared by all systems.

Rules kept here: only names are read, never a file's content (but of JetBrains' plug-ins, see `jetbrains.py`); at most
`ENTRIES_LIMIT` entries of a folder; a folder that is not there, or may not be read, is empty.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from agent.core.app_ports import InstalledName

__all__ = [
    "EDITOR_EXTENSION",
    "ENTRIES_LIMIT",
    "Contents",
    "Shelf",
    "commands",
    "config_folders",
    "desktop_files",
    "folders_named",
    "npm_packages",
    "pip_packages",
    "plug_ins",
    "read_shelf",
    "snaps_by_desktop_file",
    "subfolders",
]

ENTRIES_LIMIT: Final = 20_000
EDITOR_EXTENSION: Final = "editor_extension"
"""Kind of those names that are plug-ins of editors."""

Entries = Iterator[os.DirEntry[str]]
Reader = Callable[[Entries], Iterator[InstalledName]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """One folder.

    Attributes:
        folder: where.
        reader: takes its entries and gives names.
    """

    folder: Path
    reader: Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a shelf holds; `is_complete` is False where it has more entries than are read."""

    names: frozenset[InstalledName] = frozenset()
    is_complete: bool = True


def read_shelf(shelf: Shelf, *, limit: int = ENTRIES_LIMIT) -> Contents:
    """Return what a shelf holds, at most so many entries."""
    taken = 0

    def entries(found: Entries) -> Entries:
        nonlocal taken
        for entry in found:
            taken += 1
            if taken > limit:
                return
            yield entry

    try:
        with os.scandir(shelf.folder) as found:
            names = frozenset(shelf.reader(entries(found)))
    except OSError:
        return Contents()
    return Contents(names=names, is_complete=taken <= limit)


def subfolders(folder: Path, prefix: str = "") -> list[Path]:
    """Return the folders in a folder, sorted, at most `ENTRIES_LIMIT`; none where it cannot be read."""
    found = []
    try:
        with os.scandir(folder) as entries:
            for number, entry in enumerate(entries):
                if number >= ENTRIES_LIMIT:
                    break
                if entry.name.startswith(prefix) and _is_folder(entry):
                    found.append(Path(entry.path))
    except OSError:
        return []
    return sorted(found)


def desktop_files(entries: Entries) -> Iterator[InstalledName]:
    """The ids of `.desktop` files."""
    return (_named("desktop_file", each.name) for each in entries if each.name.endswith(".desktop"))


def snaps_by_desktop_file(entries: Entries) -> Iterator[InstalledName]:
    """Snaps: their desktop files are called SNAP_APP.desktop."""
    return (_named("snap", each.name.partition("_")[0]) for each in entries if each.name.endswith(".desktop"))


def folders_named(kind: str) -> Reader:
    """Return a reader of folders that bear the name of what lies in them."""

    def read(entries: Entries) -> Iterator[InstalledName]:
        return (_named(kind, each.name) for each in entries if _is_folder(each))

    return read


def pip_packages(entries: Entries) -> Iterator[InstalledName]:
    """Packages of Python, by the folders that describe them (NAME-VERSION.dist-info)."""
    for entry in entries:
        stem, dot, suffix = entry.name.rpartition(".")
        if dot and suffix in {"dist-info", "egg-info"}:
            yield _named("pip", stem.partition("-")[0])


def npm_packages(entries: Entries) -> Iterator[InstalledName]:
    """Packages of npm; those of a scope lie in a folder of it (`@scope`)."""
    for entry in entries:
        if entry.name.startswith("@"):
            yield from (_named("npm", f"{entry.name}/{each.name}") for each in subfolders(Path(entry.path)))
        elif not entry.name.startswith(".") and _is_folder(entry):
            yield _named("npm", entry.name)


def commands(entries: Entries) -> Iterator[InstalledName]:
    """Files that may be executed."""
    return (_named("command", each.name) for each in entries if _may_run(each))


def config_folders(below: str = "") -> Reader:
    """Return a reader of folders as programs keep them in a home: hidden ones, or those below `below` ("".config")."""

    def read(entries: Entries) -> Iterator[InstalledName]:
        for entry in entries:
            if (below or entry.name.startswith(".")) and _is_folder(entry):
                yield _named("config_folder", f"{below}/{entry.name}" if below else entry.name)
                yield from _deeper(entry, below)

    return read


def _deeper(entry: os.DirEntry[str], below: str) -> Iterator[InstalledName]:
    """Vendors keep the folders of several apps in one of their own (`.codeium/windsurf`)."""
    if below or entry.name in {".config", ".cache", ".local"}:
        return
    for each in subfolders(Path(entry.path))[:100]:
        yield _named("config_folder", f"{entry.name}/{each.name}")


def plug_ins(entries: Entries) -> Iterator[InstalledName]:
    """Extensions of VS Code and what is made of it, by their folders (PUBLISHER.NAME-VERSION)."""
    return (_named(EDITOR_EXTENSION, each.name) for each in entries if "." in each.name and _is_folder(each))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link in a circle, or into a folder that may not be read
        return False


def _may_run(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file() and os.access(entry.path, os.X_OK)
    except OSError:  # as above
        return False


def _named(kind: str, name: str) -> InstalledName:
    return InstalledName(kind=kind, name=name)
