"""Every definition is checked, and each problem is told with its place."""

from __future__ import annotations

from agent.core.custom import CustomDefinitions
from agent.detection.custom import check_definitions
from tests.detection.custom.samples import dictionary, recognizer


def test_good_definitions_have_no_problems():
    definitions = CustomDefinitions(recognizers=(recognizer(),), dictionaries=(dictionary("Blue Heron", "Kestrel"),))
    assert list(check_definitions(definitions)) == []
    assert list(check_definitions(CustomDefinitions())) == []


def test_problems_come_in_document_order_with_their_places():
    definitions = CustomDefinitions(
        recognizers=(recognizer(), recognizer("("), recognizer(examples=("nothing",))),
        dictionaries=(dictionary("Kestrel"), dictionary("Kestrel", "x", "...")),
    )
    assert [problem.path for problem in check_definitions(definitions)] == [
        ("recognizers", 1, "pattern"),
        ("recognizers", 2, "examples", 0),
        ("dictionaries", 1, "terms", 1),
        ("dictionaries", 1, "terms", 2),
    ]
