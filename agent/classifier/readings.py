"""What a worker's answer comes to, and whether it can be true at all: the worker reads what others wrote."""

from __future__ import annotations

from itertools import pairwise

from agent.classifier.messages import Answer
from agent.core import Category, Entity, ModelState
from agent.detection.classifier import ModelSpan, Reading

__all__ = ["can_be_true", "reading_of"]

_LONGEST_LANGUAGE = 3


def can_be_true(answer: Answer, length: int) -> bool:
    """Whether it speaks of a text of this many code points, in known words."""
    spans = answer.spans
    return (
        all(0 <= each.start < each.end <= length and 0 <= each.score <= 1 for each in spans)
        and all(one.start <= other.start for one, other in pairwise(spans))
        and {each.entity for each in spans} <= set(Entity)
        and (answer.category is None or answer.category in set(Category))
        and 0 <= answer.category_score <= 1
        and 0 <= answer.share <= 1
        and all(each.isascii() and each.isalpha() and len(each) <= _LONGEST_LANGUAGE for each in answer.languages)
    )


def reading_of(answer: Answer) -> Reading:
    """The answer as detection takes it."""
    state = ModelState.SAMPLED if answer.is_sampled else ModelState.COMPLETE
    return Reading(
        state=state if answer.is_finished else ModelState.NOT_FINISHED,
        spans=tuple(
            ModelSpan(entity=each.entity, start=each.start, end=each.end, score=each.score) for each in answer.spans
        ),
        category=Category(answer.category) if answer.category is not None else None,
        share=answer.share,
        languages=frozenset(answer.languages),
    )
