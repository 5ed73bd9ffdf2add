"""Reads a text with the model: whole, or by chosen passages, until time is over. Needs numpy and what the parts need.

A text of up to `WHOLE` code points is read whole. Of a longer one, passages are chosen within a budget of windows. Time
is looked at before every window, so that an answer comes little late, with what was read by then.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from agent.classifier.decode import by_word, category_logits, merged, path, probabilities, spans_of
from agent.classifier.manifest import Manifest, reported
from agent.classifier.messages import Answer, Span
from agent.classifier.passages import Passage, chosen, cut, stretches
from agent.classifier.windows import Offsets, Window, Windower

__all__ = ["BUDGET_WINDOWS", "WHOLE", "Reader", "Run", "Scores"]

WHOLE = 32_000
"""Code points: some 75 windows of prose, and half a second."""
BUDGET_WINDOWS = 64
_MOST_RANKED = 8192
"""Passages, some 3.5 MB and 0.4 s. Of a longer text every second one is ranked, or every third, and so on."""

Run = Callable[[Window], tuple[np.ndarray, np.ndarray]]
"""A window to the logits of its tokens' tags, and of its category."""
Scores = Callable[[str, Sequence[Passage]], Sequence[float]]
"""What a text's passages promise: the higher, the likelier there is something in them."""


@dataclass(slots=True)
class _Read:
    """What has been read so far."""

    spans: list[Span]
    lengths: list[int]
    categories: list[np.ndarray]
    code_points: int = 0
    is_finished: bool = True


class Reader:
    """Reads texts; one at a time.

    Args:
        manifest: order of the answers, and thresholds.
        windower: cuts texts.
        run: the network.
        scores: ranks passages of long texts.
        clock: monotonic seconds.
    """

    def __init__(
        self,
        manifest: Manifest,
        windower: Windower,
        run: Run,
        scores: Scores,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._windower = windower
        self._run = run
        self._scores = scores
        self._clock = clock
        self._entities = reported(manifest.entities)
        self._categories = manifest.categories
        self._languages = manifest.languages
        self._least: Mapping[str, float] = manifest.least
        self._tag_bias = _tag_bias(manifest)
        self._category_bias = np.array(
            [manifest.category_bias.get(each, 0.0) for each in manifest.categories], dtype=np.float32
        )

    def read(self, text: str, hits: Sequence[int], budget_s: float, *, reads_whole: bool = False) -> Answer:
        """Read a text.

        Args:
            text: without lone surrogates.
            hits: offsets of findings, in order.
            budget_s: seconds it may take.
            reads_whole: read a long one from end to end, too.
        """
        if not text:
            return Answer(share=1.0, is_finished=True)
        deadline = self._clock() + budget_s
        read = _Read(spans=[], lengths=[], categories=[])
        is_sampled = len(text) > WHOLE and not reads_whole
        for stretch in self._sample(text, hits) if is_sampled else _whole(text):
            if not self._read_stretch(text, stretch, read, deadline):
                read.is_finished = False
                break
        category, score = self._category(read)
        return Answer(
            spans=sorted(read.spans, key=lambda span: span.start),
            category=category,
            category_score=score,
            share=min(1.0, read.code_points / len(text)),
            is_sampled=is_sampled,
            is_finished=read.is_finished,
            languages=self._languages,
        )

    def _sample(self, text: str, hits: Sequence[int]) -> Iterable[Passage]:
        """The beginning, then what promises most, then the even sample: time may be over before all are read."""
        passages = cut(text)
        step = -(-len(passages) // _MOST_RANKED)
        scores = [-math.inf] * len(passages)
        scores[::step] = self._scores(text, passages[::step])
        first, *others = stretches(chosen(passages, BUDGET_WINDOWS, hits, scores))
        return [first, *sorted(others, key=lambda each: each.is_typical)]

    def _read_stretch(self, text: str, stretch: Passage, read: _Read, deadline: float) -> bool:
        """Add what is found in a stretch; False when time ended before all of it was read."""
        offsets: list[Offsets] = []
        tags: list[np.ndarray] = []
        reached, is_whole = stretch.start, True
        for window in self._windower.windows(text, stretch.start, stretch.end):
            if self._clock() > deadline:
                is_whole = False
                break
            of_tokens, of_category = self._run(window)
            offsets.append(window.offsets)
            tags.append(of_tokens)
            reached = window.offsets[-2][1] if len(window.offsets) > 2 else stretch.end
            if stretch.is_typical:
                read.lengths.append(len(window.tokens))
                read.categories.append(of_category)
        if offsets:
            read.spans += self._spans(text, offsets, tags)
        read.code_points += (stretch.end if is_whole else reached) - stretch.start
        return is_whole

    def _spans(self, text: str, offsets: Sequence[Offsets], tags: Sequence[np.ndarray]) -> list[Span]:
        words, logits = by_word(text, *merged(offsets, tags))
        if not words:
            return []
        logits = logits + self._tag_bias
        found = [each for each in spans_of(words, path(logits)) if self._entities[each.entity] is not None]
        return [
            Span(entity, each.start, each.end, round(score, 4))
            for each, score in zip(found, probabilities(logits, found), strict=True)
            if (entity := self._entities[each.entity]) is not None and score >= self._least.get(entity, 0.0)
        ]

    def _category(self, read: _Read) -> tuple[str | None, float]:
        if not read.categories:
            return None, 0.0
        logits = category_logits(read.lengths, read.categories) + self._category_bias
        exponents = np.exp(logits - logits.max())
        best = int(exponents.argmax())
        return self._categories[best], round(float(exponents[best] / exponents.sum()), 4)


def _whole(text: str) -> Iterable[Passage]:
    return (Passage(start=0, end=len(text), is_typical=True),)


def _tag_bias(manifest: Manifest) -> np.ndarray:
    of_entities = [manifest.bias.get(entity, 0.0) for entity in manifest.entities for _ in "BI"]
    return np.array([0.0, *of_entities], dtype=np.float32)
