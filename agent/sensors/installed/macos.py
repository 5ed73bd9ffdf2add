"""Where things are installed on macOS: bundles in Applications, and in the home as on Linux. Built, never run."""

from __future__ import annotations

import os
import plistlib
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from xml.parsers.expat import ExpatError

from agent.core.app_ports import InstalledName
from agent.sensors.installed.jetbrains import jetbrains_plug_ins
from agent.sensors.installed.shelves import Shelf, commands, config_folders, npm_packages, plug_ins, subfolders

__all__ = ["bundles", "macos_shelves"]

_EDITORS: Final = (".vscode", ".vscode-insiders", ".vscode-oss", ".cursor", ".windsurf", ".antigravity", ".trae")
_PLIST_LIMIT_BYTES: Final = 1 << 20
_UNREADABLE: Final = (
    *(OSError, ExpatError, struct.error, RecursionError),
    *(ValueError, TypeError, AttributeError, LookupError, OverflowError),
)
"""What plistlib raises over lists that are none."""


def macos_shelves(environment: Mapping[str, str]) -> tuple[Shelf, ...]:
    """Return the shelves there are now."""
    home = Path(environment.get("HOME") or "/nonexistent")
    support = home / "Library/Application Support"
    shelves = [
        *(Shelf(folder=each, reader=bundles) for each in (Path("/Applications"), home / "Applications")),
        *(Shelf(folder=Path(each), reader=commands) for each in environment.get("PATH", "").split(":") if each),
        *(
            Shelf(folder=each / "lib/node_modules", reader=npm_packages)
            for each in (Path("/usr/local"), Path("/opt/homebrew"), home / ".npm-global")
        ),
        *(Shelf(folder=home / each / "extensions", reader=plug_ins) for each in _EDITORS),
        *(Shelf(folder=each / "plugins", reader=jetbrains_plug_ins) for each in subfolders(support / "JetBrains")),
        Shelf(folder=home, reader=config_folders()),
        Shelf(folder=home / ".config", reader=config_folders(".config")),
    ]
    return tuple({each.folder: each for each in shelves}.values())


def bundles(entries: Iterator[os.DirEntry[str]]) -> Iterator[InstalledName]:
    """The ids of bundles, which stand in their property list."""
    for entry in entries:
        if entry.name.endswith(".app"):
            identifier = _identifier(Path(entry.path) / "Contents/Info.plist")
            if identifier:
                yield InstalledName(kind="bundle", name=identifier)


def _identifier(plist: Path) -> str:
    try:
        with plist.open("rb") as file:
            content = plistlib.loads(file.read(_PLIST_LIMIT_BYTES))
    except _UNREADABLE:
        return ""
    identifier = content.get("CFBundleIdentifier") if isinstance(content, dict) else None
    return identifier if isinstance(identifier, str) else ""
