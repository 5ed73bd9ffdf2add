"""What is understood of a pattern's syntax."""

from __future__ import annotations

import pytest

from agent.detection.syntax import bytes_of, ops, parsed


@pytest.mark.parametrize(
    "regex",
    [
        rb"abc",
        rb"(?i)abc",
        rb"(?i:abc)d",
        rb"(?im)^a$",
        rb"(?-i:a)",
        rb"\Aabc\z",
        rb"[a-z]{2,}?",
        rb"\xe2\x80",
        "é+".encode(),
    ],
)
def test_syntax_that_both_have_is_understood(regex: bytes):
    assert parsed(regex) is not None


@pytest.mark.parametrize(
    "regex", [rb"[[:alpha:]]", rb"\pL", rb"\Qa.b\E", rb"\x{e9}", rb"(?P<name>a)", rb"(?<name>a)", rb"a(", rb"*", rb"\C"]
)
def test_other_syntax_is_not_guessed_at(regex: bytes):
    assert parsed(regex) is None


def test_tree_names_operators_and_arguments():
    tree = parsed(rb"a[0-3]")
    assert tree is not None
    assert [(operator, argument) for operator, argument in tree] == [
        (ops.LITERAL, 97),
        (ops.IN, [(ops.RANGE, (48, 51))]),
    ]


def test_bytes_of_a_class_are_known():
    assert bytes_of([(ops.LITERAL, 97), (ops.RANGE, (48, 50))]) == frozenset(b"a012")


def test_bytes_of_a_class_with_more_in_it_are_not():
    assert bytes_of([(ops.LITERAL, 97), (ops.CATEGORY, ops.CATEGORY_DIGIT)]) == frozenset()
