"""Answers to lines: order, offsets, bad lines, streaming."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.cli.scan_input import LIMIT_BYTES
from agent.cli.scan_jsonl import Judged, answer_lines
from agent.cli.scan_result import Selection
from agent.core import Assessment, Category, Finding, Inspection
from tests.cli.scans import finding

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)


def judge(text: str) -> Judged:
    """Each "@" is an address, each "!" an unsure password."""
    findings: list[Finding] = []
    for at, character in enumerate(text):
        if character == "@":
            findings.append(finding(at, at + 1, confidence=0.9))
        if character == "!":
            findings.append(finding(at, at + 1, entity="PASSWORD", confidence=0.4))
    return Judged(assessment=Assessment(findings=tuple(findings), category=Category.LEGAL), label="internal")


def answered(
    lines: bytes, selection: Selection | None = None, limit_bytes: int = LIMIT_BYTES
) -> tuple[list[dict[str, Any]], list[tuple[int, str]]]:
    """The answers and what was reported."""
    sink = io.BytesIO()
    reported: list[tuple[int, str]] = []
    answer_lines(
        io.BytesIO(lines),
        sink,
        judge=judge,
        selection=selection or Selection(),
        report=lambda number, why: reported.append((number, why)),
        limit_bytes=limit_bytes,
    )
    return [json.loads(line) for line in sink.getvalue().splitlines()], reported


def test_an_answer_holds_everything_a_program_asks_for():
    (answer,), reported = answered(b'{"id": "a", "text": "\xc3\xbc@", "lang": "en"}\n')
    assert answer == {
        "id": "a",
        "spans": [{"start": 1, "end": 2, "entity": "EMAIL", "confidence": 0.9}],
        "category": "legal",
        "label": "internal",
        "is_secret": False,
    }
    assert reported == []


@given(st.lists(st.tuples(st.text() | st.integers() | st.floats(allow_nan=False, allow_infinity=False), st.text())))
def test_every_text_is_answered_in_order_with_its_id(rows: list[tuple[object, str]]):
    lines = "".join(json.dumps({"id": line_id, "text": text}) + "\n" for line_id, text in rows)
    answers, reported = answered(lines.encode())
    assert reported == []
    assert [answer["id"] for answer in answers] == [line_id for line_id, _ in rows]
    for answer, (_, text) in zip(answers, rows, strict=True):
        assert [text[span["start"] : span["end"]] for span in answer["spans"] if span["entity"] == "EMAIL"] == [
            "@"
        ] * text.count("@")


@pytest.mark.parametrize(
    ("text", "start"), [('"\\ud83d\\ude00@"', 1), ('"\\ud83d@"', 1), ('"\U0001f600@"', 1), ('"e\\u0301@"', 2)]
)
def test_offsets_are_in_code_points_lone_surrogates_included(text: str, start: int):
    (answer,), _ = answered(f'{{"id": 1, "text": {text}}}'.encode())
    assert [span["start"] for span in answer["spans"]] == [start]


@pytest.mark.parametrize(
    ("selection", "entities", "is_secret"),
    [
        (Selection(), ["EMAIL", "PASSWORD"], True),
        (Selection(entities=frozenset({"EMAIL"})), ["EMAIL"], True),
        (Selection(min_confidence=0.5), ["EMAIL"], False),
    ],
)
def test_a_selection_narrows_the_spans(selection: Selection, entities: list[str], *, is_secret: bool):
    (answer,), _ = answered(b'{"id": 1, "text": "@!"}', selection)
    assert [span["entity"] for span in answer["spans"]] == entities
    assert answer["is_secret"] is is_secret
    assert answer["label"] == "internal"


@pytest.mark.parametrize(
    ("line", "line_id", "why"),
    [
        (b"{", None, "not JSON"),
        (b"[" * 100_000, None, "not JSON"),
        (b'{"id": 1, "text": "a"} trailing', None, "not JSON"),
        (b"[1, 2]", None, "not an object"),
        (b"null", None, "not an object"),
        (b"{}", None, "there is no id"),
        (b'{"text": "a"}', None, "there is no id"),
        (b'{"id": null, "text": "a"}', None, "the id is neither text nor a number"),
        (b'{"id": true, "text": "a"}', None, "the id is neither text nor a number"),
        (b'{"id": [1], "text": "a"}', None, "the id is neither text nor a number"),
        (b'{"id": 1e999, "text": "a"}', None, "the id is neither text nor a number"),
        (b'{"id": "x"}', "x", "there is no text"),
        (b'{"id": 7, "text": null}', 7, "the text is not a string"),
        (b'{"id": 7, "text": ["a"]}', 7, "the text is not a string"),
        (b'{"id": "x", "text": "\xff"}', "x", "not UTF-8"),
        (b"\xff\xfe", None, "not JSON"),
        (b'{"id": "x", "text": "' + b"a" * 200 + b'"}', None, "longer than the limit"),
    ],
)
def test_a_bad_line_is_answered_reported_and_the_next_one_is_fine(line: bytes, line_id: object, why: str):
    limit = 100 if b"a" * 200 in line else 1 << 20
    good = b'{"id": "good", "text": "@"}'
    (bad, answer), reported = answered(b"\n".join((line, good)), limit_bytes=limit)
    assert bad == {"id": line_id, "error": why}
    assert reported == [(1, why)]
    assert answer["id"] == "good"


@given(JSON_VALUES, JSON_VALUES)
def test_any_json_is_answered_once(line_id: object, text: object):
    (answer,), _ = answered(json.dumps({"id": line_id, "text": text}).encode())
    assert ("error" in answer) is not ("spans" in answer)


@given(st.binary().filter(lambda line: b"\n" not in line and not line.isspace() and line != b""))
def test_any_bytes_are_answered_once(line: bytes):
    answers, _ = answered(line)
    assert len(answers) == 1


def test_blank_lines_are_passed_over_and_counted():
    answers, reported = answered(b'\n  \r\n{"id": 1, "text": ""}\r\n\nx')
    assert [answer["id"] for answer in answers] == [1, None]
    assert reported == [(5, "not JSON")]


@pytest.mark.parametrize("between", [b"", b"\n", b"\r\n"])
def test_a_byte_order_mark_is_no_content(between: bytes):
    (answer,), reported = answered(b"\xef\xbb\xbf" + between + b'{"id": 1, "text": "@"}')
    assert answer["spans"]
    assert reported == []


def test_a_text_that_was_read_in_part_is_answered_and_reported():
    reported: list[tuple[int, str]] = []
    sink = io.BytesIO()
    answer_lines(
        io.BytesIO(b'{"id": 1, "text": "much"}'),
        sink,
        judge=lambda _: Judged(assessment=Assessment(inspection=Inspection.PARTIAL), label="internal"),
        selection=Selection(),
        report=lambda *told: reported.append(told),
    )
    assert json.loads(sink.getvalue())["spans"] == []
    assert reported == [(1, "not everything could be read")]


@pytest.mark.parametrize(("size", "is_fine"), [(100, True), (101, False)])
def test_a_line_of_the_limit_itself_is_read(size: int, *, is_fine: bool):
    line = b'{"id": 1, "text": "'
    line += b"a" * (size - len(line) - 2) + b'"}'
    (answer,), _ = answered(line, limit_bytes=100)
    assert ("error" not in answer) is is_fine


class Conversation(io.BytesIO):
    """A source that gives its next line only once the last one has been answered."""

    def __init__(self, sink: io.BytesIO) -> None:
        super().__init__()
        self._sink = sink
        self._lines = self._write()

    def _write(self) -> Iterator[bytes]:
        for number in range(5):
            assert self._sink.getvalue().count(b"\n") == number
            yield b'{"id": %d, "text": "@"}\n' % number

    def readline(self, _size: int | None = -1, /) -> bytes:
        """The next line."""
        return next(self._lines, b"")


def test_a_line_is_answered_before_the_next_is_read():
    sink = io.BytesIO()
    sizes: list[int] = []
    answer_lines(
        Conversation(sink),
        sink,
        judge=judge,
        selection=Selection(),
        report=lambda *_: None,
        advance=sizes.append,
    )
    assert sink.getvalue().count(b"\n") == len(sizes) == 5
