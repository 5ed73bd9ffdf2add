"""Copies of real texts keep their spans, their category and their source."""

from __future__ import annotations

from models.training.augment import with_copies
from models.training.examples import Example, Span

_MARKED = Example(text="Ada Doe lives in Oslo", spans=(Span(0, 7, "PERSON"),), known=frozenset({"PERSON"}), source="a")
_DOCUMENT = Example(text="The parties agree. " * 200, category="legal", source="b")


def test_copies_are_of_the_same_source_and_category():
    copies = list(with_copies([_MARKED, _DOCUMENT] * 50, 1))
    assert len(copies) > 120
    assert {(copy.source, copy.category) for copy in copies} == {("a", None), ("b", "legal")}


def test_lower_case_copies_keep_their_spans():
    lowered = [copy for copy in with_copies([_MARKED] * 80, 1) if copy.text == _MARKED.text.lower()]
    assert lowered
    assert all(copy.spans == _MARKED.spans and copy.known == _MARKED.known for copy in lowered)


def test_long_documents_are_also_seen_in_part():
    lengths = {len(copy.text) for copy in with_copies([_DOCUMENT] * 60, 1)}
    assert min(lengths) < 1000 < max(lengths)


def test_the_same_seed_makes_the_same_copies():
    assert list(with_copies([_MARKED, _DOCUMENT], 3)) == list(with_copies([_MARKED, _DOCUMENT], 3))
