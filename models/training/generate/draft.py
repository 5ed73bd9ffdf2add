"""A text being written, which remembers where each entity stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from models.training.examples import Span

__all__ = ["Draft", "Marked", "Pieces", "mark", "plain"]

Pieces = tuple[tuple[str, str | None], ...]
"""What a value is made of: text with its entity, or with None."""
Marked = Pieces


def mark(text: str, entity: str) -> Pieces:
    """A value that is one entity."""
    return ((text, entity),)


def plain(text: str) -> Pieces:
    """A value that is none."""
    return ((text, None),)


class Draft:
    """Append only. Spans are never empty and never overlap."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._spans: list[Span] = []
        self._length = 0

    @classmethod
    def of(cls, text: str, spans: Iterable[Span]) -> Draft:
        """One that is written already."""
        draft = cls()
        draft.add(text)
        draft._spans.extend(spans)
        return draft

    def add(self, text: str, entity: str | None = None) -> Draft:
        """Append text; white space at the ends of an entity stays outside of it."""
        if entity is not None and text.strip():
            start = self._length + len(text) - len(text.lstrip())
            self._spans.append(Span(start, self._length + len(text.rstrip()), entity))
        self._parts.append(text)
        self._length += len(text)
        return self

    def add_all(self, pieces: Iterable[tuple[str, str | None]]) -> Draft:
        """Append a value."""
        for text, entity in pieces:
            self.add(text, entity)
        return self

    def add_draft(self, other: Draft) -> Draft:
        """Append another text with its spans."""
        self._spans += [Span(span.start + self._length, span.end + self._length, span.entity) for span in other.spans]
        self._parts.append(other.text)
        self._length += len(other.text)
        return self

    def edited(self, replacements: Sequence[str]) -> Draft:
        """A copy with each character replaced by any number of others; an entity that vanishes is dropped.

        Args:
            replacements: one string for each character.
        """
        starts = [0]
        for replacement in replacements:
            starts.append(starts[-1] + len(replacement))
        copy = Draft()
        copy.add("".join(replacements))
        for span in self._spans:
            start, end = starts[span.start], starts[span.end]
            text = copy.text[start:end]
            start, end = start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
            if start < end:
                copy._spans.append(Span(start, end, span.entity))
        return copy

    @property
    def text(self) -> str:
        """What was appended."""
        return "".join(self._parts)

    @property
    def spans(self) -> tuple[Span, ...]:
        """By start."""
        return tuple(self._spans)
