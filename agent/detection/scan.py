"""One pass of all recognizers over the bytes of one text.

The way of a candidate, each step cheaper than the next: pattern matches → its surroundings fit → context word, where
the pattern needs one → judge (checksum or library; the same value is judged once) → context words adjust the score →
kept at `MIN_CONFIDENCE` and above. Each step that changed the score is in the explanation.

Patterns that need context are searched for beside such words only: the words are in the prefilter in their stead. This
is what makes a hundred weak shapes affordable.

Work is limited by the length of the text (`work_limit`), so that hostile text is read in linear time: for each
recognizer on its own, so that one's flood hides nothing from another, and for all together. A scan that met a limit
says so (`complete`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from agent.core import Explanation, ScoreStep
from agent.detection.compiled import LazyRegex, Regex, Span
from agent.detection.context import ContextWords, Nearby
from agent.detection.digit_runs import SHORTEST_RUN
from agent.detection.facts import forget, pattern_facts
from agent.detection.offsets import aligned
from agent.detection.prefilter import Prefilter, Target
from agent.detection.recognizer import Judgement, Pattern, Recognizer
from agent.detection.runs import DigitRun

__all__ = ["MIN_CONFIDENCE", "Draft", "RecognizerSet", "ScanResult", "work_limit"]

MIN_CONFIDENCE = 0.4
"""Below this a finding is more often wrong than right."""

_SUREST = 0.99
"""What context can raise a finding to."""

_RELEASE_BYTES = 32 << 20
"""After how much text the automata are given up, which grow with every text that is new to them: to 60 MB over texts of
all kinds. Compiling again what a megabyte of prose needs, and growing it, takes 150 ms."""

_KEPT_COST = 1
"""What keeping a finding costs on top of its match: explaining, leading back, merging."""

_LABEL_REACH = 96
"""How far behind the part of the text that it begins in a label may end."""

_SHARED = 2
"""How many recognizers may spend all that each of them may."""


def work_limit(size_bytes: int) -> int:
    """How many units of work one recognizer may spend on a text.

    A match with its checks is one unit (4 to 8 µs), a judge that costs more says so (`Recognizer.cost`), and a finding
    that is kept is two. 64 units per KiB are what a column of addresses needs, and keep 1 MB of near-misses below a
    second; the constant part leaves texts of up to some 100 KB alone, whatever they hold.
    """
    return 65_536 + 64 * (size_bytes // 1024)


class Draft(NamedTuple):
    """A finding in byte offsets."""

    start: int
    end: int
    recognizer: Recognizer
    explanation: Explanation


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanResult:
    """What one pass found.

    Attributes:
        drafts: in no order; they may overlap.
        hints: for each hint, the parts of the text in which a match may begin.
        tokens: the long tokens, in order.
        complete: False when a work limit was met.
    """

    drafts: tuple[Draft, ...]
    hints: tuple[tuple[tuple[int, int], ...], ...]
    tokens: tuple[tuple[int, int], ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class _Search:
    """One pattern of one recognizer.

    Attributes:
        number: its number among all.
        finder: finds labels, or beginnings; None where the pattern is looked for itself.
        digits: the run of digits in every match.
        reach_bytes: the longest match.
    """

    number: int
    owner: int
    pattern: Pattern
    regex: LazyRegex
    finder: LazyRegex | None
    digits: DigitRun
    reach_bytes: int

    @classmethod
    def of(cls, number: int, owner: int, pattern: Pattern, finders: dict[bytes, LazyRegex]) -> _Search:
        """The search for a pattern; patterns share what they begin with.

        Raises:
            ValueError: the pattern has a label or a beginning and needs no context, or it has both.
        """
        first = pattern.label or pattern.begins
        if first and not pattern.needs_context:
            message = f"{pattern.name}: only a pattern that needs context is looked for by a label or a beginning"
            raise ValueError(message)
        if pattern.label and pattern.begins:
            message = f"{pattern.name}: a pattern has a label or a beginning, not both"
            raise ValueError(message)
        finder = finders.setdefault(first, LazyRegex(first)) if first else None
        digits = pattern_facts(pattern.regex).digits if pattern.digits is None else pattern.digits
        # No further than a match reaches: what is searched in vain is read to its end.
        reach_bytes = pattern.reach_bytes if pattern.digits is not None else min(pattern.reach_bytes, digits.width + 1)
        return cls(number, owner, pattern, LazyRegex(pattern.regex), finder, digits, reach_bytes)


@dataclass(frozen=True, slots=True)
class _Group:
    """The patterns of one recognizer that are searched in the same places.

    Attributes:
        first_of: all of them as one, or all of their finders; it is asked first, since most places hold none of them.
        reach_bytes: how far behind the part of the text that it begins in a match of it may end.
        digits: the run of digits that every match of any of them holds.
    """

    owner: int
    searches: tuple[_Search, ...]
    first_of: LazyRegex
    reach_bytes: int
    digits: DigitRun

    @classmethod
    def of(cls, searches: Sequence[_Search]) -> _Group:
        """The group of some patterns of one recognizer."""
        regexes = list(dict.fromkeys(search.finder or search.regex for search in searches))
        first_of = (
            regexes[0] if len(regexes) == 1 else LazyRegex(b"|".join(b"(?:%b)" % each.source for each in regexes))
        )
        reach_bytes = _LABEL_REACH if searches[0].finder else max(search.reach_bytes for search in searches)
        runs = [search.digits for search in searches]
        digits = DigitRun(min(run.digits for run in runs), max(run.lead for run in runs))
        return cls(searches[0].owner, tuple(searches), first_of, reach_bytes, digits)

    @property
    def begins_with_word(self) -> bool:
        """Whether its patterns begin with labels."""
        return self.searches[0].finder is not None


def _groups(searches: Sequence[_Search]) -> tuple[_Group, ...]:
    """The groups of patterns that need context: of one recognizer, with labels or without, beside runs or anywhere."""
    grouped: dict[tuple[int, bool, bool], list[_Search]] = {}
    for search in searches:
        if search.pattern.needs_context:
            key = (search.owner, search.finder is not None, search.digits.digits >= SHORTEST_RUN)
            grouped.setdefault(key, []).append(search)
    return tuple(_Group.of(group) for group in grouped.values())


class RecognizerSet:
    """Recognizers, compiled together. Threads share it.

    Args:
        recognizers: what to find.
        hints: patterns whose areas are reported, and nothing more.
    """

    def __init__(self, recognizers: tuple[Recognizer, ...], hints: Sequence[LazyRegex] = ()) -> None:
        self.recognizers = recognizers
        self.contexts = tuple(ContextWords(each.context) for each in recognizers)
        patterns = [(owner, pattern) for owner, each in enumerate(recognizers) for pattern in each.patterns]
        finders: dict[bytes, LazyRegex] = {}
        searches = [_Search.of(number, owner, pattern, finders) for number, (owner, pattern) in enumerate(patterns)]
        self.search_count = len(searches)
        self.free = tuple(search for search in searches if not search.pattern.needs_context)
        self.gated = _groups(searches)
        self.hint_count = len(hints)
        self._scanned_bytes = 0
        self._regexes = (
            *(search.regex for search in searches),
            *finders.values(),
            *(group.first_of for group in self.gated),
            *(regex for words in self.contexts for regex in words.regexes),
        )
        self.prefilter = Prefilter(
            [
                *(Target.of_pattern(search.regex, search.digits) for search in self.free),
                *(self.contexts[each.owner].target(each.digits, is_label=each.begins_with_word) for each in self.gated),
                *(Target.of_pattern(hint) for hint in hints),
            ]
        )
        forget()

    def scan(self, data: bytes, work_bytes: int | None = None, on_read: Callable[[int], object] = bool) -> ScanResult:
        """Find everything in valid UTF-8; total on any of it.

        Args:
            data: the text.
            work_bytes: the size that limits the work, where it is not the text's own.
            on_read: gets how many bytes have been read, again and again.
        """
        result = _Scan(self, data, work_limit(len(data) if work_bytes is None else work_bytes)).run(on_read)
        # Threads may count over each other: this is about megabytes.
        self._scanned_bytes += len(data)
        return result

    def release(self) -> bool:
        """Give up what patterns have grown, if they have read enough for it to be much; return whether they had."""
        if self._scanned_bytes < _RELEASE_BYTES:
            return False
        self._scanned_bytes = 0
        for regex in self._regexes:
            regex.release()
        return True

    def explain(self, search: _Search, judgement: Judgement, nearby: Nearby) -> Explanation:
        """How a judgement of one pattern comes to its confidence."""
        recognizer = self.recognizers[search.owner]
        steps = [ScoreStep(what=f"pattern: {search.pattern.name}", confidence=search.pattern.score)]
        if judgement.what:
            steps.append(ScoreStep(what=judgement.what, confidence=judgement.confidence))
        if nearby is not Nearby.SAYS_NOTHING:
            confidence = self.contexts[search.owner].adjusted(judgement.confidence, nearby, _SUREST)
            steps.append(ScoreStep(what=f"context: {nearby.value}", confidence=confidence))
        return Explanation(summary=f"Looks like {recognizer.title}.", steps=tuple(steps))


class _Scan:
    """The state of one pass."""

    def __init__(self, recognizers: RecognizerSet, data: bytes, limit: int) -> None:
        self._set = recognizers
        self._data = data
        self._is_ascii = data.isascii()
        self._work_left = [limit] * len(recognizers.recognizers)
        self._shared_work_left = _SHARED * limit
        self._complete = True
        self._judged: dict[tuple[int, bytes], tuple[Judgement, ...]] = {}
        self._explained: dict[tuple[int, float, str, Nearby], Explanation] = {}
        self._searched_to = [0] * recognizers.search_count
        self._drafts: list[Draft] = []

    def run(self, on_read: Callable[[int], object]) -> ScanResult:
        first_gate, first_hint = len(self._set.free), len(self._set.free) + len(self._set.gated)
        hints: list[list[tuple[int, int]]] = [[] for _ in range(self._set.hint_count)]
        tokens: list[tuple[int, int]] = []
        for window in self._set.prefilter.windows(self._data):
            tokens += window.tokens
            for index, areas in window.areas.items():
                if index < first_gate:
                    self._search_areas(self._set.free[index], areas)
                elif index < first_hint:
                    self._search_groups(self._set.gated[index - first_gate], areas)
                else:
                    hints[index - first_hint] += areas
            on_read(window.end)
        return ScanResult(
            drafts=tuple(self._drafts), hints=tuple(map(tuple, hints)), tokens=tuple(tokens), complete=self._complete
        )

    def _search_areas(self, search: _Search, areas: list[Span]) -> None:
        place, reach, size = search.regex.compiled.place, search.reach_bytes, len(self._data)
        # An area is work, whether it holds a match or not.
        self._spend(search.owner, len(areas))
        for start, end in areas:
            first = place(self._data, start, min(end + reach, size))
            if first is not None and first[0] < end:
                self._search(search, first[0], end)

    def _search_groups(self, group: _Group, areas: list[Span]) -> None:
        self._spend(group.owner, len(areas))
        first_of, reach, size = group.first_of.compiled, group.reach_bytes, len(self._data)
        for start, end in areas:
            first = first_of.place(self._data, start, min(end + reach, size))
            if first is None or first[0] >= end:
                continue
            if group.begins_with_word:
                self._search_found(group, first_of, first, end)
                continue
            for search in group.searches:
                self._search(search, first[0], end)

    def _spend(self, owner: int, units: int) -> None:
        self._work_left[owner] -= units
        self._shared_work_left -= units

    def _search(self, search: _Search, start: int, end: int) -> None:
        """Consider the matches of one pattern that begin in a part of the text."""
        pattern = search.pattern
        regex = search.regex.compiled
        position = max(start, self._searched_to[search.number])
        limit = min(end + search.reach_bytes, len(self._data))
        while position < end:
            if self._work_left[search.owner] <= 0 or self._shared_work_left <= 0:
                self._complete = False
                break
            place = regex.place(self._data, position, limit)
            if place is None or place[0] >= end:
                break
            self._spend(search.owner, 1)
            match_start, match_end = place
            found = self._consider(search, self._value_span(regex.spans_at(self._data, place, limit)))
            position = match_start + 1 if pattern.rescan and not found else max(match_end, match_start + 1)
        self._searched_to[search.number] = position

    def _search_found(self, group: _Group, first_of: Regex, place: Span | None, end: int) -> None:
        """Consider the matches of patterns where their labels or beginnings are found, up to the end of an area.

        Args:
            group: the patterns.
            first_of: finds their labels or beginnings.
            place: the first of them.
            end: the end of the area.
        """
        limit = min(end + _LABEL_REACH, len(self._data))
        is_one = len(group.searches) == 1
        while place is not None and place[0] < end:
            if self._work_left[group.owner] <= 0 or self._shared_work_left <= 0:
                self._complete = False
                break
            self._spend(group.owner, 1)
            for search in group.searches:
                if place[0] < self._searched_to[search.number]:
                    continue
                spans = self._spans_behind(search, place, is_its_own=is_one)
                if spans is not None:
                    found = self._consider(search, self._value_span(spans))
                    self._searched_to[search.number] = (
                        place[0] + 1 if search.pattern.rescan and not found else spans[0][1]
                    )
            place = first_of.place(self._data, place[0] + 1, limit)

    def _spans_behind(self, search: _Search, place: Span, *, is_its_own: bool) -> Sequence[Span] | None:
        """The match of a pattern that begins at a place, or behind a label there, and its groups.

        Args:
            search: the pattern.
            place: of a label or a beginning.
            is_its_own: whether it is the pattern's own, or maybe another's.
        """
        regex, size = search.regex.compiled, len(self._data)
        if not search.pattern.label:
            return regex.match(self._data, place[0], min(place[0] + search.reach_bytes, size))
        if not is_its_own and search.finder is not None:
            label = search.finder.compiled.match(self._data, place[0], min(place[0] + _LABEL_REACH, size))
            if label is None:
                return None
            place = label[0]
        limit = min(place[1] + search.reach_bytes, size)
        spans = regex.match(self._data, place[1], limit)
        # The label may have taken the sign that sets it apart from its value, as in "b.day:".
        if spans is None and not self._data[place[1] - 1 : place[1]].isalnum():
            spans = regex.match(self._data, place[1] - 1, limit)
        return spans

    def _value_span(self, spans: Sequence[Span]) -> Span:
        start, end = next((span for span in spans[1:] if span[0] >= 0), spans[0])
        if not self._is_ascii:
            start, end = aligned(self._data, start), aligned(self._data, end)
        return start, end

    def _consider(self, search: _Search, span: tuple[int, int]) -> bool:
        start, end = span
        recognizer = self._set.recognizers[search.owner]
        if recognizer.fits is not None and not recognizer.fits(self._data, start, end):
            return False
        nearby: Nearby | None = None
        # Behind a label there is no need to ask.
        if search.pattern.needs_context and not search.pattern.label:
            nearby = self._set.contexts[search.owner].nearby(self._data, start, end)
            if nearby not in (Nearby.LABELS, Nearby.SUPPORTS):
                return False
        found = False
        for judgement in self._judge(search, start, end):
            found = self._keep(search, judgement, start, end, nearby) or found
        return found

    def _judge(self, search: _Search, start: int, end: int) -> tuple[Judgement, ...]:
        value = self._data[start:end]
        pattern = search.pattern
        if pattern.judge is None:
            length = end - start if self._is_ascii else len(value.decode("utf-8"))
            return (Judgement(start=0, end=length, confidence=pattern.score, what=""),)
        judged = self._judged.get((search.number, value))
        if judged is None:
            self._spend(search.owner, self._set.recognizers[search.owner].cost)
            judged = self._judged[search.number, value] = pattern.judge(value.decode("utf-8"))
        return judged

    def _keep(self, search: _Search, judgement: Judgement, start: int, end: int, nearby: Nearby | None) -> bool:
        first, last = start + judgement.start, start + judgement.end
        if not self._is_ascii:
            value = self._data[start:end].decode("utf-8")
            first = start + len(value[: judgement.start].encode("utf-8"))
            last = start + len(value[: judgement.end].encode("utf-8"))
        if nearby is None or (first, last) != (start, end):
            nearby = self._set.contexts[search.owner].nearby(self._data, first, last)
        explanation = self._explain(search, judgement, nearby)
        if explanation.steps[-1].confidence < MIN_CONFIDENCE or first >= last:
            return False
        self._spend(search.owner, _KEPT_COST)
        self._drafts.append(Draft(first, last, self._set.recognizers[search.owner], explanation))
        return True

    def _explain(self, search: _Search, judgement: Judgement, nearby: Nearby) -> Explanation:
        """The steps to the finding's confidence; findings that came about alike share one explanation."""
        key = (search.number, judgement.confidence, judgement.what, nearby)
        explanation = self._explained.get(key)
        if explanation is None:
            explanation = self._explained[key] = self._set.explain(search, judgement, nearby)
        return explanation
