"""The prefilter names the patterns that occur in each window."""

from __future__ import annotations

import pytest
import re2

from agent.detection.compiled import WINDOW_BYTES, LazyRegex, Prefilter, compile_pattern


def _prefilter(*regexes: bytes) -> Prefilter:
    return Prefilter([LazyRegex(regex) for regex in regexes])


def test_windows_name_the_patterns_that_occur():
    patterns = _prefilter(rb"abc", rb"[0-9]{4}", rb"zzz")
    data = b"abc 1234" + b" " * (WINDOW_BYTES * 2 + 1000) + b"abc"
    windows = list(patterns.windows(data))
    assert [(each.start, each.hits) for each in windows] == [(0, (0, 1)), (WINDOW_BYTES * 2, (0,))]
    assert windows[-1].end == len(data)


def test_text_without_a_hit_has_no_windows():
    assert list(_prefilter(rb"abc").windows(b"x" * 100_000)) == []
    assert list(_prefilter(rb"abc").windows(b"")) == []


def test_pattern_is_seen_from_the_window_it_starts_in():
    data = b" " * (WINDOW_BYTES - 1) + b"abc"
    assert next(_prefilter(rb"abc").windows(data)).start == 0


def test_pattern_right_before_a_window_is_seen_in_it():
    data = b" " * (WINDOW_BYTES - 3) + b"abc" + b" " * 1000
    assert [each.start for each in _prefilter(rb"abc").windows(data)] == [0, WINDOW_BYTES]


def test_hostile_text_never_exhausts_the_automaton():
    # Many counters at once make the automaton large; a set that gave up would report no hit.
    patterns = _prefilter(rb"[a-f](?:[ab]{20}|[cd]{25})[0-9]{4}", rb"[ab].{57}1234")
    data = b"abababcdcdcdab" * 20_000 + b"1234"
    assert list(patterns.windows(data))[-1].hits == (1,)


def test_bytes_above_ascii_are_single_characters():
    assert compile_pattern(rb"^[\x80-\xff]{2}$").search("é".encode()) is not None


def test_what_is_no_pattern_is_refused():
    with pytest.raises(re2.error):
        compile_pattern(rb"(?=a)")


def test_lazy_pattern_is_compiled_once():
    lazy = LazyRegex(rb"a+")
    assert lazy.compiled is lazy.compiled
    assert lazy.compiled.search(b"baa") is not None
