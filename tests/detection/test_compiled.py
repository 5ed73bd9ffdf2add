"""RE2 over bytes."""

from __future__ import annotations

import pytest
import re2

from agent.detection.compiled import LazyRegex, LazySet, compile_pattern


def test_search_gives_the_spans_of_match_and_groups():
    spans = compile_pattern(rb"a(b)?(c)").search(b"xxacx", 0, 5)
    assert spans is not None
    assert list(spans) == [(2, 4), (-1, -1), (3, 4)]


def test_search_stays_within_its_bounds():
    regex = compile_pattern(rb"abc")
    assert regex.search(b"abcabc", 1, 6) is not None
    assert regex.search(b"abcabc", 1, 5) is None
    assert regex.search(b"", 0, 0) is None


def test_every_match_has_its_span():
    regex = compile_pattern(rb"[0-9]+")
    assert list(regex.spans(b"1 22 x 333")) == [(0, 1), (2, 4), (7, 10)]
    assert list(regex.spans(b"x")) == []


def test_occurrence_is_a_yes_or_no():
    regex = compile_pattern(rb"(?i)word")
    assert regex.occurs(b"a WORD b")
    assert not regex.occurs(b"wor d")


def test_bytes_above_ascii_are_single_characters():
    assert compile_pattern(rb"^[\x80-\xff]{2}$").occurs("é".encode())


def test_what_is_no_pattern_is_refused():
    with pytest.raises(re2.error):
        compile_pattern(rb"(?=a)")


def test_lazy_pattern_is_compiled_once():
    lazy = LazyRegex(rb"a+")
    assert lazy.compiled is lazy.compiled
    assert lazy.compiled.occurs(b"baa")


def test_set_tells_which_patterns_a_text_may_begin_with():
    patterns = LazySet([rb"pass(?:word)?", rb"(?i)PASS", rb"word", rb"\bpass\b"])
    assert sorted(patterns.beginning(b"password")) == [0, 1]
    assert sorted(patterns.beginning(b"pass word")) == [0, 1, 3]
    assert not patterns.beginning(b" pass")
    assert not patterns.beginning(b"")


def test_set_answers_alike_after_it_was_given_up():
    patterns = LazySet([rb"a", rb"b"])
    assert list(patterns.beginning(b"b")) == [1]
    patterns.release()
    assert list(patterns.beginning(b"b")) == [1]
