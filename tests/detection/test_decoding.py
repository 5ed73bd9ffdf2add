"""Tokens that hide text, one level deep."""

from __future__ import annotations

import base64
import random
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.decoding import decoded_base64, decoded_hex, decoded_percent

HIDDEN = b"user=jane; password=Blue7Horse"
TEXTS = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=24, max_size=120).filter(
    lambda text: len(set(text)) >= 5
)


@given(TEXTS)
def test_base64_is_undone(text: str):
    token = base64.b64encode(text.encode())
    (decoded,) = decoded_base64(token, 7)
    assert (decoded.start, decoded.end, decoded.text) == (7, 7 + len(token), text.encode())


@given(TEXTS)
def test_url_safe_base64_without_padding_is_undone(text: str):
    (decoded,) = decoded_base64(base64.urlsafe_b64encode(text.encode()).rstrip(b"="), 0)
    assert decoded.text == text.encode()


@given(TEXTS)
def test_hexadecimal_is_undone(text: str):
    (decoded,) = decoded_hex(text.encode().hex().encode(), 0)
    assert decoded.text == text.encode()


@given(TEXTS)
def test_percent_encoding_is_undone(text: str):
    token = quote(text, safe="").encode()
    assert [each.text for each in decoded_percent(token, 0)] == ([text.encode()] if token != text.encode() else [])


def test_lines_of_one_token_belong_together():
    encoded = base64.encodebytes(HIDDEN * 7)
    lines = list(decoded_base64(encoded.rstrip(b"\n"), 100))
    assert b"".join(each.text for each in lines) == HIDDEN * 7
    assert [each.continues for each in lines] == [False, True, True, True]
    assert [encoded[each.start - 100 : each.end - 100] for each in lines] == encoded.split()


def test_text_in_other_scripts_is_text():
    text = "Пароль от почты сотрудника: Horse7".encode()
    assert [each.text for each in decoded_base64(base64.b64encode(text), 0)] == [text]


@pytest.mark.parametrize("seed", range(20))
def test_random_bytes_are_no_text(seed: int):
    data = random.Random(seed).randbytes(40)  # noqa: S311 - test data
    assert list(decoded_base64(base64.b64encode(data), 0)) == []
    assert list(decoded_hex(data.hex().encode(), 0)) == []


@pytest.mark.parametrize(
    "token",
    [b"InternationalizationOf", b"AAAAAAAAAAAAAAAAAAAAAAAA", b"abcdefghijklmnopqrstu", b"ICAgICAgICAgICAgICAgICAg"],
)
def test_words_and_padding_are_no_text(token: bytes):
    assert list(decoded_base64(token, 0)) == []


@given(st.binary(max_size=60))
def test_no_token_raises(token: bytes):
    letters = base64.b64encode(token)
    list(decoded_base64(letters or b"A", 0))
    list(decoded_hex(token.hex().encode(), 0))
    list(decoded_percent(token, 0))
