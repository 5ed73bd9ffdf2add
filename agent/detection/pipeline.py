"""Content to Assessment.

Rules kept here: what could not be read is UNINSPECTABLE and what was read in part is PARTIAL, never "clean"; a scan
that met its work limit is PARTIAL, too. Pure and total: no text makes it raise, the same text gives the same answer,
and threads share one pipeline. No classifier reads the text yet, so the category stays None.
"""

from __future__ import annotations

import functools

from agent.core import Assessment, Content, ContentKind, Finding, Inspection
from agent.detection.recognizer import Recognizer
from agent.detection.recognizers import RECOGNIZERS
from agent.detection.scan import RecognizerSet

__all__ = ["Pipeline", "default_pipeline"]


class Pipeline:
    """Recognizers over content."""

    def __init__(self, recognizers: tuple[Recognizer, ...]) -> None:
        self._recognizers = RecognizerSet(recognizers)

    def assess(self, content: Content) -> Assessment:
        """What is known of the content."""
        if content.kind is ContentKind.EMPTY:
            return Assessment()
        if content.kind is not ContentKind.TEXT or (content.problem is not None and not content.text):
            return Assessment(inspection=Inspection.UNINSPECTABLE)
        result = self._recognizers.scan(content.text)
        whole = result.complete and content.problem is None
        return Assessment(findings=result.findings, inspection=Inspection.COMPLETE if whole else Inspection.PARTIAL)

    def find(self, text: str) -> tuple[Finding, ...]:
        """The findings in a text, by start offset, not overlapping."""
        return self._recognizers.scan(text).findings


@functools.cache
def default_pipeline() -> Pipeline:
    """The pipeline with every built-in recognizer, compiled at the first call."""
    return Pipeline(RECOGNIZERS)
