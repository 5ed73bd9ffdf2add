"""What the model marked, among what the recognizers found.

Rules kept here:

- What the model is hardly sure of is no finding: as everywhere, nothing is below 0.4.
- What a recognizer has found and policies count (0.5 and above: a checksum, a validator, a label beside it) stays,
  however sure the model is of something else there. What one merely suspects goes to the surer of the two.
- A name, place or organization inside an e-mail address, an address of the web or a key is part of it: such spans are
  dropped even where the finding around them is not sure.
- A street, its place and its postcode that stand side by side are one ADDRESS; pieces of the same entity with nothing
  but a space or a hyphen between them are one.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from agent.core import Entity, Explanation, Finding, ScoreStep
from agent.detection.classifier import ModelSpan
from agent.detection.merge import merge

__all__ = ["with_model"]

_LEAST, _COUNTS, _CAP = 0.4, 0.5, 0.85
_ID = "model"
_WHOLE = frozenset({Entity.EMAIL, Entity.URL, Entity.SECRET, Entity.CRYPTO_WALLET, Entity.IBAN})
_ADDRESS_PARTS = frozenset({Entity.ADDRESS, Entity.LOCATION, Entity.ZIP_CODE})
_BETWEEN_PARTS = re.compile(r",?(?:[ \t]{1,3}|[ \t]*\r?\n[ \t]*)")
"""A comma without a space ends a column, not a part of an address."""
_MOST_PARTS = 6
_BETWEEN_PIECES = re.compile(r"[ -]?")
_JOINED = frozenset({Entity.PERSON, Entity.ORGANIZATION, Entity.MEDICAL, Entity.ADDRESS})


def with_model(findings: Sequence[Finding], spans: Sequence[ModelSpan], text: str) -> tuple[Finding, ...]:
    """The findings of both, by start offset, not overlapping.

    Args:
        findings: of recognizers and finders, by start, not overlapping.
        spans: of the model, by start, not overlapping.
        text: what both have read.
    """
    if not spans:
        return tuple(findings)
    kept = _outside_of(spans, findings)
    sure = (span for span in _with_addresses(_joined(kept, text), text) if span.score >= _LEAST)
    return merge((*findings, *map(_finding, sure)))


def _outside_of(spans: Iterable[ModelSpan], findings: Sequence[Finding]) -> Iterator[ModelSpan]:
    """Those that touch no finding that counts, or that is one word to a person."""
    firm = [each for each in findings if each.confidence >= _COUNTS or each.entity in _WHOLE]
    starts = [each.start for each in firm]
    for span in spans:
        place = bisect_right(starts, span.end - 1)
        if place == 0 or firm[place - 1].end <= span.start:
            yield span


def _joined(spans: Iterable[ModelSpan], text: str) -> Iterator[ModelSpan]:
    """Pieces of one name as one."""
    last: ModelSpan | None = None
    for span in spans:
        is_piece = (
            last is not None
            and last.entity == span.entity
            and span.entity in _JOINED
            and _BETWEEN_PIECES.fullmatch(text, last.end, span.start) is not None
        )
        if last is not None and is_piece:
            last = replace(last, end=span.end, score=max(last.score, span.score))
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def _with_addresses(spans: Iterable[ModelSpan], text: str) -> Iterator[ModelSpan]:
    """Parts of one address as one."""
    run: list[ModelSpan] = []
    for span in spans:
        is_part = span.entity in _ADDRESS_PARTS
        if run and not (is_part and _BETWEEN_PARTS.fullmatch(text, run[-1].end, span.start)):
            yield from _one_address(run)
            run = []
        if is_part:
            run.append(span)
        else:
            yield span
    yield from _one_address(run)


def _one_address(run: Sequence[ModelSpan]) -> Iterable[ModelSpan]:
    streets = [each for each in run if each.entity == Entity.ADDRESS]
    if len(streets) != 1 or len(run) > _MOST_PARTS:
        return run
    return (replace(streets[0], start=run[0].start, end=run[-1].end),)


def _finding(span: ModelSpan) -> Finding:
    confidence = round(min(_CAP, span.score), 4)
    return Finding(
        entity=span.entity,
        start=span.start,
        end=span.end,
        confidence=confidence,
        recognizer=_ID,
        explanation=_explanation(confidence),
    )


@functools.lru_cache(maxsize=256)
def _explanation(confidence: float) -> Explanation:
    return Explanation(
        summary="The model marks it from the words around it.",
        steps=(ScoreStep(what="model: probability, at most what a checksum beats", confidence=confidence),),
    )
