"""What is known of patterns ahead of time is what would be worked out."""

from __future__ import annotations

import json

import pytest

from agent.detection.facts import facts_text, forget, pattern_facts, word_facts
from agent.detection.literals import required_literals, word_literals
from agent.detection.recognizers import RECOGNIZERS
from agent.detection.recognizers.__main__ import PATH, facts_of_recognizers
from agent.detection.runs import digit_run, longest_token

BUILT_IN = [pattern.regex for recognizer in RECOGNIZERS for pattern in recognizer.patterns]


def test_file_is_up_to_date():
    # After a change in a recognizer: make facts.
    assert PATH.read_text(encoding="utf-8") == facts_of_recognizers()


def test_file_has_a_line_for_each_pattern():
    lines = PATH.read_text(encoding="utf-8").splitlines()
    assert len(lines) > len(set(BUILT_IN))
    assert set(json.loads("".join(lines))) == {"patterns", "words"}


@pytest.mark.parametrize("regex", [*BUILT_IN[::40], rb"unheard-of-[0-9]{7}", rb"[[:alpha:]]+"])
def test_facts_are_those_that_would_be_worked_out(regex: bytes):
    assert pattern_facts(regex) == (required_literals(regex), digit_run(regex), longest_token(regex))


@pytest.mark.parametrize("word", ["passport", "geburtsdatum", "unheard[ _-]?of", "x"])
def test_words_in_ascii_are_looked_for_in_folded_text(word: str):
    assert word_facts(word.encode()) == word_literals(word.encode())


@pytest.mark.parametrize("word", ["паспорт", "unbekanntes Wort, naïf"])
def test_other_words_are_looked_for_in_lower_case(word: str):
    assert word_facts(word.encode()) == required_literals(word.encode())


def test_facts_are_the_same_after_they_were_forgotten():
    before = pattern_facts(BUILT_IN[0])
    forget()
    assert pattern_facts(BUILT_IN[0]) == before


def test_text_does_not_depend_on_the_order():
    patterns, words = BUILT_IN[:20], [b"passport", b"x"]
    assert facts_text(patterns, words) == facts_text(reversed(patterns), reversed(words))
