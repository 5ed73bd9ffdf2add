"""Which of a clipboard's formats to read, and what kind of content it is; pure.

Rules kept here: a clipboard whose owner asks tools to look away is not read at all; text is preferred to everything
else, because office programs and browsers offer an image of the same thing; file lists are recognized by what file
managers add, since a plain link comes as `text/uri-list` too.

Reference: ICCCM 2.6.2 (target atoms); freedesktop.org clipboard conventions; `x-kde-passwordManagerHint` (KDE,
KeePassXC).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from agent.core import ContentKind

__all__ = ["PASSWORD_HINT_TARGET", "READ_LIMIT_BYTES", "ReadPlan", "decode_text", "plan_read"]

READ_LIMIT_BYTES = 16 << 20
"""More text than any assistant takes; beyond it the assessment says PARTIAL."""

PASSWORD_HINT_TARGET = "x-kde-passwordManagerHint"  # noqa: S105 - the name of a clipboard format

# Best first. A STRING is ISO 8859-1 by definition (ICCCM 2.7.1).
_TEXT_TARGETS = (
    "UTF8_STRING",
    "text/plain;charset=utf-8",
    "text/plain;charset=UTF-8",
    "text/plain",
    "STRING",
    "TEXT",
)
_FILE_MANAGER_TARGETS = frozenset(
    {"x-special/gnome-copied-files", "x-special/mate-copied-files", "application/x-kde-cutselection"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPlan:
    """What to do with a clipboard that offers certain formats; `target` is the one to read, None to read nothing."""

    kind: ContentKind
    target: str | None = None


def plan_read(targets: Collection[str]) -> ReadPlan:
    """Decide from the formats on offer. The password hint is the caller's to look for first: its value decides."""
    offered = frozenset(targets)
    has_text = next((target for target in _TEXT_TARGETS if target in offered), None)
    if offered & _FILE_MANAGER_TARGETS or ("text/uri-list" in offered and has_text is None):
        return ReadPlan(kind=ContentKind.FILES)
    if has_text is not None:
        return ReadPlan(kind=ContentKind.TEXT, target=has_text)
    if any(target.startswith("image/") or target in {"PIXMAP", "BITMAP"} for target in offered):
        return ReadPlan(kind=ContentKind.IMAGE)
    return ReadPlan(kind=ContentKind.OTHER)


def decode_text(data: bytes, property_type: str) -> str:
    """Return clipboard bytes as text; bytes that are no UTF-8 become U+FFFD, a trailing NUL (old toolkits) goes."""
    encoding = "latin-1" if property_type == "STRING" else "utf-8"
    return data.decode(encoding, errors="replace").rstrip("\0")
