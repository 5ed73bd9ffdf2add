"""Spans to placeholders: those of a conversation, which can be turned back, and plain labels, which cannot.

Rules kept here:
- The same value of an entity gets the same placeholder throughout a conversation, numbered from 1 as they come.
- What already looks like a placeholder outside the spans, of whatever conversation, is a value like any other and
  becomes `⟦LITERAL_1·…⟧`. So turning back gives exactly the original, whatever that was. A lone `⟦` needs no such
  care: alone it means nothing (`agent.redaction.notation`).
- A plain label is `[CREDIT_CARD]` when the entity has one value in the text, `[CREDIT_CARD_1]`, `[CREDIT_CARD_2]` in
  order of appearance when it has several.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agent.redaction.conversation import Conversation, Entry
from agent.redaction.notation import find_placeholders, placeholder_name, write_placeholder
from agent.redaction.spans import Replacement, Span

__all__ = ["LITERAL", "plan_labels", "plan_placeholders"]

LITERAL = "LITERAL"
"""Name of what looked like a placeholder in the original text."""


def plan_placeholders(
    text: str, spans: Sequence[Span], conversation: Conversation
) -> tuple[list[Replacement], Conversation]:
    """What to replace by what, and the conversation that knows it."""
    numbering = _Numbering(conversation)
    replacements = [
        Replacement(start=start, end=end, text=numbering.placeholder(name, text[start:end]))
        for start, end, name in _named(text, spans)
    ]
    return replacements, numbering.conversation()


def plan_labels(text: str, spans: Sequence[Span]) -> list[Replacement]:
    """What to replace by what; nothing is remembered."""
    values: dict[str, dict[str, int]] = {}
    for span in spans:
        numbers = values.setdefault(span.entity, {})
        numbers.setdefault(text[span.start : span.end], len(numbers) + 1)
    return [
        Replacement(
            start=span.start, end=span.end, text=_label(span.entity, values[span.entity], text[span.start : span.end])
        )
        for span in spans
    ]


def _label(entity: str, numbers: dict[str, int], value: str) -> str:
    return f"[{entity}]" if len(numbers) == 1 else f"[{entity}_{numbers[value]}]"


def _named(text: str, spans: Sequence[Span]) -> Iterator[tuple[int, int, str]]:
    """The spans and, between them, what looks like a placeholder: start, end, name."""
    position = 0
    for span in spans:
        yield from _literals(text, position, span.start)
        yield span.start, span.end, placeholder_name(span.entity)
        position = span.end
    yield from _literals(text, position, len(text))


def _literals(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    for found in find_placeholders(text[start:end]):
        yield start + found.start, start + found.end, LITERAL


class _Numbering:
    """The placeholders of a conversation while a text is redacted."""

    def __init__(self, conversation: Conversation) -> None:
        self._before = conversation
        self._added: list[Entry] = []
        self._numbers = {(entry.name, entry.value): entry.number for entry in conversation.entries}
        self._last: dict[str, int] = {}
        for entry in conversation.entries:
            self._last[entry.name] = max(entry.number, self._last.get(entry.name, 0))

    def placeholder(self, name: str, value: str) -> str:
        """The placeholder of a value, a new one if the conversation has not met it."""
        number = self._numbers.get((name, value))
        if number is None:
            number = self._last[name] = self._last.get(name, 0) + 1
            self._numbers[name, value] = number
            self._added.append(Entry(name=name, number=number, value=value))
        return write_placeholder(name, number, self._before.nonce)

    def conversation(self) -> Conversation:
        """The conversation after all that was asked."""
        return replace(self._before, entries=(*self._before.entries, *self._added)) if self._added else self._before
