"""A small file in which a process of ours remembers something: one JSON mapping, whole or not there.

Rules kept here: it is 0600 and replaced in one step, so that a power loss leaves the old content or the new one. What
cannot be read as such a mapping counts as not there: nothing that matters may hang on these files alone. Errors hold
nothing of the content.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from agent.core.errors import EnvironmentProblemError
from agent.system.whole_files import replace_file

__all__ = ["StateFile", "StateFileError"]

_LIMIT_BYTES: Final = 4 << 20


class StateFileError(EnvironmentProblemError):
    """Something cannot be remembered."""

    code = "state_file"


class StateFile:
    """One file.

    Args:
        path: where; its folder is made when something is saved.
        mode: of the file.
    """

    def __init__(self, path: Path, mode: int = 0o600) -> None:
        self._path = path
        self._mode = mode

    def load(self) -> dict[str, Any] | None:
        """Return the mapping; None where there is none, or where it cannot be read as one."""
        try:
            # Non-blocking, so that a FIFO in its place cannot hold us.
            descriptor = os.open(self._path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            return None
        with os.fdopen(descriptor, "rb") as file:
            try:
                content = json.loads(file.read(_LIMIT_BYTES))
            except (OSError, ValueError, RecursionError):
                return None
        return content if isinstance(content, dict) else None

    def save(self, content: Mapping[str, object]) -> None:
        """Replace what is remembered, and return once it is on the disk.

        Raises:
            StateFileError: it cannot be written; what was there is still there.
        """
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            replace_file(self._path, json.dumps(content).encode(), mode=self._mode)
        except OSError as exc:
            raise StateFileError(
                f"{self._path.name} cannot be written",
                detail=f"{exc.strerror}.",
                hint="Check free space and permissions of the state folder (`cordon doctor` names it).",
            ) from exc
