"""What finders find in the normalized text is led back to the original."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.core import Explanation, Finding
from agent.detection.finder import FinderResult, find_all
from agent.detection.normalization import normalize


@dataclass(frozen=True, slots=True, kw_only=True)
class WordFinder:
    """Finds a word; may say that it did not read everything."""

    word: str
    complete: bool = True

    def find(self, text: str) -> FinderResult:
        """Find it."""
        findings = tuple(
            Finding(
                entity="WORD",
                start=match.start(),
                end=match.end(),
                confidence=0.9,
                recognizer="test",
                explanation=Explanation(summary="test"),
            )
            for match in re.finditer(self.word, text)
        )
        return FinderResult(findings=findings, complete=self.complete)


def test_spans_are_those_of_the_original():
    text = "a he\u00adron and a \uff28eron"
    found = find_all((WordFinder(word="[hH]eron"),), normalize(text)).findings
    assert [text[each.start : each.end] for each in found] == ["he\u00adron", "\uff28eron"]


def test_text_that_needs_no_map_keeps_its_spans():
    found = find_all((WordFinder(word="heron"),), normalize("a heron")).findings
    assert [(each.start, each.end) for each in found] == [(2, 7)]


def test_all_finders_are_asked_and_one_that_stopped_early_counts():
    whole = find_all((WordFinder(word="a"), WordFinder(word="b")), normalize("a b"))
    assert (len(whole.findings), whole.complete) == (2, True)
    part = find_all((WordFinder(word="a"), WordFinder(word="b", complete=False)), normalize("a b"))
    assert (len(part.findings), part.complete) == (2, False)


def test_without_finders_nothing_is_found_and_all_is_read():
    assert find_all((), normalize("a b")) == FinderResult()
