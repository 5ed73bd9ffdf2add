"""A gesture in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from agent.core import Assessment, Category, Channel, Inspection, ModelState, OperatingSystem, Scope
from agent.policy.authoring.contents import sketch
from agent.policy.authoring.gesture_words import content_in_words, gesture_in_words
from tests.policy.drawn import DAY
from tests.policy.samples import facts


def _content(*counts: tuple[str, int, float], **known: Any) -> Assessment:  # noqa: ANN401 - what a sketch takes
    return sketch(*counts, **known).assessment()


@pytest.mark.parametrize(
    ("assessment", "words"),
    [
        (_content(), "a text with nothing in it"),
        (_content(("CREDIT_CARD", 1, 1.0)), "1 CREDIT_CARD"),
        (_content(("IBAN", 5, 0.795), ("EMAIL", 1, 1.0)), "5 IBAN (79.5% sure) and 1 EMAIL"),
        (_content(category=Category.LEGAL), "a legal text"),
        (_content(("PERSON", 1, 1.0), category=Category.HR), "1 PERSON in an HR text"),
        (_content(inspection=Inspection.UNINSPECTABLE), "a text that cannot be read"),
        (_content(("EMAIL", 1, 1.0), inspection=Inspection.PARTIAL), "1 EMAIL in a text read only in part"),
        (_content(model=ModelState.UNAVAILABLE, category=Category.GENERAL), "a general text without the model"),
    ],
)
def test_says_what_is_in_it(assessment: Assessment, words: str):
    assert content_in_words(assessment) == words


def test_every_extent_of_reading_but_whole_is_told():
    for inspection in Inspection:
        whole = inspection is Inspection.COMPLETE
        assert (content_in_words(_content(inspection=inspection)) == content_in_words(_content())) is whole
    for model in ModelState:
        whole = model is ModelState.COMPLETE
        assert (content_in_words(_content(model=model)) == content_in_words(_content())) is whole


def test_every_category_is_told():
    assert len({content_in_words(_content(category=each)) for each in (None, *Category)}) == len(Category) + 1


def test_says_where_it_goes_and_how():
    asked = replace(facts(channel=Channel.FILE_UPLOAD), assessment=_content(("EMAIL", 2, 1.0)))
    assert gesture_in_words(asked) == "2 EMAIL to Acme by file upload"


def test_says_who_and_when_where_that_is_known():
    scope = Scope(
        user="jdoe",
        groups=frozenset({"sales", "staff"}),
        team="berlin",
        device_id="d-1",
        os=OperatingSystem.LINUX,
        addresses=("10.0.0.1",),
        at=DAY,
    )
    asked = replace(facts(), assessment=_content(), scope=scope)
    assert gesture_in_words(asked).endswith(
        "(user jdoe, group sales and staff, team berlin, device d-1, linux, at 10.0.0.1, Friday 09:00)"
    )
