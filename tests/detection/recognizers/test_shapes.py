"""Judges of phone numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.recognizers.phone.shapes import judge_beside_word, judge_grouped, judge_international

WRITTEN = st.text("0123456789 .-/()", min_size=7, max_size=30).filter(lambda text: text.strip(" .-/()") != "")


@given(WRITTEN)
def test_every_judgement_lies_in_the_value(text: str):
    for judge in (judge_international, judge_grouped, judge_beside_word):
        assert all(0 <= each.start < each.end <= len(text) for each in judge(text))


def test_extension_belongs_to_the_number():
    value = "(415) 555-2671 ext. 12"
    assert [each.end for each in judge_grouped(value)] == [len(value)]


def test_another_number_in_the_same_grouping_does_not():
    (judgement,) = judge_international("+33 1 42 68 53 00 12")
    assert judgement.end == len("+33 1 42 68 53 00")


def test_prefers_a_valid_number_to_a_longer_possible_one():
    (judgement,) = judge_international("+1 415 555 2671 24")
    assert judgement.end == len("+1 415 555 2671")


@pytest.mark.parametrize(
    "value",
    ["(2019) 123-4567", "0-306-40615-2", "012-34-567-8", "05-06-2024", "01.02.2024", "0000 0000 000", "0.12.345.6789"],
)
def test_groups_of_something_else(value: str):
    assert judge_grouped(value) == ()


@pytest.mark.parametrize(
    "value",
    [
        "2024-05-06",
        "20240506",
        "2019-2020",
        "192.168.100.100",
        "978-3-16-148410-0",
        "123-45-6789",
        "12345.6789",
        "1 2 3 4 5 6 7",
    ],
)
def test_digits_of_something_else_beside_a_word(value: str):
    assert judge_beside_word(value) == ()
