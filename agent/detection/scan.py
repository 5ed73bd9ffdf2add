"""One pass of all recognizers over the bytes of one text.

The way of a candidate, each step cheaper than the next: pattern matches → its surroundings fit → context word, where
the pattern needs one → judge (checksum or library; the same value is judged once) → context words adjust the score →
kept at `MIN_CONFIDENCE` and above. Each step that changed the score is in the explanation.

Patterns that need context are searched for beside such words only: the words are in the prefilter in their stead. This
is what makes a hundred weak shapes affordable.

Work is limited by the length of the text (`work_limit`), so that hostile text is read in linear time: for each
recognizer on its own, so that one's flood hides nothing from another, and for all together, in the text and in what is
derived from it. A scan that met a limit says so (`complete`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from agent.core import Explanation, ScoreStep
from agent.detection.compiled import LazyRegex, LazySet, Regex, Span
from agent.detection.context import ContextWords, Nearby
from agent.detection.facts import forget
from agent.detection.offsets import aligned
from agent.detection.prefilter import Prefilter, Target
from agent.detection.recognizer import Judgement, Recognizer
from agent.detection.searches import LABEL_REACH, Group, Search, groups_of
from agent.detection.word_places import WordPlaces, words_anywhere

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

_ASKING_COST = 1
"""What asking for the words beside a match costs all recognizers together, where it must have one: three searches."""

_SHARED = 1.25
"""How many recognizers may spend all that each of them may, on a text and on what is derived from it together."""

_LEFT_FOR_DERIVED = 0.25
"""The same for the derived text alone, when the text has taken the rest."""


def work_limit(size_bytes: int) -> int:
    """How many units of work one recognizer may spend on a text.

    A match with its checks is one unit (4 to 7 µs), a judge that costs more says so (`Recognizer.cost`), and a finding
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
        work: how many units were spent.
    """

    drafts: tuple[Draft, ...]
    hints: tuple[tuple[tuple[int, int], ...], ...]
    tokens: tuple[tuple[int, int], ...]
    complete: bool
    work: int


class RecognizerSet:
    """Recognizers, compiled together. Threads share it.

    Args:
        recognizers: what to find.
        hints: patterns whose areas are reported, and nothing more.
    """

    def __init__(self, recognizers: tuple[Recognizer, ...], hints: Sequence[LazyRegex] = ()) -> None:
        self.recognizers = recognizers
        self.contexts = tuple(ContextWords(each.context) for each in recognizers)
        self.has_words = tuple(bool(words.regexes) for words in self.contexts)
        patterns = [(owner, pattern) for owner, each in enumerate(recognizers) for pattern in each.patterns]
        finders: dict[bytes, LazyRegex] = {}
        searches = [Search.of(number, owner, pattern, finders) for number, (owner, pattern) in enumerate(patterns)]
        self.search_count = len(searches)
        self.free = tuple(search for search in searches if not search.pattern.needs_context)
        self.gated = groups_of(searches)
        self.hint_count = len(hints)
        self._words: dict[int, LazyRegex | None] = {}
        self._scanned_bytes = 0
        self._regexes: tuple[LazyRegex | LazySet, ...] = (
            *(search.regex for search in searches),
            *finders.values(),
            *(group.first_of for group in self.gated),
            *(group.which for group in self.gated if group.which is not None),
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

    def scan(self, data: bytes, on_read: Callable[[int], object] = bool) -> ScanResult:
        """Find everything in valid UTF-8; total on any of it.

        Args:
            data: the text.
            on_read: gets how many bytes have been read, again and again.
        """
        limit = work_limit(len(data))
        return self._scan(data, limit, int(_SHARED * limit), on_read)

    def scan_derived(
        self, data: bytes, text_bytes: int, text_work: int, on_read: Callable[[int], object] = bool
    ) -> ScanResult:
        """The same in what is derived from a text, with what is left of the text's work.

        Args:
            data: the derived text.
            text_bytes: the size of the text.
            text_work: what was spent on it.
            on_read: as of `scan`.
        """
        limit = work_limit(text_bytes)
        return self._scan(data, limit, max(int(_SHARED * limit) - text_work, int(_LEFT_FOR_DERIVED * limit)), on_read)

    def _scan(self, data: bytes, limit: int, shared_limit: int, on_read: Callable[[int], object]) -> ScanResult:
        result = _Scan(self, data, limit, shared_limit).run(on_read)
        # Threads may count over each other: this is about megabytes.
        self._scanned_bytes += len(data)
        return result

    def words_of(self, owner: int) -> LazyRegex | None:
        """What finds the context words of a recognizer; None where it is not known."""
        if owner not in self._words:
            self._words[owner] = words_anywhere(self.recognizers[owner].context)
        return self._words[owner]

    def release(self) -> bool:
        """Give up what patterns have grown, if they have read enough for it to be much; return whether they had."""
        if self._scanned_bytes < _RELEASE_BYTES:
            return False
        self._scanned_bytes = 0
        for regex in self._regexes:
            regex.release()
        self._words = {}
        return True

    def explain(self, search: Search, judgement: Judgement, nearby: Nearby) -> Explanation:
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

    def __init__(self, recognizers: RecognizerSet, data: bytes, limit: int, shared_limit: int) -> None:
        self._set = recognizers
        self._data = data
        self._is_ascii = data.isascii()
        self._work_left = [limit] * len(recognizers.recognizers)
        self._shared_limit = self._shared_work_left = shared_limit
        self._complete = True
        self._judged: dict[tuple[int, bytes], tuple[Judgement, ...]] = {}
        self._explained: dict[tuple[int, float, str, int], Explanation] = {}
        self._word_places: dict[int, WordPlaces] = {}
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
            drafts=tuple(self._drafts),
            hints=tuple(map(tuple, hints)),
            tokens=tuple(tokens),
            complete=self._complete,
            work=self._shared_limit - self._shared_work_left,
        )

    def _search_areas(self, search: Search, areas: list[Span]) -> None:
        place, reach, size = search.regex.compiled.place, search.reach_bytes, len(self._data)
        # An area is work, whether it holds a match or not.
        self._spend(search.owner, len(areas))
        for start, end in areas:
            first = place(self._data, start, min(end + reach, size))
            if first is not None and first[0] < end:
                self._search(search, first[0], end)

    def _search_groups(self, group: Group, areas: list[Span]) -> None:
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

    def _search(self, search: Search, start: int, end: int) -> None:
        """Consider the matches of one pattern that begin in a part of the text."""
        data, owner, rescan = self._data, search.owner, search.pattern.rescan
        regex, work_left = search.regex.compiled, self._work_left
        position = max(start, self._searched_to[search.number])
        limit = min(end + search.reach_bytes, len(data))
        while position < end:
            if work_left[owner] <= 0 or self._shared_work_left <= 0:
                self._complete = False
                break
            place = regex.place(data, position, limit)
            if place is None or place[0] >= end:
                break
            work_left[owner] -= 1
            self._shared_work_left -= 1
            match_start, match_end = place
            found = self._consider(search, self._value_span(regex.spans_at(data, place, limit)))
            position = match_start + 1 if (rescan and not found) or match_end <= match_start else match_end
        self._searched_to[search.number] = position

    def _search_found(self, group: Group, first_of: Regex, place: Span | None, end: int) -> None:
        """Consider the matches of patterns where their labels or beginnings are found, up to the end of an area.

        Args:
            group: the patterns.
            first_of: finds their labels or beginnings.
            place: the first of them.
            end: the end of the area.
        """
        limit = min(end + LABEL_REACH, len(self._data))
        is_one = len(group.searches) == 1
        while place is not None and place[0] < end:
            if self._work_left[group.owner] <= 0 or self._shared_work_left <= 0:
                self._complete = False
                break
            self._spend(group.owner, 1)
            for search in self._worth_a_try(group, place[0]):
                if place[0] < self._searched_to[search.number]:
                    continue
                spans = self._spans_behind(search, place, is_its_own=is_one)
                if spans is not None:
                    # The recognizer has paid for the place; what is matched there is everybody's work.
                    self._shared_work_left -= 1
                    found = self._consider(search, self._value_span(spans))
                    self._searched_to[search.number] = (
                        place[0] + 1 if search.pattern.rescan and not found else spans[0][1]
                    )
            place = first_of.place(self._data, place[0] + 1, limit)

    def _worth_a_try(self, group: Group, start: int) -> Sequence[Search]:
        """The patterns of a group that may have a match at a place."""
        if group.which is None:
            return group.searches
        return [group.searches[at] for at in group.which.beginning(self._data[start : start + group.longest_bytes])]

    def _spans_behind(self, search: Search, place: Span, *, is_its_own: bool) -> Sequence[Span] | None:
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
            label = search.finder.compiled.match(self._data, place[0], min(place[0] + LABEL_REACH, size))
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
        start, end = spans[0]
        if len(spans) > 1:
            for span in spans[1:]:
                if span[0] >= 0:
                    start, end = span
                    break
        if not self._is_ascii:
            start, end = aligned(self._data, start), aligned(self._data, end)
        return start, end

    def _consider(self, search: Search, span: tuple[int, int]) -> bool:
        start, end = span
        recognizer = self._set.recognizers[search.owner]
        if recognizer.fits is not None and not recognizer.fits(self._data, start, end):
            return False
        nearby: Nearby | None = None
        # Behind a label there is no need to ask.
        if search.pattern.needs_context and not search.pattern.label:
            self._shared_work_left -= _ASKING_COST
            nearby = self._nearby(search.owner, start, end)
            if nearby not in (Nearby.LABELS, Nearby.SUPPORTS):
                return False
        found = False
        for judgement in self._judge(search, start, end):
            found = self._keep(search, judgement, start, end, nearby) or found
        return found

    def _nearby(self, owner: int, start: int, end: int) -> Nearby:
        if not self._set.has_words[owner]:
            return Nearby.SAYS_NOTHING
        places = self._word_places.get(owner)
        if places is None:
            places = self._word_places[owner] = WordPlaces(self._data, self._set.words_of(owner))
        if not places.may_be_beside(start, end):
            return Nearby.SAYS_NOTHING
        return self._set.contexts[owner].nearby(self._data, start, end)

    def _judge(self, search: Search, start: int, end: int) -> tuple[Judgement, ...]:
        value = self._data[start:end]
        key = (search.number, value)
        judged = self._judged.get(key)
        if judged is None:
            pattern, text = search.pattern, value.decode("utf-8")
            if pattern.judge is None:
                judged = (Judgement(start=0, end=len(text), confidence=pattern.score, what=""),)
            else:
                self._spend(search.owner, self._set.recognizers[search.owner].cost)
                judged = pattern.judge(text)
            self._judged[key] = judged
        return judged

    def _keep(self, search: Search, judgement: Judgement, start: int, end: int, nearby: Nearby | None) -> bool:
        first, last = start + judgement.start, start + judgement.end
        if not self._is_ascii and last != end:
            value = self._data[start:end].decode("utf-8")
            first = start + len(value[: judgement.start].encode("utf-8"))
            last = start + len(value[: judgement.end].encode("utf-8"))
        if nearby is None or (first, last) != (start, end):
            nearby = self._nearby(search.owner, first, last)
        # Findings that came about alike share one explanation. By the member's id: an enumeration hashes slowly.
        key = (search.number, judgement.confidence, judgement.what, id(nearby))
        explanation = self._explained.get(key)
        if explanation is None:
            explanation = self._explained[key] = self._set.explain(search, judgement, nearby)
        if explanation.steps[-1].confidence < MIN_CONFIDENCE or first >= last:
            return False
        self._spend(search.owner, _KEPT_COST)
        self._drafts.append(Draft(first, last, self._set.recognizers[search.owner], explanation))
        return True
