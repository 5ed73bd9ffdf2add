"""What makes a key a key: drawn by lot, standing alone, its proof."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.recognizers.secret_formats.key_form import (
    begins_alone,
    confirming,
    is_no_digest,
    looks_drawn,
    stands_alone,
)
from tests.detection.recognizers.secret_formats.scanning import hexadecimal
from tests.detection.samples import random_text

DRAWN = [
    ("letters and digits", random_text(32), True),
    ("hexadecimal", hexadecimal(32), True),
    ("with a prefix", "pre_" + random_text(20), True),
    ("mask", "pre_" + "x" * 20, False),
    ("two characters", "abab" * 8, False),
    ("sequence", "abcdefghijklmnopqrstuvwxyz", False),
    ("numbers in order", "1234567890123456", False),
    ("words", "returns_true_for_missing_key", False),
    ("words with capitals", "test_list_of_many_additionalItems", False),
    ("words and a number", "test_object_without_title_type_draft3", False),
    ("letters of both cases", "".join(filter(str.isalpha, random_text(40))), True),
    ("empty", "", False),
]

ALONE = [
    ("whole text", b"[key]", True),
    ("quoted", b'"[key]"', True),
    ("in a path", b"/[key]/", True),
    ("behind an escape", b"\\n[key]", True),
    ("behind a letter", b"n[key]", False),
    ("behind an underscore", b"_[key]", False),
    ("before a digit", b"[key]1", False),
    ("before an underscore", b"[key]_", False),
]


@pytest.mark.parametrize(("value", "expected"), [case[1:] for case in DRAWN], ids=[case[0] for case in DRAWN])
def test_looks_drawn(value: str, *, expected: bool):
    assert looks_drawn(value) is expected


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in ALONE], ids=[case[0] for case in ALONE])
def test_stands_alone(text: bytes, *, expected: bool):
    data = text.replace(b"[", b"").replace(b"]", b"")
    assert stands_alone(data, text.index(b"["), text.index(b"]") - 1) is expected


@pytest.mark.parametrize(
    ("before", "expected"), [(b" ", True), (b"_", True), (b"\\t", True), (b"q", False), (b"", True)]
)
def test_begins_alone(before: bytes, *, expected: bool):
    assert begins_alone(before + b"key and more", len(before), len(before) + 3) is expected


@pytest.mark.parametrize(("value", "expected"), [("ico-0af9", False), ("ico-0AF9", False), ("ico-0ag9", True)])
def test_digests_are_known(value: str, *, expected: bool):
    assert is_no_digest(value) is expected


def test_a_value_needs_its_proof():
    value = random_text(32)
    assert confirming(0.9, proof=lambda _: False)(value) == ()
    assert [each.confidence for each in confirming(0.9, proof=lambda _: True)(value)] == [0.9]


def test_a_key_that_counts_up_is_less_sure():
    (counting,) = confirming(0.9)("key_1234567890abcdef1234567890abcdef")
    (drawn,) = confirming(0.9)("key_" + hexadecimal(32))
    assert counting.confidence < drawn.confidence


@pytest.mark.parametrize("value", ["key_12345678901234567890", "key_abcdefghijklmnopqrstuvwxyz"])
def test_digits_or_letters_that_count_up_are_no_key(value: str):
    assert confirming(0.9)(value) == ()


@given(st.text(), st.integers(min_value=0, max_value=20))
def test_any_value_is_judged(value: str, variety: int):
    for judgement in confirming(0.9, variety=variety)(value):
        assert (judgement.start, judgement.end) == (0, len(value))
