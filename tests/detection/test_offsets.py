"""Byte offsets and code points."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agent.detection.offsets import aligned, code_point_offsets, encode


@given(st.text())
def test_every_character_s_offset_maps_back(text: str):
    data = encode(text)
    starts = [len(encode(text[:index])) for index in range(len(text) + 1)]
    assert code_point_offsets(data, reversed(starts)) == {start: index for index, start in enumerate(starts)}


@given(st.text(min_size=1), st.data())
def test_byte_inside_a_character_is_moved_to_its_start(text: str, data: st.DataObject):
    index = data.draw(st.integers(0, len(text) - 1))
    start, end = len(encode(text[:index])), len(encode(text[: index + 1]))
    assert {aligned(encode(text), offset) for offset in range(start, end)} == {start}


def test_end_of_the_text_stays():
    assert aligned(encode("aé"), 3) == 3


def test_lone_surrogate_is_one_byte():
    assert encode("a\ud800b") == b"a?b"
