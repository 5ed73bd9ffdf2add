"""Answers that can be true, and those that cannot."""

from __future__ import annotations

import msgspec
import pytest

from agent.classifier.messages import Answer, Span
from agent.classifier.readings import can_be_true, reading_of
from agent.core import Category, ModelState

_ANSWER = Answer(
    spans=[Span("PERSON", 0, 3, 0.9), Span("LOCATION", 3, 5, 1.0)],
    category="hr",
    category_score=0.7,
    share=1.0,
    is_finished=True,
    languages=["en"],
)


def test_an_honest_answer_can_be_true_and_becomes_a_reading():
    assert can_be_true(_ANSWER, 5)
    reading = reading_of(_ANSWER)
    assert (reading.state, reading.category, reading.languages) == (ModelState.COMPLETE, Category.HR, frozenset({"en"}))
    assert [(each.entity, each.start, each.end, each.score) for each in reading.spans] == [
        ("PERSON", 0, 3, 0.9),
        ("LOCATION", 3, 5, 1.0),
    ]


def test_nothing_read_is_an_honest_answer():
    assert can_be_true(Answer(), 0)
    assert reading_of(Answer()).state is ModelState.NOT_FINISHED


@pytest.mark.parametrize(
    "changes",
    [
        {"category": "poetry"},
        {"spans": [Span("PERSON", -1, 2, 0.5)]},
        {"spans": [Span("PERSON", 0, 6, 0.5)]},
        {"spans": [Span("PERSON", 2, 2, 0.5)]},
        {"spans": [Span("PERSON", 0, 10**30, 0.5)]},
        {"spans": [Span("PERSON", 1, 2, 0.5), Span("PERSON", 0, 1, 0.5)]},
        {"spans": [Span("Ada Lovelace", 0, 1, 0.5)]},
        {"spans": [Span("PERSON", 0, 1, 1.5)]},
        {"share": -0.1},
        {"category_score": 7.0},
        {"languages": ["Ada Lovelace"]},
    ],
    ids=str,
)
def test_an_answer_that_cannot_be_true(changes: dict[str, object]):
    assert not can_be_true(msgspec.structs.replace(_ANSWER, **changes), 5)
