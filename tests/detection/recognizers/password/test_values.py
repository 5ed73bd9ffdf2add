"""How much a value looks like a password, and what stands in its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.recognizers.password.values import MIXED, PLAUSIBLE, STRONG, WORD, judging, strength
from tests.detection.samples import PASSWORD


@pytest.mark.parametrize(
    ("value", "least"),
    [
        ("sunshine", WORD),
        ("sunshine!", PLAUSIBLE),
        ("sunshine42", STRONG),
        ("Sunshine42", MIXED),
        (PASSWORD, MIXED),
        ("k#1cHxr9", 1.0),
    ],
)
def test_strength_grows_with_the_kinds_of_characters(value: str, least: float):
    assert strength(value) == least


@pytest.mark.parametrize("value", ["incorrect", "is not valid", "8 characters long", "2019", "Administrator"])
def test_words_and_sentences_have_no_strength(value: str):
    assert strength(value) == WORD


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (PASSWORD, PASSWORD),
        (f"“{PASSWORD}”", PASSWORD),
        (f"{PASSWORD}.", PASSWORD),
        (f"{PASSWORD}&next=home", PASSWORD),
        (f"**{PASSWORD}**", PASSWORD),
    ],
)
def test_span_of_a_bare_value_leaves_out_what_is_not_part_of_it(value: str, expected: str):
    (judgement,) = judging(0.5, STRONG, bare=True)(value)
    assert value[judgement.start : judgement.end] == expected


@pytest.mark.parametrize(
    "value",
    ["required", "string", "String?", "8-20", "self.password1", "get_secret1()", "newPassword", "/etc/db1/pass",
     ":param1", "${PASS1}", "Opt1[str]", "pass_word_2", "abc", "Xy1!" * 40],
)  # fmt: skip
def test_what_stands_in_its_place_is_refused(value: str):
    assert judging(0.5, WORD, bare=True)(value) == ()


@given(st.text(max_size=80), st.booleans())
def test_any_text_is_judged_within_its_bounds(value: str, bare: bool):
    for judgement in judging(0.5, WORD, bare=bare)(value):
        assert 0 <= judgement.start < judgement.end <= len(value)
        assert 0.5 <= judgement.confidence <= 0.95
