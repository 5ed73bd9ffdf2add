"""Frames and messages: what is encoded is what is parsed, and nothing else is a message."""

from __future__ import annotations

import json
import struct
import traceback
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.ipc.codec import (
    FRAME_LIMIT_BYTES,
    INVALID_REQUEST,
    PARSE_ERROR,
    REFUSED,
    ErrorBody,
    ErrorResponse,
    FrameDecoder,
    FrameError,
    Message,
    MessageError,
    Notification,
    Request,
    Response,
    encode_message,
    parse_message,
)

CANARY = "canary-5f1d"

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(st.text(), values, max_size=4)
error_bodies = st.builds(
    ErrorBody, rpc_code=st.integers(), code=st.text(), title=st.text(), detail=st.text(), hint=st.text()
)
messages: st.SearchStrategy[Message] = st.one_of(
    st.builds(Request, id=st.integers(), method=st.text(), params=objects),
    st.builds(Notification, method=st.text(), params=objects),
    st.builds(Response, id=st.integers(), result=objects),
    st.builds(ErrorResponse, id=st.none() | st.integers(), error=error_bodies),
)


def header(length: int) -> bytes:
    return struct.pack(">I", length)


def payload(**members: Any) -> bytes:  # noqa: ANN401 - any JSON
    return json.dumps({"jsonrpc": "2.0", **members}).encode()


@given(sent=st.lists(messages, max_size=4), data=st.data())
def test_messages_survive_any_way_of_cutting_the_stream(sent: list[Message], data: st.DataObject):
    stream = b"".join(encode_message(message) for message in sent)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=6)))
    decoder = FrameDecoder()
    received = [
        parse_message(frame)
        for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True)
        for frame in decoder.feed(stream[start:end])
    ]
    assert received == sent


@given(st.binary(max_size=200))
def test_no_bytes_are_more_than_refused(untrusted: bytes):
    try:
        parse_message(untrusted)
    except MessageError as exc:
        assert exc.rpc_code in {PARSE_ERROR, INVALID_REQUEST}  # noqa: PT017 - the other outcome is a message


def test_a_frame_that_is_not_whole_is_waited_for():
    decoder = FrameDecoder()
    assert list(decoder.feed(header(3) + b"ab")) == []
    assert list(decoder.feed(b"c" + header(1))) == [b"abc"]
    assert list(decoder.feed(b"d")) == [b"d"]


def test_a_frame_at_the_limit_is_taken():
    decoder = FrameDecoder(limit_bytes=3)
    assert list(decoder.feed(header(3) + b"abc")) == [b"abc"]


@pytest.mark.parametrize("length", [0, 4, 2**32 - 1])
def test_a_frame_of_another_length_is_refused_from_its_header(length: int):
    decoder = FrameDecoder(limit_bytes=3)
    with pytest.raises(FrameError):
        list(decoder.feed(header(length)))


def test_frames_before_a_bad_one_are_still_read():
    frames = FrameDecoder().feed(header(1) + b"a" + header(0))
    assert next(frames) == b"a"
    with pytest.raises(FrameError):
        next(frames)


def test_a_message_above_the_limit_is_not_encoded():
    empty = len(encode_message(Notification(method="m", params={"text": ""}))) - 4
    fitting = Notification(method="m", params={"text": "x" * (FRAME_LIMIT_BYTES - empty)})
    assert len(encode_message(fitting)) == 4 + FRAME_LIMIT_BYTES
    with pytest.raises(FrameError):
        encode_message(Notification(method="m", params={"text": CANARY + "x" * (FRAME_LIMIT_BYTES - empty)}))


def test_half_a_surrogate_pair_does_not_stop_a_message():
    frame = encode_message(Notification(method="m", params={"text": "a\ud800b"}))
    assert parse_message(frame[4:]) == Notification(method="m", params={"text": "a?b"})


