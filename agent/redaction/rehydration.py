"""Placeholders back to values, in whatever an assistant made of the text.

Rules kept here: a placeholder is turned back when its name, number and nonce are those of a known conversation, however
often and wherever it stands. Anything else stays exactly as it is and is counted. Values are put in once: one that
looks like a placeholder itself is not looked at again. In the JSON string form a value is escaped as JSON asks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from agent.redaction.conversation import NONCE_LENGTH, Conversation
from agent.redaction.notation import find_placeholders
from agent.redaction.placeholders import LITERAL

__all__ = ["Rehydration", "nonces_in", "rehydrate"]

_WITHOUT_NONCE = re.compile(r"⟦[A-Za-z][A-Za-z0-9_\\]{0,63}⟧")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehydration:
    """A text with its values back.

    Attributes:
        text: the text.
        restored: placeholders turned back.
        unknown: placeholders of a known conversation that it never gave.
        foreign: placeholders of no known conversation, or without the mark of one.
    """

    text: str = field(repr=False)
    restored: int
    unknown: int
    foreign: int


def nonces_in(text: str) -> frozenset[str]:
    """Which conversations the placeholders of a text claim to be of."""
    return frozenset(found.nonce for found in find_placeholders(text) if len(found.nonce) == NONCE_LENGTH)


def rehydrate(text: str, conversations: Iterable[Conversation]) -> Rehydration:
    """The text with the values of these conversations in place of their placeholders; total on any text."""
    values = {each.nonce: {(entry.name, entry.number): entry.value for entry in each.entries} for each in conversations}
    pieces: list[str] = []
    position = restored = unknown = foreign = 0
    for found in find_placeholders(text):
        known = values.get(found.nonce)
        value = known.get((found.name, found.number)) if known is not None else None
        if value is None:
            unknown += known is not None
            foreign += known is None
            continue
        restored += found.name != LITERAL
        gap = text[position : found.start]
        foreign += _count_without_nonce(gap)
        pieces += (gap, json.dumps(value)[1:-1] if found.is_json else value)
        position = found.end
    pieces.append(text[position:])
    foreign += _count_without_nonce(pieces[-1])
    return Rehydration(text="".join(pieces), restored=restored, unknown=unknown, foreign=foreign)


def _count_without_nonce(text: str) -> int:
    return sum(1 for _ in _WITHOUT_NONCE.finditer(text))
