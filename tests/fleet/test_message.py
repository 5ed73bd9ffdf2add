"""What all messages have in common."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from agent.fleet.message import DeviceId, Message, MessageRefusedError, Name, ShortText, Slug, parse_message


class _Example(Message):
    name: Name
    slug: Slug = "a"


@given(st.from_regex(r"[^\x00-\x1f\x7f-\x9f]{1,100}", fullmatch=True))
def test_a_message_is_read_as_it_was_written(name: str):
    message = _Example(name=name)
    assert parse_message(_Example, message.to_bytes(), 10_000) == message


def test_fields_of_newer_versions_are_read_over():
    assert parse_message(_Example, b'{"name": "x", "newer": 1}', 100) == _Example(name="x")


@pytest.mark.parametrize(
    ("untrusted", "place"),
    [(b"", "message"), (b"[]", "message"), (b"{}", "name"), (b'{"name": "hidden\\u0000"}', "name")],
)
def test_what_is_no_message_is_refused_by_field_and_never_quoted(untrusted: bytes, place: str):
    with pytest.raises(MessageRefusedError) as caught:
        parse_message(_Example, untrusted, 100)
    assert caught.value.detail.startswith(f"{place}: ")
    assert "hidden" not in str(caught.value)


def test_a_message_beyond_its_limit_is_not_looked_at():
    with pytest.raises(MessageRefusedError, match="too large"):
        parse_message(_Example, b"x" * 101, 100)


def test_a_message_does_not_change():
    message = _Example(name="x")
    with pytest.raises(ValidationError):
        message.name = "y"


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (Slug, ["a", "sales-2", "a_b", "0", "a" * 60], ["", "A", "-a", "a b", "a" * 61, "a\n", "é"]),
        (DeviceId, ["0" * 32, "abcdef0123456789" * 2], ["", "0" * 31, "0" * 33, "A" * 32, "0" * 32 + "\n"]),
        (Name, ["a", "Ana María", "日本", "a" * 100], ["", "a" * 101, "a\n", "\x1b[2J", "a\x85"]),
        (ShortText, ["", "1.2"], ["a" * 101, "a\n", "\x7f"]),
    ],
)
def test_each_kind_of_text_has_its_form(kind: type[str], good: list[str], bad: list[str]):
    adapter = TypeAdapter(kind)
    for text in good:
        assert adapter.validate_python(text) == text
    for text in bad:
        with pytest.raises(ValidationError):
            adapter.validate_python(text)