@pytest.mark.parametrize(
    "untrusted",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b'{"jsonrpc": "2.0", ' + CANARY.encode(), id="cut off"),
        pytest.param(f'"{CANARY}'.encode(), id="open string"),
        pytest.param(CANARY.encode() + b"\xff\xfe", id="no UTF-8"),
        pytest.param(payload(method=CANARY).decode().encode("utf-16"), id="UTF-16"),
        pytest.param(payload(method="m", params={"x": "?"}).replace(b"?", b"\xed\xa0\x80"), id="a surrogate"),
        pytest.param(b"[" * 200_000, id="deep list"),
        pytest.param(b'{"a":' * 200_000, id="deep object"),
        pytest.param(b'{"jsonrpc": "2.0", "method": "m", "params": {"x": NaN}}', id="NaN"),
        pytest.param(b'{"jsonrpc": "2.0", "method": "m", "params": {"x": -Infinity}}', id="infinity"),
        pytest.param(b'{"jsonrpc": "2.0", "id": ' + b"9" * 5000 + b', "method": "m"}', id="endless number"),
    ],
)
def test_what_is_no_json_is_a_parse_error(untrusted: bytes):
    with pytest.raises(MessageError) as refused:
        parse_message(untrusted)
    assert refused.value.rpc_code == PARSE_ERROR
    assert CANARY not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize(
    "untrusted",
    [
        pytest.param(b"[]", id="empty batch"),
        pytest.param(b"[" + payload(id=1, method=CANARY) + b"]", id="batch"),
        pytest.param(json.dumps(CANARY).encode(), id="string"),
        pytest.param(b"null", id="null"),
        pytest.param(json.dumps({"id": 1, "method": CANARY}).encode(), id="no version"),
        pytest.param(payload(method=CANARY).replace(b'"2.0"', b'"1.0"'), id="old version"),
        pytest.param(payload(method=CANARY).replace(b'"2.0"', b"2.0"), id="version as a number"),
        pytest.param(payload(id=1, method="m", **{CANARY: 1}), id="unknown member"),
        pytest.param(payload(), id="nothing asked"),
        pytest.param(payload(id=1), id="an id only"),
        pytest.param(payload(id=True, method=CANARY), id="bool id"),
        pytest.param(payload(id=CANARY, method="m"), id="string id"),
        pytest.param(payload(id=1.0, method=CANARY), id="float id"),
        pytest.param(payload(id=None, method=CANARY), id="null id of a request"),
        pytest.param(payload(id=1, method=[CANARY]), id="method is no string"),
        pytest.param(payload(id=1, method="m", params=[CANARY]), id="params by position"),
        pytest.param(payload(id=1, method="m", result={}), id="request and response"),
        pytest.param(payload(method="m", error={}), id="notification and error"),
        pytest.param(payload(id=1, result=CANARY), id="result is no object"),
        pytest.param(payload(result={}), id="result without id"),
        pytest.param(payload(id=None, result={}), id="result with null id"),
        pytest.param(payload(id=1, result={}, error={"code": 1, "message": CANARY}), id="result and error"),
        pytest.param(payload(id=1, error=CANARY), id="error is no object"),
        pytest.param(payload(id=1, error={"code": True, "message": CANARY}), id="error code is a bool"),
        pytest.param(payload(id=1, error={"code": 1}), id="error without message"),
        pytest.param(payload(id=1, error={"code": 1, "message": 1}), id="error message is no string"),
        pytest.param(payload(id=1, error={"code": 1, "message": "m", "data": CANARY}), id="error data is no object"),
        pytest.param(payload(id=1, error={"code": 1, "message": "m", "data": {"hint": 1}}), id="hint is no string"),
    ],
)
def test_json_that_is_no_message_is_an_invalid_request(untrusted: bytes):
    with pytest.raises(MessageError) as refused:
        parse_message(untrusted)
    assert refused.value.rpc_code == INVALID_REQUEST
    assert CANARY not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize(
    ("untrusted", "message"),
    [
        (payload(id=0, method="m"), Request(id=0, method="m")),
        (payload(method="m"), Notification(method="m")),
        (payload(id=-1, result={}), Response(id=-1, result={})),
        (
            payload(error={"code": REFUSED, "message": "t"}),
            ErrorResponse(id=None, error=ErrorBody(rpc_code=REFUSED, code="", title="t")),
        ),
    ],
    ids=["request", "notification", "response", "error"],
)
def test_the_least_that_is_a_message(untrusted: bytes, message: Message):
    assert parse_message(untrusted) == message


@pytest.mark.parametrize(
    "message",
    [
        Request(id=1, method="m", params={"text": CANARY}),
        Notification(method="m", params={"text": CANARY}),
        Response(id=1, result={"text": CANARY}),
    ],
    ids=["request", "notification", "response"],
)
def test_what_a_message_carries_is_in_no_repr(message: Message):
    assert CANARY not in repr(message)
