"""What a sensor saw: clipboard content and the active window.

Rule kept here: nothing a person wrote or reads is reachable from a `repr`, so that it cannot slip into a log or
a traceback. Sizes and kinds are.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

__all__ = ["ActiveWindow", "Content", "ContentKind", "ContentProblem"]


class ContentKind(enum.StrEnum):
    """What sort of thing the content is, decided from its declared formats."""

    EMPTY = "empty"
    TEXT = "text"
    IMAGE = "image"
    FILES = "files"
    CONCEALED = "concealed"
    """A password manager asked clipboard tools to look away; it was not read."""
    OTHER = "other"


class ContentProblem(enum.StrEnum):
    """Why content could not be read whole."""

    TIMED_OUT = "timed_out"
    TOO_LARGE = "too_large"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One thing to judge.

    Attributes:
        kind: what sort of thing it is.
        text: the text that was read; empty unless `kind` is TEXT.
        size_bytes: bytes of the original as far as it was received (UTF-8 for text).
        problem: why `text` is missing or shorter than the original; None when it is complete.
    """

    kind: ContentKind
    text: str = field(default="", repr=False)
    size_bytes: int = 0
    problem: ContentProblem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveWindow:
    """The window that has the focus. Its title stays in memory.

    Attributes:
        window_id: the windowing system's number; unique while the window lives.
        title: as the window manager shows it.
        app_class: WM_CLASS class name, lower-cased ("firefox", "google-chrome"); empty when unset.
        pid: the owning process, or None when the system does not tell.
        process_name: name of that process, or empty.
    """

    window_id: int
    title: str = field(default="", repr=False)
    app_class: str = ""
    pid: int | None = None
    process_name: str = ""
