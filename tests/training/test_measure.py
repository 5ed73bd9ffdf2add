"""Measuring what a person gets, with the packaged bundle."""

from __future__ import annotations

import pytest

from agent.classifier.loading import reader_of
from agent.classifier.manifest import bundle_folder
from agent.detection import Pipeline
from agent.detection.recognizers import RECOGNIZERS
from models.training.evaluate import figures_of
from models.training.examples import Example, Span
from models.training.measure import DirectClassifier, measure

_TEXT = "Please call Maria Jensen, card 4111 1111 1111 1111."
_EXAMPLE = Example(
    text=_TEXT,
    spans=(Span(12, 24, "PERSON"),),
    known=frozenset({"PERSON"}),
    category="customer_support",
    source="any",
)


@pytest.fixture(scope="module", name="direct")
def _direct() -> DirectClassifier:
    return DirectClassifier(reader_of(bundle_folder()))


def test_recognizers_and_model_are_measured_together(direct: DirectClassifier):
    (said,) = measure(Pipeline(RECOGNIZERS, classifier=direct), [_EXAMPLE], "test")
    assert said.spans == [Span(12, 24, "PERSON"), Span(31, 50, "IDENTIFIER")]
    figures = figures_of([_EXAMPLE], [said])
    assert figures.total["PERSON"].f1 == 1.0
    assert figures.right["any"][1] == 1


def test_the_model_alone_never_tells_a_card(direct: DirectClassifier):
    (said,) = measure(Pipeline((), classifier=direct), [_EXAMPLE], "test")
    entities = [span.entity for span in said.spans]
    assert "PERSON" in entities
    assert "IDENTIFIER" not in entities
