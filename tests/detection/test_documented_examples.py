"""Documented examples; each stands here in pieces, for the scanners' sake."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.documented_examples import is_documented_example

DOCUMENTED = [
    ("Stripe", "sk_test_4eC39HqLyj" + "WDarjtT1zdp7dc"),
    ("RFC 7617", "QWxhZGRpbjpvcGVu" + "IHNlc2FtZQ=="),
    ("RFC 6749", "2YotnFZFEjr1" + "zCsicMWpAA"),
    (
        "storage emulator",
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFs" + "uFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
    ),
]

OTHER = [
    ("another key", "sk_test_4eC39HqLyj" + "WDarjtT1zdp7dd"),
    ("a part", "QWxhZGRpbjpvcGVu"),
    ("empty", ""),
    ("lone surrogate", "\ud800"),
]


@pytest.mark.parametrize("value", [case[1] for case in DOCUMENTED], ids=[case[0] for case in DOCUMENTED])
def test_documented(value: str):
    assert is_documented_example(value)


@pytest.mark.parametrize("value", [case[1] for case in OTHER], ids=[case[0] for case in OTHER])
def test_not_documented(value: str):
    assert not is_documented_example(value)


@given(st.text(min_size=1, max_size=8))
def test_an_example_with_more_around_it_is_another_value(more: str):
    assert not is_documented_example(DOCUMENTED[0][1] + more)
