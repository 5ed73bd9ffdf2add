"""Content to Assessment: normalize, recognize, read what is derived, ask the model, merge.

Rules kept here: what could not be read is UNINSPECTABLE and what was read in part is PARTIAL, never "clean"; a scan
that met its work limit is PARTIAL, too. How far the model came is told apart (`ModelReading`): without it the
recognizers' findings stand. Total: no text makes it raise, and threads share one pipeline. The same text gives the
same answer, but for the model's part when it was late.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from agent.core import (
    Assessment,
    Content,
    ContentKind,
    Explanation,
    Finding,
    Inspection,
    ModelReading,
    ModelState,
    ScoreStep,
)
from agent.core.ports import OnRead, OnRecognized, unhurried, unwatched
from agent.detection.classified import with_model
from agent.detection.classifier import Classifier, Reading
from agent.detection.context import RECORD_SEPARATOR
from agent.detection.derived import HINTS, DerivedText, derive
from agent.detection.finder import Finder, find_all
from agent.detection.languages import language_of
from agent.detection.merge import merge
from agent.detection.normalization import NormalizedText, normalize
from agent.detection.offsets import code_point_offsets, encode
from agent.detection.recognizer import Recognizer
from agent.detection.recognizers import RECOGNIZERS
from agent.detection.scan import Draft, RecognizerSet, work_limit

__all__ = ["Pipeline", "default_pipeline"]

_NAMES_OF_COLUMNS = re.compile(rb"(?i)pass|pwd|\bpw|user|login|secret|token|key|credential|\bpin\b|auth")
"""Columns that recognizers know by their patterns rather than by context words."""


class Pipeline:
    """Recognizers and finders over content.

    Args:
        recognizers: what finds by patterns.
        finders: what finds without them.
        on_release: called after memory was given up, which happens once in some megabytes of text.
        classifier: the model; without one, nobody reads for what patterns do not see.
    """

    def __init__(
        self,
        recognizers: tuple[Recognizer, ...],
        finders: tuple[Finder, ...] = (),
        on_release: Callable[[], object] = bool,
        classifier: Classifier | None = None,
    ) -> None:
        self._recognizers = RecognizerSet(recognizers, HINTS)
        self._finders = finders
        self._on_release = on_release
        self._classifier = classifier

    def assess(
        self, content: Content, on_read: OnRead = unwatched, on_recognized: OnRecognized = unhurried
    ) -> Assessment:
        """What is known of the content.

        Args:
            content: what to read.
            on_read: gets how far the reading has come, again and again.
            on_recognized: gets what recognizers have found, before the model is asked, if there is one.
        """
        if content.kind is ContentKind.EMPTY:
            return Assessment()
        if content.kind is not ContentKind.TEXT or (content.problem is not None and not content.text):
            return Assessment(inspection=Inspection.UNINSPECTABLE)
        findings, complete = self._scan(content.text, on_read)
        whole = complete and content.problem is None
        inspection = Inspection.COMPLETE if whole else Inspection.PARTIAL
        recognized = Assessment(findings=findings, inspection=inspection)
        if self._classifier is None:
            return recognized
        on_recognized(recognized)
        reading = self._classifier.read(content.text, [each.start for each in findings])
        return Assessment(
            findings=with_model(findings, reading.spans, content.text),
            category=reading.category,
            inspection=inspection,
            model=_model_reading(reading, content.text),
        )

    def find(self, text: str) -> tuple[Finding, ...]:
        """What recognizers and finders find in a text, by start offset, not overlapping."""
        return self._scan(text)[0]

    def _scan(self, text: str, on_read: OnRead = unwatched) -> tuple[tuple[Finding, ...], bool]:
        normalized = normalize(text)
        data = encode(normalized.text)
        size = len(data)
        result = self._recognizers.scan(data, on_read=lambda read: on_read(read, size))
        drafts, complete = list(result.drafts), result.complete
        derived = derive(data, result.hints, result.tokens, self._is_known)
        if derived is not None:
            all_bytes = size + len(derived.data)
            second = self._recognizers.scan_derived(
                derived.data, size, result.work, lambda read: on_read(size + read, all_bytes)
            )
            most = work_limit(size)
            drafts += islice(_led_back(second.drafts, derived), most)
            complete = complete and second.complete and derived.complete and len(drafts) < len(result.drafts) + most
        if self._recognizers.release():
            self._on_release()
        found = find_all(self._finders, normalized)
        findings = merge(chain(_findings(drafts, data, normalized), found.findings))
        return findings, complete and found.complete

    def _is_known(self, name: bytes) -> bool:
        return _NAMES_OF_COLUMNS.search(name) is not None or self._recognizers.prefilter.holds_word(name)


def _model_reading(reading: Reading, text: str) -> ModelReading:
    if reading.state is ModelState.UNAVAILABLE:
        return ModelReading(state=reading.state)
    language = language_of(text)
    is_strange = language is not None and language not in reading.languages
    is_read = reading.state in {ModelState.COMPLETE, ModelState.SAMPLED}
    state = ModelState.UNKNOWN_LANGUAGE if is_strange and is_read else reading.state
    return ModelReading(state=state, share=reading.share, language=language)


def _led_back(drafts: Iterable[Draft], derived: DerivedText) -> Iterator[Draft]:
    """Drafts of the derived text as drafts of the text."""
    explained: dict[tuple[int, str], Explanation] = {}
    for draft in drafts:
        span = derived.offsets.original_span(draft.start, draft.end)
        if span is None or RECORD_SEPARATOR in derived.data[draft.start : draft.end]:
            continue
        # The piece that the finding ends in is the one that holds its value.
        piece = derived.offsets.piece_at(draft.end - 1)
        origin = piece.origin if piece is not None else ""
        key = (id(draft.explanation), origin)
        if key not in explained:
            explained[key] = _with_origin(draft.explanation, origin)
        explanation = explained[key]
        yield Draft(*span, draft.recognizer, explanation)
        if piece is None or piece.start not in derived.copies:
            continue
        for copy in derived.copies[piece.start]:
            shift = copy - piece.origin_start
            yield Draft(span[0] + shift, span[1] + shift, draft.recognizer, explanation)


def _with_origin(explanation: Explanation, origin: str) -> Explanation:
    first = ScoreStep(what=origin, confidence=explanation.steps[0].confidence)
    return dataclasses.replace(explanation, steps=(first, *explanation.steps))


def _findings(drafts: Iterable[Draft], data: bytes, normalized: NormalizedText) -> Iterator[Finding]:
    drafts = list(drafts)
    offsets: dict[int, int] | None = None
    # Replaced surrogates make the bytes ASCII where the text is not; offsets are the same then, too.
    if not data.isascii():
        offsets = code_point_offsets(data, (at for each in drafts for at in (each.start, each.end)))
    original_span = None if normalized.offsets is None else normalized.original_span
    for draft in drafts:
        start, end = draft.start, draft.end
        if offsets is not None:
            start, end = offsets[start], offsets[end]
        span = (start, end) if original_span is None else original_span(start, end)
        if span is None:
            continue
        yield Finding(
            entity=draft.recognizer.entity,
            start=span[0],
            end=span[1],
            confidence=draft.explanation.steps[-1].confidence,
            recognizer=draft.recognizer.recognizer_id,
            explanation=draft.explanation,
        )


@functools.cache
def default_pipeline() -> Pipeline:
    """The pipeline with every built-in recognizer, compiled at the first call."""
    return Pipeline(RECOGNIZERS)
