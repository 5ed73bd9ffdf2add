"""Marks by rules: right where they stand, and none where there is nothing."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.training.examples import Example, Span
from models.training.silver import KNOWN, silver_marks, with_silver_marks


def _found(text: str) -> list[tuple[str, str]]:
    return [(span.entity, text[span.start : span.end]) for span in silver_marks(text)]


@pytest.mark.parametrize(
    "written",
    [
        "March 31, 2023",
        "Monday 19 December",
        "the first day of April 2019",
        "mid-January",
        "4 February 2015",
        "2016-05-04",
        "24/12/2019",
        "last year",
        "Thursday",
        "thirty (30) days",
        "the past two weeks",
        "three years ago",
        "FY20",
        "the third quarter of 2019",
        "1987-88",
        "the 1990s",
        "yesterday",
    ],
)
def test_days_and_spells_of_time(written: str):
    assert any(entity == "DATE" and text in written for entity, text in _found(f"It ended {written}, they say."))


@pytest.mark.parametrize(
    "text",
    [
        "Section 2016 applies, and so does 15 U.S.C. 1681.",
        "It may be that a second opinion helps.",
        "The patient is a 64-year-old woman, a sixty years old teacher.",
        "It costs $1995 and weighs 1900 kg.",
        "Version 3.2015.1 of the march of progress.",
        "They asked each minute, one day.",
    ],
)
def test_numbers_and_words_that_are_no_days(text: str):
    assert [entity for entity, _ in _found(text) if entity == "DATE"] == []


def test_amounts_and_names_that_say_what_they_are():
    text = "Mr. Roe of Acme Widgets, Inc. paid US$1.2 million to the Department of Odd Affairs; Dr. A. B. Poe 20 euros."
    assert _found(text) == [
        ("PERSON", "Roe"),
        ("ORGANIZATION", "Acme Widgets, Inc."),
        ("MONEY", "US$1.2 million"),
        ("ORGANIZATION", "Department of Odd Affairs"),
        ("PERSON", "A. B. Poe"),
        ("MONEY", "20 euros"),
    ]
    assert _found("Mr. Speaker, any Governmental Agency and the Reporting Agency may ask the Company.") == []


@given(st.text(alphabet="May 1st2, the of Inc.Mr$\n\u2019-", max_size=300))
def test_marks_never_overlap_and_stand_in_order(text: str):
    spans = silver_marks(text)
    assert all(span.start < span.end <= len(text) for span in spans)
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))


def test_only_bare_documents_are_marked():
    document = Example(text="Due on May 3.", category="legal", source="a")
    marked, *others = with_silver_marks(
        [
            document,
            Example(text="Due on May 3.", category="source_code", source="a"),
            Example(text="Born in 1970.", category="hr", source="a"),
            Example(text="Due on May 3.", source="a"),
            Example(text="Due on May 3.", category="legal", source="a", known=frozenset({"PERSON"})),
        ]
    )
    assert (marked.spans, marked.known) == ((Span(7, 12, "DATE"),), KNOWN)
    assert all("DATE" not in each.known and not each.spans for each in others)
