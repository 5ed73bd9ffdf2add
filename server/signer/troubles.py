"""What the signer could not do, for whoever looks after it: in the log at once, in the figures until it is over."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from traceback import walk_tb
from typing import Final

from agent.core.errors import AgentError
from server.storage import troubles
from server.storage.database import Database

__all__ = ["Troubles", "said_of"]

_log: Final = logging.getLogger("cordon.signer")


class Troubles:
    """What is wrong now. What was wrong when another signer worked is forgotten.

    Args:
        database: of the server.
        clock: the time, aware.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._known: dict[str, str] | None = None

    def begin(self, subject: str, exc: Exception) -> None:
        """Something does not work: a step, or a device's assignment."""
        code = exc.code if isinstance(exc, AgentError) else type(exc).__name__
        _log.error("%s: %s", subject, said_of(exc))
        self._keep({subject: code})

    def end(self, subject: str) -> None:
        """It works."""
        if self._known is None or subject in self._known:
            self._keep({subject: None})

    def _keep(self, changes: dict[str, str | None]) -> None:
        before = self._known or {}
        after = {subject: code for subject, code in {**before, **changes}.items() if code is not None}
        if self._known is not None and after == before:
            return
        try:
            with self._database.writing() as session:
                if self._known is None:
                    troubles.forget_all(session)
                for subject, code in changes.items():
                    troubles.keep(session, self._clock(), subject, code)
        except AgentError as exc:  # it is in the log, and kept at the next change
            _log.error("what is wrong could not be kept: %s", exc.title)
            return
        self._known = after


def said_of(exc: Exception) -> str:
    """Return what a log may say of an error: of one that is not ours, its kind and place, and nothing that it met."""
    if isinstance(exc, AgentError):
        return f"{exc.code}: {exc}"
    frames = [*walk_tb(exc.__traceback__)]
    place = f" at {Path(frames[-1][0].f_code.co_filename).name}:{frames[-1][1]}" if frames else ""
    return f"{type(exc).__name__}{place}"
