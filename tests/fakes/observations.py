"""What sensors emitted, in order, and a way to wait for it."""

from __future__ import annotations

import threading
from collections.abc import Callable

from agent.core import ActiveWindow, Content, ContentKind
from agent.core.ports import ClipboardChanged, Observation, WindowActivated
from tests.waiting import wait_until

__all__ = ["ObservationLog"]


class ObservationLog:
    """Give `emit` to a sensor. Safe to call from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._all: list[Observation] = []

    def emit(self, observation: Observation) -> None:
        """Keep one observation."""
        with self._lock:
            self._all.append(observation)

    @property
    def copies(self) -> tuple[ClipboardChanged, ...]:
        """Every change of the clipboard so far."""
        with self._lock:
            return tuple(each for each in self._all if isinstance(each, ClipboardChanged))

    @property
    def contents(self) -> tuple[Content, ...]:
        """Every content that was read so far."""
        return tuple(each.content for each in self.copies if each.content is not None)

    @property
    def windows(self) -> tuple[ActiveWindow | None, ...]:
        """Every active window so far."""
        with self._lock:
            return tuple(each.window for each in self._all if isinstance(each, WindowActivated))

    def wait_for_content(self, wanted: Callable[[Content], bool], *, what: str, timeout_s: float = 10.0) -> Content:
        """Return the newest content once it is as wanted."""

        def look() -> Content | None:
            contents = self.contents
            return contents[-1] if contents and wanted(contents[-1]) else None

        found = wait_until(look, what=what, timeout_s=timeout_s)
        assert found is not None
        return found

    def wait_for_text(self, text: str, timeout_s: float = 10.0) -> Content:
        """Return the newest content once it is this text."""
        return self.wait_for_content(lambda content: content.text == text, what="the text", timeout_s=timeout_s)

    def wait_for_kind(self, kind: ContentKind, timeout_s: float = 10.0) -> Content:
        """Return the newest content once it is of this kind."""
        return self.wait_for_content(lambda content: content.kind is kind, what=kind, timeout_s=timeout_s)

    def wait_for_window(self, wanted: Callable[[ActiveWindow | None], bool], *, what: str) -> None:
        """Return once the newest active window is as wanted."""
        wait_until(lambda: bool(self.windows) and wanted(self.windows[-1]), what=what)
