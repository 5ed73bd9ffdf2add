"""Where things are installed on Windows: the Start menu, PATH, npm, and the profile. Built, never run."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from agent.core.app_ports import InstalledName
from agent.sensors.installed.jetbrains import jetbrains_plug_ins
from agent.sensors.installed.shelves import Shelf, config_folders, npm_packages, plug_ins, subfolders

__all__ = ["shortcuts", "windows_commands", "windows_shelves"]

_EDITORS: Final = (".vscode", ".vscode-insiders", ".vscode-oss", ".cursor", ".windsurf", ".antigravity", ".trae")
_PROGRAMS: Final = "Microsoft/Windows/Start Menu/Programs"
_ENDINGS: Final = (".exe", ".cmd", ".bat", ".ps1")


def windows_shelves(environment: Mapping[str, str]) -> tuple[Shelf, ...]:
    """Return the shelves there are now."""
    home = Path(environment.get("USERPROFILE") or "/nonexistent")
    roaming = Path(environment.get("APPDATA") or home / "AppData/Roaming")
    menus = [Path(environment.get("PROGRAMDATA") or "/nonexistent") / _PROGRAMS, roaming / _PROGRAMS]
    shelves = [
        *(Shelf(folder=folder, reader=shortcuts) for menu in menus for folder in (menu, *subfolders(menu))),
        *(Shelf(folder=Path(each), reader=windows_commands) for each in environment.get("PATH", "").split(";") if each),
        Shelf(folder=roaming / "npm/node_modules", reader=npm_packages),
        *(Shelf(folder=home / each / "extensions", reader=plug_ins) for each in _EDITORS),
        *(Shelf(folder=each / "plugins", reader=jetbrains_plug_ins) for each in subfolders(roaming / "JetBrains")),
        Shelf(folder=home, reader=config_folders()),
        Shelf(folder=home / ".config", reader=config_folders(".config")),
    ]
    return tuple({each.folder: each for each in shelves}.values())


def shortcuts(entries: Iterator[os.DirEntry[str]]) -> Iterator[InstalledName]:
    """What the Start menu calls its programs; told like desktop files, which are the same thing elsewhere."""
    return (
        InstalledName(kind="desktop_file", name=each.name.removesuffix(".lnk"))
        for each in entries
        if each.name.endswith(".lnk")
    )


def windows_commands(entries: Iterator[os.DirEntry[str]]) -> Iterator[InstalledName]:
    """Files that can be run, by their ending."""
    return (InstalledName(kind="command", name=each.name) for each in entries if each.name.lower().endswith(_ENDINGS))
