"""What the pipeline makes of a model's reading, and of its absence."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from agent.core import Category, Content, ContentKind, ContentProblem, Inspection, ModelReading, ModelState
from agent.detection import Pipeline
from agent.detection.classifier import ModelSpan, Reading
from agent.detection.recognizers import RECOGNIZERS

_TEXT = "Please tell Ada Doe that the card is 4111 1111 1111 1111."
_ADA = ModelSpan(entity="PERSON", start=12, end=19, score=0.97)


class _Model:
    """Says what it is told to, and remembers what it was asked."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.asked: list[tuple[str, list[int]]] = []

    def read(self, text: str, hits: Sequence[int]) -> Reading:
        self.asked.append((text, list(hits)))
        return self.reading


def _content(text: str = _TEXT, problem: ContentProblem | None = None) -> Content:
    return Content(kind=ContentKind.TEXT, text=text, size_bytes=len(text), problem=problem)


def _reading(state: ModelState = ModelState.COMPLETE, share: float = 1.0) -> Reading:
    return Reading(
        state=state,
        spans=(_ADA,),
        category=Category.CUSTOMER_SUPPORT,
        share=share,
        languages=frozenset({"en"}),
    )


def test_findings_of_both_and_the_category():
    model = _Model(_reading())
    assessment = Pipeline(RECOGNIZERS, classifier=model).assess(_content())
    assert [each.entity for each in assessment.findings] == ["PERSON", "CREDIT_CARD"]
    assert assessment.findings[0].recognizer == "model"
    assert assessment.findings[0].confidence == 0.85
    assert assessment.category is Category.CUSTOMER_SUPPORT
    assert assessment.model == ModelReading(state=ModelState.COMPLETE, share=1.0, language="en")
    assert model.asked == [(_TEXT, [37])]


def test_without_a_model_nobody_was_asked():
    assessment = Pipeline(RECOGNIZERS).assess(_content())
    assert assessment.model == ModelReading()
    assert assessment.category is None


def test_a_model_that_is_not_there_leaves_the_recognizers_findings():
    model = _Model(Reading(state=ModelState.UNAVAILABLE))
    assessment = Pipeline(RECOGNIZERS, classifier=model).assess(_content())
    assert [each.entity for each in assessment.findings] == ["CREDIT_CARD"]
    assert assessment.category is None
    assert assessment.model == ModelReading(state=ModelState.UNAVAILABLE)
    assert assessment.inspection is Inspection.COMPLETE


@pytest.mark.parametrize("state", [ModelState.NOT_FINISHED, ModelState.SAMPLED])
def test_how_much_was_read_is_told(state: ModelState):
    assessment = Pipeline((), classifier=_Model(_reading(state, 0.4))).assess(_content())
    assert (assessment.model.state, assessment.model.share) == (state, 0.4)
    assert len(assessment.findings) == 1


def test_a_language_that_it_was_not_taught_is_told_and_what_it_found_counts():
    text = "この Ada Doe さんの請求書を確認してください"
    assessment = Pipeline((), classifier=_Model(_reading())).assess(_content(text))
    assert (assessment.model.state, assessment.model.language) == (ModelState.UNKNOWN_LANGUAGE, "ja")
    assert len(assessment.findings) == 1


def test_a_text_in_no_language_is_read():
    assessment = Pipeline((), classifier=_Model(_reading())).assess(_content("Ada Doe, 12 34"))
    assert (assessment.model.state, assessment.model.language) == (ModelState.COMPLETE, None)


@pytest.mark.parametrize(
    "content",
    [
        Content(kind=ContentKind.EMPTY, text="", size_bytes=0),
        Content(kind=ContentKind.IMAGE, text="", size_bytes=9),
    ],
)
def test_what_is_no_text_is_not_read(content: Content):
    model = _Model(_reading())
    Pipeline(RECOGNIZERS, classifier=model).assess(content)
    assert model.asked == []


def test_text_that_is_there_in_part_is_read_as_far_as_it_is_there():
    model = _Model(_reading())
    assessment = Pipeline(RECOGNIZERS, classifier=model).assess(_content(problem=ContentProblem.TOO_LARGE))
    assert assessment.inspection is Inspection.PARTIAL
    assert len(model.asked) == 1
