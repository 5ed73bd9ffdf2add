"""Where things are installed on Linux: for the system, by Flatpak and snap, and in the home.

References: XDG base directory specification 0.8; Desktop Entry Specification 1.5, section 2 (File naming); PEP 376;
npm-folders(5).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from agent.sensors.installed.jetbrains import jetbrains_plug_ins
from agent.sensors.installed.shelves import (
    Shelf,
    commands,
    config_folders,
    desktop_files,
    folders_named,
    npm_packages,
    pip_packages,
    plug_ins,
    snaps_by_desktop_file,
    subfolders,
)

__all__ = ["linux_shelves"]

_EDITORS: Final = (
    *(".vscode", ".vscode-insiders", ".vscode-oss", ".vscode-server", ".vscode-server-insiders"),
    *(".cursor", ".cursor-server", ".windsurf", ".windsurf-server", ".antigravity", ".trae"),
)
_SNAPS: Final = Path("/var/lib/snapd/desktop/applications")
_FLATPAK: Final = Path("/var/lib/flatpak")


def linux_shelves(environment: Mapping[str, str]) -> tuple[Shelf, ...]:
    """Return the shelves there are now: some lie in folders that bear a version."""
    home = Path(environment.get("HOME") or "/nonexistent")
    data_home = _folder(environment, "XDG_DATA_HOME") or home / ".local/share"
    data_dirs = _folders(environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share")
    config_home = _folder(environment, "XDG_CONFIG_HOME") or home / ".config"
    shelves = [
        *(Shelf(folder=each / "applications", reader=desktop_files) for each in (data_home, *data_dirs)),
        *(Shelf(folder=each / "app", reader=folders_named("flatpak")) for each in (data_home / "flatpak", _FLATPAK)),
        Shelf(folder=_SNAPS, reader=snaps_by_desktop_file),
        *(Shelf(folder=each, reader=commands) for each in _folders(environment.get("PATH", ""))),
        *(Shelf(folder=each, reader=pip_packages) for each in _python_folders(home)),
        *(
            Shelf(folder=each, reader=folders_named("pip"))
            for each in (data_home / "pipx/venvs", data_home / "uv/tools")
        ),
        *(Shelf(folder=each, reader=npm_packages) for each in _node_folders(home)),
        *(Shelf(folder=home / each / "extensions", reader=plug_ins) for each in _EDITORS),
        *(Shelf(folder=each, reader=jetbrains_plug_ins) for each in subfolders(data_home / "JetBrains")),
        Shelf(folder=home, reader=config_folders()),
        Shelf(folder=config_home, reader=config_folders(".config")),
    ]
    return tuple({each.folder: each for each in shelves}.values())


def _folder(environment: Mapping[str, str], name: str) -> Path | None:
    value = environment.get(name, "")
    # Relative ones are ignored, as the specification asks.
    return Path(value) if value.startswith("/") else None


def _folders(value: str) -> list[Path]:
    return [Path(each) for each in value.split(":") if each.startswith("/")]


def _python_folders(home: Path) -> list[Path]:
    libraries = [
        path
        for root in (home / ".local/lib", Path("/usr/local/lib"), Path("/usr/lib"))
        for path in subfolders(root, "python3")
    ]
    return [each / kind for each in libraries for kind in ("site-packages", "dist-packages")]


def _node_folders(home: Path) -> list[Path]:
    prefixes = [
        *(Path("/usr/lib"), Path("/usr/local/lib"), home / ".npm-global/lib", home / ".local/lib"),
        *(each / "lib" for each in subfolders(home / ".nvm/versions/node")),
        *(each / "installation/lib" for each in subfolders(home / ".local/share/fnm/node-versions")),
        home / ".bun/install/global",
    ]
    return [each / "node_modules" for each in prefixes]
