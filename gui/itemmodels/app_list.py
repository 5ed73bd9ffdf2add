"""The list of AI tools, as long as somebody looks at it.

Rules kept here: it is asked for when it is looked at, and again when the agent tells that it is another; at most one
question is under way, and what changes meanwhile is asked for once after it. What was listed stays until there is a
newer list; a failure is shown only where there is none.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from agent.core.errors import AgentError
from agent.ipc.app_messages import AppListResult
from gui.viewmodels.history_view import problem_text

__all__ = ["AppList", "AppListPhase", "AppListState", "AppSource"]


class AppSource(Protocol):
    """Where the list comes from; the agent client is one."""

    def list_apps(self, on_list: Callable[[AppListResult], None], on_failure: Callable[[AgentError], None]) -> None:
        """Ask; exactly one callback is called, later."""


class AppListPhase(enum.Enum):
    """How the list is doing."""

    LOADING = enum.auto()
    READY = enum.auto()
    FAILED = enum.auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class AppListState:
    """The list.

    Attributes:
        result: the newest there is; None before the first.
        problem: why it failed; empty otherwise.
    """

    phase: AppListPhase = AppListPhase.LOADING
    result: AppListResult | None = None
    problem: str = ""


class AppList(QObject):
    """Keeps it.

    Signals:
        changed: an `AppListState`.
    """

    changed = Signal(object)

    def __init__(self, source: AppSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._state = AppListState()
        self._is_watched = False
        self._is_asking = False
        self._is_stale = False

    @property
    def state(self) -> AppListState:
        """The list now."""
        return self._state

    def watch(self, *, is_watched: bool) -> None:
        """Somebody looks at the list, or nobody any more."""
        self._is_watched = is_watched
        if is_watched:
            self.reload()

    def announce(self) -> None:
        """The agent's list is another."""
        if self._is_watched:
            self.reload()

    def reload(self) -> None:
        """Ask for the list."""
        if self._is_asking:
            self._is_stale = True
            return
        if self._state.result is None:
            self._set_state(AppListState())
        self._is_asking = True
        self._source.list_apps(self._on_list, self._on_failure)

    def _on_list(self, result: AppListResult) -> None:
        self._set_state(AppListState(phase=AppListPhase.READY, result=result))
        self._answered()

    def _on_failure(self, error: AgentError) -> None:
        self._set_state(replace(self._state, phase=AppListPhase.FAILED, problem=problem_text(error)))
        self._answered()

    def _answered(self) -> None:
        is_stale, self._is_asking, self._is_stale = self._is_stale, False, False
        if is_stale and self._is_watched:
            self.reload()

    def _set_state(self, state: AppListState) -> None:
        if state != self._state:
            self._state = state
            self.changed.emit(state)
