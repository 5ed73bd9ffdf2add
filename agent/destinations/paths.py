"""Ends of paths, looked up: `cursor`, `claude/versions/*`, `.local/bin/goose`.

Whole names are compared, from the last one back; a pattern of more names beats one of fewer, and one that names the
last of them beats one that leaves it open. Paths are text here: nothing is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from agent.core.gestures import Destination

__all__ = ["PathIndex", "index_paths", "is_windows_path", "plain_path"]

_Parents = tuple[str, ...]
"""The names before the last one, the nearest first."""

_KEPT_PARENTS: Final = 3
_PATH_LIMIT: Final = 4096
_Patterns = tuple[tuple[_Parents, Destination], ...]
_NO_PATTERNS: Final[_Patterns] = ()


def is_windows_path(path: str) -> bool:
    """Whether a program's path, or its bare name, is one of Windows."""
    return "\\" in path or path[1:2] == ":" or path[-4:].lower() == ".exe"


def plain_path(path: str) -> str:
    """Return the path with `/` between its names; a path of Windows in lower case."""
    if len(path) > _PATH_LIMIT:
        path = path[-_PATH_LIMIT:]
    return path.replace("\\", "/").lower() if is_windows_path(path) else path


@dataclass(frozen=True, slots=True, kw_only=True)
class PathIndex:
    """Patterns, the longest first: by their last name, and by the one before it where the last is left open."""

    by_name: Mapping[str, _Patterns]
    by_folder: Mapping[str, _Patterns]

    def match(self, path: str) -> Destination | None:
        """Return what a path ends in, given with `/` between its names."""
        folder, _, name = path.rpartition("/")
        candidates = self.by_name.get(name, _NO_PATTERNS)
        open_ended = self.by_folder.get(folder[folder.rfind("/") + 1 :], _NO_PATTERNS)
        # Nearly every path ends here.
        if not candidates and not open_ended:
            return None
        parents = tuple(folder.rsplit("/", _KEPT_PARENTS)[::-1])
        for wanted, destination in (*candidates, *open_ended):
            if _fits(wanted, parents):
                return destination
        return None


def index_paths(patterns: Iterable[tuple[str, Destination]]) -> PathIndex:
    """Return the patterns, ready to be looked up."""
    by_name: dict[str, list[tuple[_Parents, Destination]]] = {}
    by_folder: dict[str, list[tuple[_Parents, Destination]]] = {}
    for pattern, destination in patterns:
        *parents, name = pattern.split("/")
        found = by_folder.setdefault(parents[-1], []) if name == "*" else by_name.setdefault(name, [])
        found.append((tuple(reversed(parents)), destination))
    return PathIndex(by_name=_longest_first(by_name), by_folder=_longest_first(by_folder))


def _longest_first(patterns: Mapping[str, list[tuple[_Parents, Destination]]]) -> dict[str, _Patterns]:
    return {name: tuple(sorted(found, key=lambda each: -len(each[0]))) for name, found in patterns.items()}


def _fits(wanted: _Parents, parents: _Parents) -> bool:
    if len(wanted) > len(parents):
        return False
    return all(name in ("*", parent) for name, parent in zip(wanted, parents, strict=False))
