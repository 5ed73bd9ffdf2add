"""A lower layer finds more, and takes nothing from what stands above it."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from agent.core import Assessment, Content, ContentKind, Explanation, Finding, Inspection
from agent.core.custom import CustomRecognizer
from agent.detection import Pipeline
from agent.detection.custom import compile_recognizer
from agent.detection.layered import LayeredPipeline, beside
from agent.detection.recognizers import RECOGNIZERS

ORDER = compile_recognizer(
    CustomRecognizer(
        recognizer_id="order",
        entity="ORDER_REF",
        title="an order",
        pattern=r"\d{4}(?: \d{4}){3}|#\d{6}",
        confidence=1.0,
        examples=("#123456",),
        counter_examples=("#1",),
    )
)
UPPER = Pipeline(RECOGNIZERS)
LAYERED = LayeredPipeline(UPPER, Pipeline((ORDER,)))


def _content(text: str) -> Content:
    return Content(kind=ContentKind.TEXT, text=text, size_bytes=len(text))


def _found(assessment: Assessment) -> list[str]:
    return [each.entity for each in assessment.findings]


def test_what_is_found_above_stays_what_it_is():
    text = "card 4111 1111 1111 1111, see #123456, and 9999 9999 9999 9999"
    assert _found(UPPER.assess(_content(text))) == ["CREDIT_CARD"]
    assert _found(LAYERED.assess(_content(text))) == ["CREDIT_CARD", "ORDER_REF", "ORDER_REF"]


def test_what_recognizers_have_found_is_told_with_it():
    told: list[list[str]] = []
    LAYERED.assess(_content("see #123456"), on_recognized=lambda recognized: told.append(_found(recognized)))
    assert told == []  # nobody asks a model, so nobody is told before
    assert LAYERED.assess(Content(kind=ContentKind.IMAGE)).inspection is Inspection.UNINSPECTABLE


def _finding(entity: str, start: int, end: int) -> Finding:
    explanation = Explanation(summary="t")
    return Finding(entity=entity, start=start, end=end, confidence=0.9, recognizer="t", explanation=explanation)


@st.composite
def _found_by(draw: st.DrawFn, entity: str) -> tuple[Finding, ...]:
    places = sorted(draw(st.sets(st.integers(0, 40), max_size=12)))
    return tuple(_finding(entity, *place) for place in zip(places[::2], places[1::2], strict=False))


@given(upper=_found_by("UPPER"), lower=_found_by("LOWER"))
def test_nothing_is_lost_above_and_nothing_overlaps(upper: tuple[Finding, ...], lower: tuple[Finding, ...]):
    both = beside(upper, lower)
    assert [each for each in both if each.entity == "UPPER"] == list(upper)
    assert all(one.end <= other.start for one, other in itertools.pairwise(both))
    free = [each for each in lower if all(each.end <= u.start or u.end <= each.start for u in upper)]
    assert [each for each in both if each.entity == "LOWER"] == free
