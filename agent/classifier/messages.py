"""What the agent and the classifier worker say to each other: JSON frames, and the text as a frame of its own.

A request is two frames: `Request`, and the text in UTF-8 (lone surrogates as `?`, which keeps the offsets). The answer
is one `Answer`. Never the text, nor any part of it, in an answer.
"""

from __future__ import annotations

import msgspec

__all__ = ["MAX_FRAME_BYTES", "Answer", "Request", "Span"]

MAX_FRAME_BYTES = 256 << 20


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A text is to be read.

    Attributes:
        budget_s: seconds the reading may take.
        hits: offsets of what recognizers found, in order.
    """

    budget_s: float
    hits: list[int]


class Span(msgspec.Struct, frozen=True, array_like=True):
    """As `ModelSpan`."""

    entity: str
    start: int
    end: int
    score: float


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it.

    Attributes:
        spans, category, category_score, share: as `Reading`; category None where nothing was read.
        is_sampled: whether parts of the text were left out from the start, since it is long.
        is_finished: whether everything that was chosen has been read.
        languages: ISO 639-1 codes of those that the model was taught.
        is_confined: whether the worker could lock itself in.
        problem: why it cannot read at all, in words for an administrator; then the rest says nothing.
    """

    spans: list[Span] = []
    category: str | None = None
    category_score: float = 0.0
    share: float = 0.0
    is_sampled: bool = False
    is_finished: bool = False
    languages: list[str] = []
    is_confined: bool = False
    problem: str | None = None
