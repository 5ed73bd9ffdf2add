"""JSON in base 64."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.recognizers.secret_formats.encoded_json import decoded_object, decoded_text


def _encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@given(st.text(max_size=200))
def test_text_comes_back_from_either_alphabet_padded_or_not(text: str):
    encoded = _encoded(text)
    for form in (encoded, encoded.rstrip("="), encoded.translate(str.maketrans("+/", "-_"))):
        assert decoded_text(form) == text


@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=5))
def test_object_comes_back(fields: dict[str, int | str]):
    assert decoded_object(_encoded(json.dumps(fields))) == fields


@pytest.mark.parametrize(
    "encoded",
    [
        pytest.param("no base 64!", id="other characters"),
        pytest.param("A", id="a length that base 64 lacks"),
        pytest.param(base64.b64encode(b"\xff\xfe").decode(), id="no UTF-8"),
        pytest.param(_encoded("[1]"), id="a list"),
        pytest.param(_encoded("{"), id="no JSON"),
        pytest.param(_encoded("[" * 30_000), id="nested to exhaust a parser"),
    ],
)
def test_anything_else_is_no_object(encoded: str):
    assert decoded_object(encoded) is None


@given(st.text())
def test_never_raises(text: str):
    assert decoded_object(text) is None or isinstance(decoded_object(text), dict)
