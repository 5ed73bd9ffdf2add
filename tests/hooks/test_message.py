"""What is a message, and how an answer is written."""

from __future__ import annotations

import json

import pytest

from agent.hooks.call import HookMessageError
from agent.hooks.message import answer_of, member, object_in, text_of


@pytest.mark.parametrize("message", [b'{"a": "b"}', b'\xef\xbb\xbf{"a": "b"}', b' {"a":"b"}\r\n'])
def test_a_message_is_an_object(message: bytes):
    assert object_in(message) == {"a": "b"}


@pytest.mark.parametrize(
    "message",
    [
        b"",
        b"canary",
        b'"canary"',
        b'["canary"]',
        b'{"canary": ',
        b"\xffcanary",
        b"[" * 100_000,
        b'{"a": 1}{"canary": 1}',
    ],
)
def test_anything_else_is_refused_and_not_repeated(message: bytes):
    with pytest.raises(HookMessageError) as refused:
        object_in(message)
    assert "canary" not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("value", [None, 5, ["canary"], True])
def test_a_member_of_another_kind_is_refused(value: object):
    for read in (text_of, member):
        with pytest.raises(HookMessageError) as refused:
            read({"prompt": value}, "prompt")
        assert "prompt must be" in str(refused.value)
        assert "canary" not in str(refused.value)
        with pytest.raises(HookMessageError):
            read({}, "prompt")
    assert text_of({"prompt": "x"}, "prompt") == "x"
    assert member({"prompt": {}}, "prompt") == {}


def test_an_answer_is_one_line_of_ascii_and_may_be_nothing():
    answer = answer_of({"text": "für\u2028 \ud800"})
    assert answer.output.isascii()
    assert answer.output.count("\n") == 1
    assert json.loads(answer.output) == {"text": "für\u2028 \ud800"}
    assert answer_of(None).output == ""
