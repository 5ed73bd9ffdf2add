"""What entries claim, and who claimed it first: an answer must never depend on the order of the file.

A claim is a name in a space of names: two entries may use one word for different things (a command and a snap), but
not for things that are compared with each other (a command and a process on Linux). One entry may say the same in two
fields, and never twice in one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from agent.destinations.entry import CatalogueEntry

__all__ = ["claimed_twice"]

_ALONE: Final = frozenset(
    {
        "id",
        "domains",
        "page_titles",
        "window_titles",
        "scripts",
        "modules",
        "npm_packages",
        "pip_packages",
        "snaps",
        "browser_extensions",
        "editor_extensions",
        "config_folders",
        "local_ports",
    }
)
"""Fields whose names are compared with nothing else; `shared_ports` are meant to be shared."""
_WINDOW_CLASSES: Final = frozenset({"app_classes", "bundle_ids", "desktop_ids", "flatpaks"})
_PROGRAMS: Final = frozenset({"process_names", "commands"})
_PROGRAM: Final = "program"
_WINDOWS_PROGRAM: Final = "program of Windows"


def claimed_twice(entries: Sequence[CatalogueEntry]) -> Iterator[str]:
    """What is claimed a second time: the entry, the field, the name and who has it."""
    owners: dict[tuple[str, object], tuple[int, str]] = {}
    for number, entry in enumerate(entries):
        for field, space, name in _claims(entry):
            owner, owners_field = owners.setdefault((space, name), (number, ""))
            if owner != number or owners_field == field:
                yield f"entry {entry.id}: {field}: {name} is claimed by {entries[owner].id} already"
            owners[space, name] = (owner, field)


def _claims(entry: CatalogueEntry) -> Iterator[tuple[str, str, object]]:
    """Each claim as field, space of names, name."""
    for field in sorted(entry.model_fields_set):
        value = getattr(entry, field)
        if field == "id":
            yield field, field, value
        elif field in _ALONE:
            yield from ((field, field, name) for name in value)
        elif field in _WINDOW_CLASSES:
            yield from ((field, "window class", name.lower()) for name in value)
        elif field in _PROGRAMS:
            yield from ((field, _PROGRAM, name) for name in value)
            if field == "commands":
                yield from ((field, _WINDOWS_PROGRAM, f"{name.lower()}.exe") for name in value)
        elif field == "executables":
            yield from ((f"{field}.linux", _PROGRAM, name) for name in value.linux)
            yield from ((f"{field}.macos", _PROGRAM, name) for name in value.macos)
            yield from ((f"{field}.windows", _WINDOWS_PROGRAM, name) for name in value.windows)
