"""A text with what is known of it. Values without behavior."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Example", "Span"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A part of a text that is one entity; offsets in code points."""

    start: int
    end: int
    entity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A text to learn from or to measure on.

    Attributes:
        text: the text.
        spans: marked entities, by start, not overlapping.
        known: entities that were looked for everywhere in the text: only their absence says something. A span may have
            another one, which then was marked here and there only.
        category: kind of document, or None where it is not known.
        source: where it is from; whole sources are held out by this name.
    """

    text: str
    spans: tuple[Span, ...] = ()
    known: frozenset[str] = frozenset()
    category: str | None = None
    source: str
