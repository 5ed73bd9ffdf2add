"""One pass of all recognizers over one text.

The way of a candidate, each step cheaper than the next: pattern matches → its surroundings fit → context word, where
the pattern needs one → judge (checksum or library; the same value is judged once) → context words adjust the score →
kept at `MIN_CONFIDENCE` and above. Each step that changed the score is in the finding's explanation.

Work is limited by the length of the text (`work_limit`), for each recognizer on its own, so that hostile text is read
in linear time, and one recognizer's flood hides nothing from another. A scan that met a limit says so (`complete`).
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from agent.core import Explanation, Finding, ScoreStep
from agent.detection.compiled import CompiledPatterns, Match, Regex, Window, compile_pattern
from agent.detection.merge import merge
from agent.detection.offsets import aligned, code_point_offsets, encode
from agent.detection.recognizer import Judgement, Pattern, Recognizer

__all__ = ["MIN_CONFIDENCE", "RecognizerSet", "ScanResult", "work_limit"]

MIN_CONFIDENCE = 0.4
"""Below this a finding is more often wrong than right."""

_SUREST = 0.99
"""What context can raise a finding to."""

_BEFORE_BYTES = 60
_AFTER_BYTES = 30
_LABEL_BYTES = 32


class _Nearby(enum.Enum):
    """What the words beside a value say."""

    SUPPORTS = enum.auto()
    OPPOSES = enum.auto()
    SAYS_NOTHING = enum.auto()


def work_limit(size_bytes: int) -> int:
    """How many units of work one recognizer may spend on a text.

    A match with its checks is one unit (4 to 8 µs), and a judge that costs more says so (`Recognizer.cost`). 64 units
    per KiB are what a column of card numbers needs, and keep 1 MB of near-misses below a
    second; the constant part leaves short texts alone.
    """
    return 4096 + 64 * (size_bytes // 1024)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanResult:
    """Findings by start offset, not overlapping; `complete` is False when a work limit was met."""

    findings: tuple[Finding, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class _CompiledContext:
    supporting: Regex | None
    opposing: Regex | None


class RecognizerSet:
    """Recognizers, compiled together. Immutable: threads share it."""

    def __init__(self, recognizers: tuple[Recognizer, ...]) -> None:
        self.recognizers = recognizers
        self.patterns = tuple((owner, pattern) for owner, each in enumerate(recognizers) for pattern in each.patterns)
        self.compiled = CompiledPatterns([pattern.regex for _, pattern in self.patterns])
        self.contexts = tuple(
            _CompiledContext(_words(each.context.supporting), _words(each.context.opposing)) for each in recognizers
        )

    def scan(self, text: str) -> ScanResult:
        """Find everything in the text; total on any string."""
        return _Scan(self, text).run()

    def explain(self, index: int, judgement: Judgement, nearby: _Nearby) -> Explanation:
        """How a judgement of one pattern comes to its confidence."""
        owner, pattern = self.patterns[index]
        recognizer = self.recognizers[owner]
        confidence = judgement.confidence
        steps = [ScoreStep(what=f"pattern: {pattern.name}", confidence=pattern.score)]
        if judgement.what:
            steps.append(ScoreStep(what=judgement.what, confidence=confidence))
        if nearby is _Nearby.SUPPORTS:
            boosted = max(confidence, round(min(_SUREST, confidence + recognizer.context.boost), 2))
            steps.append(ScoreStep(what="context: a word nearby says what it is", confidence=boosted))
        elif nearby is _Nearby.OPPOSES:
            dropped = round(max(0.0, confidence - recognizer.context.drop), 2)
            steps.append(ScoreStep(what="context: its label says it is something else", confidence=dropped))
        return Explanation(summary=f"Looks like {recognizer.title}.", steps=tuple(steps))


def _words(words: tuple[str, ...]) -> Regex | None:
    if not words:
        return None
    return compile_pattern(b"(?i)(?:^|[^a-z0-9])(?:" + "|".join(words).encode() + b")")


@dataclass(frozen=True, slots=True)
class _Draft:
    """A finding in byte offsets."""

    start: int
    end: int
    owner: int
    explanation: Explanation


class _Scan:
    """The state of one pass."""

    def __init__(self, recognizers: RecognizerSet, text: str) -> None:
        self._set = recognizers
        self._data = encode(text)
        # Replaced surrogates make the bytes ASCII where the text is not; offsets are the same then, too.
        self._is_ascii = self._data.isascii()
        self._work_left = [work_limit(len(self._data))] * len(recognizers.recognizers)
        self._complete = True
        self._judged: dict[tuple[int, bytes], tuple[Judgement, ...]] = {}
        self._explained: dict[tuple[int, float, str, _Nearby], Explanation] = {}
        self._drafts: list[_Draft] = []

    def run(self) -> ScanResult:
        searched_to = [0] * len(self._set.patterns)
        for window in self._set.compiled.windows(self._data):
            for index in window.hits:
                searched_to[index] = self._search(index, window, max(window.start, searched_to[index]))
        return ScanResult(findings=merge(self._findings()), complete=self._complete)

    def _search(self, index: int, window: Window, position: int) -> int:
        """Consider the matches of one pattern that start in the window; return where its search goes on."""
        owner, pattern = self._set.patterns[index]
        regex = self._set.compiled.regexes[index]
        limit = min(window.end + pattern.reach_bytes, len(self._data))
        while position < window.end:
            if self._work_left[owner] <= 0:
                self._complete = False
                break
            match = regex.search(self._data, position, limit)
            if match is None:
                break
            start, end = match.span()
            if start >= window.end:
                break
            self._work_left[owner] -= 1
            found = self._consider(index, owner, pattern, self._value_span(match, self._set.compiled.groups[index]))
            position = start + 1 if pattern.rescan and not found else max(end, start + 1)
        return position

    def _value_span(self, match: Match, groups: int) -> tuple[int, int]:
        start, end = match.span()
        for group in range(1, groups + 1):
            if match.span(group)[0] >= 0:
                start, end = match.span(group)
                break
        if not self._is_ascii:
            start, end = aligned(self._data, start), aligned(self._data, end)
        return start, end

    def _consider(self, index: int, owner: int, pattern: Pattern, span: tuple[int, int]) -> bool:
        start, end = span
        recognizer = self._set.recognizers[owner]
        if recognizer.fits is not None and not recognizer.fits(self._data, start, end):
            return False
        if pattern.needs_context and not self._is_supported(owner, start, end):
            return False
        found = False
        for judgement in self._judge(index, owner, pattern, start, end):
            found = self._keep(index, judgement, start, end) or found
        return found

    def _judge(self, index: int, owner: int, pattern: Pattern, start: int, end: int) -> tuple[Judgement, ...]:
        value = self._data[start:end]
        if pattern.judge is None:
            length = end - start if self._is_ascii else len(value.decode("utf-8"))
            return (Judgement(start=0, end=length, confidence=pattern.score, what=""),)
        judged = self._judged.get((index, value))
        if judged is None:
            self._work_left[owner] -= self._set.recognizers[owner].cost
            judged = self._judged[index, value] = pattern.judge(value.decode("utf-8"))
        return judged

    def _keep(self, index: int, judgement: Judgement, start: int, end: int) -> bool:
        if not self._is_ascii:
            value = self._data[start:end].decode("utf-8")
            end = start + len(value[: judgement.end].encode("utf-8"))
            start += len(value[: judgement.start].encode("utf-8"))
        else:
            start, end = start + judgement.start, start + judgement.end
        explanation = self._explain(index, judgement, self._nearby(self._set.patterns[index][0], start, end))
        if explanation.steps[-1].confidence < MIN_CONFIDENCE:
            return False
        self._drafts.append(_Draft(start, end, self._set.patterns[index][0], explanation))
        return True

    def _nearby(self, owner: int, start: int, end: int) -> _Nearby:
        if self._is_supported(owner, start, end):
            return _Nearby.SUPPORTS
        return _Nearby.OPPOSES if self._is_opposed(owner, start) else _Nearby.SAYS_NOTHING

    def _is_supported(self, owner: int, start: int, end: int) -> bool:
        words = self._set.contexts[owner].supporting
        if words is None:
            return False
        before = self._data[max(0, start - _BEFORE_BYTES) : start]
        return words.search(before) is not None or words.search(self._data[end : end + _AFTER_BYTES]) is not None

    def _is_opposed(self, owner: int, start: int) -> bool:
        words = self._set.contexts[owner].opposing
        if words is None:
            return False
        label = self._data[max(0, start - _LABEL_BYTES) : start].rpartition(b"\n")[2]
        return words.search(label) is not None

    def _explain(self, index: int, judgement: Judgement, nearby: _Nearby) -> Explanation:
        """The steps to the finding's confidence; findings that came about alike share one explanation."""
        key = (index, judgement.confidence, judgement.what, nearby)
        explanation = self._explained.get(key)
        if explanation is None:
            explanation = self._explained[key] = self._set.explain(index, judgement, nearby)
        return explanation

    def _findings(self) -> list[Finding]:
        offsets: dict[int, int] | None = None
        if not self._is_ascii:
            offsets = code_point_offsets(self._data, (at for each in self._drafts for at in (each.start, each.end)))
        return [
            Finding(
                entity=self._set.recognizers[draft.owner].entity,
                start=draft.start if offsets is None else offsets[draft.start],
                end=draft.end if offsets is None else offsets[draft.end],
                confidence=draft.explanation.steps[-1].confidence,
                recognizer=self._set.recognizers[draft.owner].recognizer_id,
                explanation=draft.explanation,
            )
            for draft in self._drafts
        ]
