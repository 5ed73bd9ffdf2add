"""The ids of JetBrains plug-ins, which stand in a file in one of their archives, and nowhere else.

Rules kept here: archives are other people's files. At most `_ARCHIVES_LIMIT` of a plug-in are opened, none above
`_ARCHIVE_LIMIT_BYTES`; of the one entry that is read no more than `_ENTRY_LIMIT_BYTES` are unpacked, and it is searched
for one element, not parsed. What cannot be read has no id.

Reference: IntelliJ Platform SDK, Plugin Configuration File (`META-INF/plugin.xml`, element `id`).
"""

from __future__ import annotations

import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from agent.core.app_ports import InstalledName
from agent.sensors.installed.shelves import EDITOR_EXTENSION

__all__ = ["jetbrains_plug_ins", "plug_in_id"]

_ARCHIVES_LIMIT: Final = 16
_ARCHIVE_LIMIT_BYTES: Final = 32 << 20
_ENTRY_LIMIT_BYTES: Final = 1 << 20
_ENTRY: Final = "META-INF/plugin.xml"
_ID: Final = re.compile(rb"<id>\s*([A-Za-z0-9_.\- ]{1,150}?)\s*</id>")


def jetbrains_plug_ins(entries: Iterator[os.DirEntry[str]]) -> Iterator[InstalledName]:
    """The plug-ins in a folder of them."""
    for entry in entries:
        found = plug_in_id(Path(entry.path))
        if found is not None:
            yield InstalledName(kind=EDITOR_EXTENSION, name=found)


def plug_in_id(plug_in: Path) -> str | None:
    """Return the id of one plug-in, a folder with `lib/*.jar` in it or an archive; None where it tells none."""
    try:
        archives = [plug_in] if plug_in.suffix == ".jar" else sorted((plug_in / "lib").glob("*.jar"))
    except OSError:
        return None
    for archive in archives[:_ARCHIVES_LIMIT]:
        found = _id_in(archive)
        if found is not None:
            return found
    return None


def _id_in(archive: Path) -> str | None:
    try:
        if not archive.is_file() or archive.stat().st_size > _ARCHIVE_LIMIT_BYTES:
            return None
        with zipfile.ZipFile(archive) as opened, opened.open(_ENTRY) as entry:
            found = _ID.search(entry.read(_ENTRY_LIMIT_BYTES))
    except (OSError, zipfile.BadZipFile, zlib.error, KeyError, ValueError, RuntimeError, NotImplementedError, EOFError):
        return None  # no archive, a damaged or an encrypted one, or one without that entry
    return found[1].decode("ascii") if found is not None else None
