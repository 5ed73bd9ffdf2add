"""Matches what is installed to an AI app: packages, commands, bundles, folders, extensions of editors and browsers.

A name is compared whole, in the spelling that its own system takes for the same: package names of Python as PyPI
normalizes them, ids without regard to case, a folder with `/` between its parts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from agent.core.apps import AppMatch, Evidence
from agent.core.gestures import Destination
from agent.destinations.windows import Listed

__all__ = ["INSTALLED_KINDS", "InstalledIndex", "index_installed"]

_VERSION = re.compile(r"-v?\d+(?:\.\d+)+.*$")
_COMMAND_ENDING = re.compile(r"\.(?:exe|cmd|bat|ps1)$", re.IGNORECASE)
"""How commands are installed on Windows. `claude.sh` is a script of somebody's, and stays one."""


def _pip(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _command(name: str) -> str:
    return _COMMAND_ENDING.sub("", name)


def _folder(path: str) -> str:
    return path.replace("\\", "/").strip("/")


_KINDS: Final[Mapping[str, tuple[str, Callable[[str], str]]]] = {
    "desktop_file": ("desktop_ids", lambda name: name.lower().removesuffix(".desktop")),
    "flatpak": ("flatpaks", str.lower),
    "snap": ("snaps", str.lower),
    "pip": ("pip_packages", _pip),
    "npm": ("npm_packages", str.lower),
    "command": ("commands", _command),
    "bundle": ("bundle_ids", str.lower),
    "config_folder": ("config_folders", _folder),
    "browser_extension": ("browser_extensions", str.lower),
}
"""Each kind: the field of the entries, and how a name is spelled for comparing."""

INSTALLED_KINDS: Final = tuple(_KINDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledIndex:
    """What identifies installed apps, ready to be looked up."""

    by_kind: Mapping[str, Mapping[str, Destination]]
    editor_extensions: Mapping[str, Destination]

    def match(self, kind: str, name: str) -> AppMatch | None:
        """Return the app that something installed is.

        Args:
            kind: one of `INSTALLED_KINDS`.
            name: as the system lists it.

        Raises:
            ValueError: nothing is known of that kind.
        """
        if kind not in _KINDS:
            raise ValueError(f"no such kind of installed thing: {kind}")
        destination = self.by_kind[kind].get(_KINDS[kind][1](name))
        return AppMatch(destination=destination, evidence=Evidence.INSTALLED) if destination else None

    def match_editor_extension(self, editor_id: str) -> AppMatch | None:
        """Return the app that an editor's extension is: its id, or the folder that bears it with a version."""
        editor_id = editor_id.lower()
        destination = self.editor_extensions.get(editor_id) or self.editor_extensions.get(_VERSION.sub("", editor_id))
        return AppMatch(destination=destination, evidence=Evidence.EDITOR_EXTENSION) if destination else None


def index_installed(listed: Listed) -> InstalledIndex:
    """Return what the entries say of installed things, ready to be looked up."""
    return InstalledIndex(
        by_kind={
            kind: {spelled(name): destination for entry, destination in listed for name in getattr(entry, field)}
            for kind, (field, spelled) in _KINDS.items()
        },
        editor_extensions={name: destination for entry, destination in listed for name in entry.editor_extensions},
    )
