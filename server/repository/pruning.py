"""Which files of a repository nobody needs any more. Reads, removes nothing.

What is current stays, and what was current a while ago, since somebody may be in the middle of reading it; every root
stays, since a device that was off for years follows them one by one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from server.repository.errors import RepositoryError
from server.repository.layout import ROOT, SNAPSHOT, target_file
from server.repository.state import RepositoryState

__all__ = ["KEPT_FOR", "superseded_files"]

KEPT_FOR: Final = timedelta(hours=1)
"""After it was superseded. A device takes minutes at most for all that it fetches."""

_METADATA: Final = re.compile(r"([1-9][0-9]{0,15})\.(.+)\.json")


def superseded_files(state: RepositoryState, before: datetime) -> Iterator[Path]:
    """Return files that were superseded before an instant, and drafts that a crash has left behind.

    Raises:
        RepositoryError: the folder cannot be read.
    """
    try:
        versions = _versions(state)
        kept: set[str] = set()
        old: list[Path] = []
        for role, files in versions.items():
            current = state.snapshot.signed.version if role == SNAPSHOT else state.version_of(role)
            for version, file in files.items():
                following = files.get(version + 1)
                is_needed = (
                    role == ROOT
                    or version == current
                    or _changed_since(file, before)
                    or (following is not None and version < current and _changed_since(following, before))
                )
                if not is_needed:
                    old.append(file)
                elif role not in {ROOT, SNAPSHOT}:
                    kept.update(_targets_in(file))
        yield from old
        for file in _files_below(state.folder.targets_folder):
            name = file.relative_to(state.folder.targets_folder).as_posix()
            if name not in kept and not _changed_since(file, before):
                yield file
        for file in state.folder.metadata_folder.glob("*.draft"):
            if not _changed_since(file, before):
                yield file
    except OSError as exc:
        raise RepositoryError("The repository cannot be read", detail=f"{exc.strerror}.") from exc


def _versions(state: RepositoryState) -> dict[str, dict[int, Path]]:
    found: dict[str, dict[int, Path]] = {}
    for file in state.folder.metadata_folder.iterdir():
        if (named := _METADATA.fullmatch(file.name)) is not None:
            found.setdefault(named[2], {})[int(named[1])] = file
    return found


def _targets_in(file: Path) -> Iterator[str]:
    # Not through tuf: there may be thousands, and what they say only ever keeps a file.
    targets = json.loads(file.read_bytes())["signed"].get("targets", {})
    yield from (target_file(path, target["hashes"]["sha256"]) for path, target in targets.items())


def _files_below(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file())


def _changed_since(file: Path, instant: datetime) -> bool:
    return file.stat().st_mtime >= instant.timestamp()
