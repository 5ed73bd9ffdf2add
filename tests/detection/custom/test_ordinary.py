"""The sample against which patterns are tried is ordinary."""

from __future__ import annotations

from agent.detection import default_pipeline
from agent.detection.custom.ordinary import ORDINARY_TEXT


def test_no_built_in_recognizer_finds_anything_in_it():
    assert default_pipeline().find(ORDINARY_TEXT.decode("ascii")) == ()


def test_it_has_words_numbers_and_lines_enough_to_catch_a_wide_pattern():
    assert len(ORDINARY_TEXT.split()) > 300
    assert sum(word.strip(b".,;:()%").isdigit() for word in ORDINARY_TEXT.split()) > 20
    assert ORDINARY_TEXT.count(b"\n") > 20
