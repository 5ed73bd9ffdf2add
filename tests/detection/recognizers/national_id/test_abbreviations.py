"""Every short name is known in front of a value, as a whole word."""

from __future__ import annotations

import pytest

from agent.detection.recognizers.national_id.abbreviations import ABBREVIATIONS
from agent.detection.recognizers.national_id.labels import LABELS
from tests.detection.recognizers.national_id.found import ids


@pytest.mark.parametrize("label", ABBREVIATIONS)
def test_a_value_behind_the_label_is_found(label: str):
    assert [value for _, value in ids(f"{label} 48-2291-77X3")] == ["48-2291-77X3"]
    assert [value for _, value in ids(f"{label.capitalize()}: 48-2291-77X3")] == ["48-2291-77X3"]


@pytest.mark.parametrize("label", [each for each in ABBREVIATIONS if each.isalpha() and each.isascii()])
def test_a_longer_word_is_another_word(label: str):
    assert ids(f"x{label}: 48-2291-77X3") == []


def test_no_name_stands_there_twice():
    assert len({*LABELS, *ABBREVIATIONS}) == len(LABELS) + len(ABBREVIATIONS)
