"""Moves a history that nobody can read out of the way, unchanged, so that a new one can be started in its place."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from pathlib import Path

from agent.history.errors import HistoryUnavailableError
from agent.system.sealed_file import SIDE_SUFFIXES

__all__ = ["set_aside"]


def set_aside(path: Path, now: datetime) -> str:
    """Rename a history file and what belongs to it, and return its new base name.

    Nothing is replaced, and nothing happens to files that are not there.

    Args:
        path: the history file.
        now: aware UTC; becomes part of the name.

    Raises:
        HistoryUnavailableError: it cannot be renamed.
    """
    stem = f"{path.name}.damaged-{now:%Y%m%dT%H%M%SZ}"
    names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    try:
        name = next(each for each in names if not _taken(path.with_name(each)))
        # The file itself last: a log without it is recognized, but a new file must never meet an old log.
        for suffix in (*SIDE_SUFFIXES, ""):
            part = path.with_name(path.name + suffix)
            if part.exists():
                part.rename(path.with_name(name + suffix))
    except OSError as exc:
        raise HistoryUnavailableError(
            "The damaged history file cannot be set aside",
            detail=f"{exc.strerror}.",
            hint="Check permissions of the state folder (`cordon doctor` names it).",
        ) from exc
    return name


def _taken(path: Path) -> bool:
    return any(path.with_name(path.name + suffix).exists() for suffix in (*SIDE_SUFFIXES, ""))
