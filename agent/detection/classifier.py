"""The port of the model: who reads a text as a whole, for what no pattern sees and for what kind of document it is.

A classifier is asked after the recognizers, on the thread that assesses, and keeps a time of its own: it always
answers, if need be that it could not. It runs in another process (`agent/classifier`); nothing here knows that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from agent.core import Category, ModelState

__all__ = ["Classifier", "ModelSpan", "Reading"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSpan:
    """A span that the model marks.

    Attributes:
        entity: an `Entity` value.
        start: offset of the first character, in code points of the text.
        end: offset after the last one.
        score: the model's own probability, 0 to 1.
    """

    entity: str
    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the model says of a text.

    Attributes:
        state: how it got on; the language is not its concern.
        spans: by start, not overlapping.
        category: kind of document, or None where nothing was read.
        share: of the text that was read, 0 to 1.
        languages: ISO 639-1 codes of those that the model was taught.
    """

    state: ModelState
    spans: tuple[ModelSpan, ...] = ()
    category: Category | None = None
    share: float = 0.0
    languages: frozenset[str] = frozenset()


class Classifier(Protocol):
    """Reads texts; threads may call it at once."""

    def read(self, text: str, hits: Sequence[int]) -> Reading:
        """Read a text, or as much of it as time allows; never raises because of the text or of the model.

        Args:
            text: any string.
            hits: offsets of what recognizers found, in order: where a long text is worth reading.
        """
