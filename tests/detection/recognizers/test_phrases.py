"""What markings say."""

from __future__ import annotations

import re

import pytest

from agent.detection.recognizers.marking.phrases import CAPITALS, IDEOGRAPHS, PHRASES, WORDS


@pytest.mark.parametrize("phrases", [PHRASES, WORDS, CAPITALS, IDEOGRAPHS])
def test_can_be_written_in_capitals(phrases: tuple[str, ...]):
    for phrase in phrases:
        assert phrase == phrase.lower()
        assert "\\" not in phrase
        assert re.fullmatch(phrase.upper(), "") is None


def test_phrases_are_more_than_a_word():
    assert [phrase for phrase in PHRASES if " " not in phrase and "-" not in phrase] == []


def test_no_word_is_there_twice():
    everything = (*PHRASES, *WORDS, *CAPITALS, *IDEOGRAPHS)
    assert len(set(everything)) == len(everything)
