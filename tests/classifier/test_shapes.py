"""Case and separators of tokens."""

from __future__ import annotations

import pytest

from agent.classifier.shapes import FEATURES, SEPARATORS, SHAPES, feature_of


@pytest.mark.parametrize(
    ("token", "shape"),
    [
        ("street", "lower"),
        ("Oslo", "Capitalized"),
        ("A", "Capitalized"),
        ("ACME", "UPPER"),
        ("iPhone", "miXed"),
        ("McCall", "miXed"),
        ("1234", "digits"),
        ("S3", "digits and letters"),
        ("@", "punctuation"),
        ("東京", "lower"),
    ],
)
def test_shape(token: str, shape: str):
    assert SHAPES[feature_of(token, 0, len(token), 0) // len(SEPARATORS)] == shape


@pytest.mark.parametrize(
    ("gap", "separator"),
    [("", "nothing"), (" ", "space"), ("\t", "tab or spaces"), ("   ", "tab or spaces"), (" \n", "new line")],
)
def test_separator(gap: str, separator: str):
    text = f"a{gap}b"
    assert SEPARATORS[feature_of(text, len(text) - 1, len(text), 1) % len(SEPARATORS)] == separator


def test_features_are_as_many_as_the_network_has():
    assert len(SHAPES) * len(SEPARATORS) == FEATURES
