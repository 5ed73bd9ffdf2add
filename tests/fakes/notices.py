"""A notification service without a bus, and a place where answers go."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from agent.core.verdicts import Disposition
from agent.ipc.prompt_messages import PromptChoice
from gui.viewmodels.warning import Notice

__all__ = ["FakeAnswers", "FakeNotifier"]


class FakeNotifier(QObject):
    """Keeps what is on its screen; a test presses the buttons by emitting `answered` or `failed`."""

    answered = Signal(str, object)
    failed = Signal(str)

    def __init__(self, *, is_available: bool = True, breaks: bool = False) -> None:
        super().__init__()
        self.is_available = is_available
        self.breaks = breaks
        self.shown: dict[str, Notice] = {}
        self.probes = 0

    def show(self, key: str, notice: Notice) -> None:
        """Keep, or break."""
        if self.breaks:
            raise RuntimeError("no screen")
        self.shown[key] = notice

    def withdraw(self, key: str) -> None:
        """Forget."""
        self.shown.pop(key, None)

    def look_again(self) -> None:
        """Count."""
        self.probes += 1


class FakeAnswers:
    """Keeps the answers and returns one disposition for all of them."""

    def __init__(self, disposition: Disposition = Disposition.REDACTED) -> None:
        self.disposition = disposition
        self.given: list[tuple[str, PromptChoice]] = []

    def answer(
        self, prompt_id: str, choice: PromptChoice, on_disposition: Callable[[Disposition], None] | None = None
    ) -> None:
        """Keep, and tell the disposition."""
        self.given.append((prompt_id, choice))
        if on_disposition is not None:
            on_disposition(self.disposition)
