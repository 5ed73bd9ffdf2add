"""Why a request to a limited child has no answer. Texts say nothing of what it asked."""

from __future__ import annotations

import signal

from agent.core.errors import EnvironmentProblemError

__all__ = ["ChildCrashedError", "ChildError", "ChildLateError", "ChildLimitError", "ChildStartError"]


class ChildError(EnvironmentProblemError):
    """A request has no answer.

    Attributes:
        reason: why, in words that are safe to show.
    """

    code = "limited_child"

    def __init__(self, reason: str) -> None:
        super().__init__(f"A helper process of Cordon failed: {reason}")
        self.reason = reason


class ChildStartError(ChildError):
    """There is no process: it cannot be started, failed too often of late, or was stopped for good."""


class ChildCrashedError(ChildError):
    """The process ended before it had answered, or closed its channel.

    Attributes:
        exit_code: negative for a signal; None when it had only closed its channel, and was killed for that.
    """

    def __init__(self, exit_code: int | None) -> None:
        super().__init__(_end_in_words(exit_code))
        self.exit_code = exit_code


class ChildLateError(ChildError):
    """The deadline passed, and the process was killed; or another request had it all the time."""

    def __init__(self, reason: str = "it did not answer in time") -> None:
        super().__init__(reason)


class ChildLimitError(ChildError):
    """A frame is too long: the request's, and nothing was sent; or the answer's, and the process was killed."""


def _end_in_words(exit_code: int | None) -> str:
    if exit_code is None:
        return "it closed its channel"
    if exit_code >= 0:
        return f"it ended with exit code {exit_code}"
    try:
        return f"it was ended by {signal.Signals(-exit_code).name}"
    except ValueError:  # a real-time signal
        return f"it was ended by signal {-exit_code}"
