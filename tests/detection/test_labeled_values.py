# ruff: noqa: RUF001 - letters beyond ASCII are what is tested
"""What ends a label's reach, and where the value behind it begins."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.labeled_values import (
    Reach,
    Shape,
    folded,
    judge_before_label,
    judge_labeled,
    pattern_before_label,
    reach,
)

REACHES = [
    ("nothing between", ": ", Reach.DIRECT),
    ("words that go with a number", " number is ", Reach.DIRECT),
    ("the rest of a field's name", 'Number": "', Reach.DIRECT),
    ("a field's name with underscores", "_no = ", Reach.DIRECT),
    ("German", "-Nr. lautet ", Reach.DIRECT),
    ("Chinese", "号码：", Reach.DIRECT),
    ("a form's line", " No.\n  ", Reach.DIRECT),
    ("a form's line, an empty one behind it", " No.\n\n", Reach.DIRECT),
    ("an answer", "?\nCustomer: sure, it's ", Reach.DIRECT),
    ("an answer of a marked speaker", " please.\n\n**User**: ", Reach.DIRECT),
    ("an answer to a request", " number.\nClient: Sure, it is ", Reach.DIRECT),
    ("whose it is", " of the applicant: ", Reach.DIRECT),
    ("where it is kept", " we have on file is ", Reach.DIRECT),
    ("no answer", " number.\nThe weather in Leeds is ", Reach.NONE),
    ("an order, no answer", " please.\nOrder: ", Reach.NONE),
    ("a name", " of Jane Doe: ", Reach.LOOSE),
    ("another thing's label", " yes, phone: ", Reach.NONE),
    ("a second key", ": yes | Booking: ", Reach.NONE),
    ("the end of a sentence", " renews itself. Room ", Reach.NONE),
    ("a word glued to the label", "ation ", Reach.NONE),
    ("a glued name of another thing", 'ExpiryDate": "', Reach.NONE),
    ("a sum", " costs $", Reach.NONE),
    ("the next line's own label", "?\nCustomer: my phone is ", Reach.NONE),
    ("the next line of a form", "\nPostcode: ", Reach.NONE),
    ("the next line of a form, which is no answer", "?\nPhone: ", Reach.NONE),
    ("words on the next line", "\nhouse ", Reach.NONE),
    ("too many words", " he had lost when leaving for Leeds that night ", Reach.NONE),
]

VALUES = [
    ("digits", ": 12345", "12345"),
    ("letters before them", " is AB12345", "AB12345"),
    ("dashed letters", ": AB-12345", "AB-12345"),
    ("letters in front", " number AB 12345", "AB 12345"),
    ("filler in capitals", " NO 12345", "12345"),
    ("punctuation behind", " (12345).", "12345"),
]

NO_VALUES = [
    ("no digit", ": none"),
    ("goes on", ": 12345x"),
    ("a decimal", ": 12345.6"),
    ("a share", ": 12345%"),
    ("refused by its shape", ": 99999"),
    ("another thing", " expires 12345"),
    ("nothing", ""),
]


def _shape(value: str) -> Shape | None:
    return None if value == "99999" else Shape(confidence=0.8, what="five digits")


JUDGE = judge_labeled(re.compile("(?:[A-Z]{2}[- ]?)?[0-9]{5}"), _shape, loose=0.3)


@pytest.mark.parametrize(("gap", "expected"), [case[1:] for case in REACHES], ids=[case[0] for case in REACHES])
def test_knows_how_far_a_label_reaches(gap: str, expected: Reach):
    assert reach(gap) is expected


@pytest.mark.parametrize(("tail", "expected"), [case[1:] for case in VALUES], ids=[case[0] for case in VALUES])
def test_finds_the_value(tail: str, expected: str):
    (found,) = JUDGE(tail)
    assert tail[found.start : found.end] == expected
    assert found.confidence == 0.8


@pytest.mark.parametrize("tail", [case[1] for case in NO_VALUES], ids=[case[0] for case in NO_VALUES])
def test_finds_no_value(tail: str):
    assert JUDGE(tail) == ()


def test_is_less_sure_behind_other_words():
    (found,) = JUDGE(" of Jane Doe: 12345")
    assert found.confidence == 0.5


BEFORE = pattern_before_label(
    "five digits and a label", ("widget",), judge_before_label(_shape, less=0.2), score=0.1, digits=5, value="[0-9]{5}"
)


@pytest.mark.parametrize(
    "text",
    [
        "12345 is my widget.",
        "take 12345 as the new widget number, please",
        "12345 (Widget no.)",
        "12345, my widget",
        "12345 is my widget and that is all",
    ],
)
def test_finds_a_value_before_its_label(text: str):
    match = re.search(BEFORE.regex, text.encode())
    assert match is not None
    assert match[1] == b"12345"


@pytest.mark.parametrize(
    "text",
    [
        "12345, widget: 67890",
        "12345 widgets",
        "12345 (widget number 67890)",
        "12345 people saw my widget",
        "1234 is my widget",
        "12345\nwidget",
    ],
)
def test_finds_no_value_before_what_is_not_its_label(text: str):
    assert re.search(BEFORE.regex, text.encode()) is None


def test_is_less_sure_before_a_label():
    assert BEFORE.judge is not None
    (found,) = BEFORE.judge("12345")
    assert (found.start, found.end, found.confidence) == (0, 5, 0.6)
    assert BEFORE.judge("99999") == ()


@pytest.mark.parametrize(
    ("word", "matches", "refuses"),
    [
        ("né", ["né", "NÉ"], ["ne"]),
        ("ая?", ["а", "АЯ"], ["я"]),
        ("ıd", ["ıd", "ID"], ["d"]),
        ("číslo účtu", ["Číslo účtu", "ČÍSLO ÚČTU", "Číslo Účtu"], ["cislo uctu"]),
        ("plain", ["plain"], [""]),
    ],
)
def test_folds_letters_beyond_ascii(word: str, matches: list[str], refuses: list[str]):
    pattern = re.compile(f"(?i:{'|'.join(folded(word)).encode().decode('latin-1')})")
    assert all(pattern.fullmatch(text.encode().decode("latin-1")) for text in matches)
    assert not any(pattern.fullmatch(text.encode().decode("latin-1")) for text in refuses)


@given(st.text(max_size=80))
def test_judges_any_text(tail: str):
    for found in JUDGE(tail):
        assert 0 <= found.start < found.end <= len(tail)
