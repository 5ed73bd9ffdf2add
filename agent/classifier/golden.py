"""Golden texts: what a bundle's model is known to say, so that a new one shows on this very machine that it can read.

A signature says who made a bundle, not that it works here: another processor, another version of the runtime. So before
a delivered model takes over, a worker reads the golden texts with it, and what it says is compared. Processors differ
in rounding, so scores may be a little apart and a quarter of the texts may be answered otherwise; a model that does not
work agrees on next to none. Pure: whoever asks hands in what the worker has said.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from agent.classifier.messages import Answer, Span

__all__ = ["LEAST_AGREEMENT", "LEAST_TEXTS", "GoldenError", "GoldenText", "agrees", "parse_golden"]

TOLERANCE = 0.08
"""Of a score."""
LEAST_AGREEMENT = 0.75
"""The share of the texts."""
LEAST_TEXTS = 8
_MOST_TEXTS, _MOST_CODE_POINTS = 200, 4000


class GoldenError(Exception):
    """The file holds no golden texts; says why without a word of them."""


class GoldenText(msgspec.Struct, frozen=True, kw_only=True):
    """A text and what the model says of it; attributes as of `Answer`."""

    text: str
    category: str
    category_score: float
    spans: list[Span]

    def is_answered_by(self, answer: Answer) -> bool:
        """Whether an answer is the known one: the same category and spans, scores within the tolerance."""
        return (
            answer.is_finished
            and answer.category == self.category
            and abs(answer.category_score - self.category_score) <= TOLERANCE
            and [(each.entity, each.start, each.end) for each in answer.spans]
            == [(each.entity, each.start, each.end) for each in self.spans]
            and all(abs(a.score - b.score) <= TOLERANCE for a, b in zip(answer.spans, self.spans, strict=True))
        )


def parse_golden(untrusted: bytes) -> tuple[GoldenText, ...]:
    """Return the golden texts in a bundle's file.

    Raises:
        GoldenError: the bytes are something else, or too few or too many texts to show anything.
    """
    try:
        texts = msgspec.json.decode(untrusted, type=tuple[GoldenText, ...])
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise GoldenError("it cannot be read") from None
    if not LEAST_TEXTS <= len(texts) <= _MOST_TEXTS:
        raise GoldenError(f"{len(texts)} texts instead of {LEAST_TEXTS} to {_MOST_TEXTS}")
    if any(len(each.text) > _MOST_CODE_POINTS for each in texts):
        raise GoldenError("a text is too long")
    return texts


def agrees(texts: Sequence[GoldenText], answers: Sequence[Answer | None]) -> bool:
    """Whether enough answers are the known ones; None stands for a text that was not answered."""
    agreeing = sum(
        answer is not None and text.is_answered_by(answer) for text, answer in zip(texts, answers, strict=True)
    )
    return agreeing >= LEAST_AGREEMENT * len(texts)
