"""What the packaged model says of the golden texts, and when answers count as the known ones.

Here the packaged model must give every answer; a device asks for less, since processors differ.
"""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.classifier.golden import LEAST_AGREEMENT, LEAST_TEXTS, GoldenError, GoldenText, agrees, parse_golden
from agent.classifier.loading import reader_of
from agent.classifier.manifest import GOLDEN, bundle_folder, open_golden
from agent.classifier.messages import Answer, Span
from agent.classifier.reader import Reader
from models.training.golden import GOLDEN_TEXTS

_GOLDEN = open_golden(bundle_folder())
_SPAN = Span("PERSON", 5, 11, 0.9)
_TEXT = GoldenText(text="Dear Person", category="general", category_score=0.8, spans=[_SPAN])
_ANSWER = Answer(spans=[_SPAN], category="general", category_score=0.8, share=1.0, is_finished=True)


@pytest.fixture(scope="module", name="reader")
def _reader() -> Reader:
    return reader_of(bundle_folder())


@pytest.mark.parametrize("number", range(len(_GOLDEN)))
def test_the_packaged_model_says_what_it_said(reader: Reader, number: int):
    golden = _GOLDEN[number]
    assert golden.is_answered_by(reader.read(golden.text, [], 60.0))


def test_the_bundle_has_the_texts_that_the_next_one_will_have():
    assert tuple(each.text for each in _GOLDEN) == GOLDEN_TEXTS


def test_the_same_answer_is_the_known_one():
    assert _TEXT.is_answered_by(_ANSWER)


@pytest.mark.parametrize(
    "other",
    [
        {"category": "legal"},
        {"category": None},
        {"category_score": 0.7},
        {"spans": []},
        {"spans": [Span("PERSON", 5, 10, 0.9)]},
        {"spans": [Span("ORGANIZATION", 5, 11, 0.9)]},
        {"spans": [Span("PERSON", 5, 11, 0.8)]},
        {"spans": [_SPAN, _SPAN]},
        {"is_finished": False},
    ],
    ids=str,
)
def test_another_answer_is_not(other: dict[str, object]):
    assert not _TEXT.is_answered_by(msgspec.structs.replace(_ANSWER, **other))


@pytest.mark.parametrize("score", [0.73, 0.87])
def test_processors_may_differ_a_little(score: float):
    assert _TEXT.is_answered_by(msgspec.structs.replace(_ANSWER, category_score=score))


@given(wrong=st.integers(0, 12), missing=st.integers(0, 12))
def test_three_of_four_answers_are_enough_and_fewer_are_not(wrong: int, missing: int):
    total = 12
    answers: list[Answer | None] = [Answer()] * wrong + [None] * missing
    answers = [*answers, *[_ANSWER] * total][:total]
    assert agrees([_TEXT] * total, answers) == (total - min(total, wrong + missing) >= LEAST_AGREEMENT * total)


def test_the_packaged_file_is_read():
    assert len(parse_golden(Path(bundle_folder(), GOLDEN).read_bytes())) >= LEAST_TEXTS


@pytest.mark.parametrize(
    "untrusted",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        b"[" * 100_000,
        json.dumps([msgspec.to_builtins(_TEXT)] * (LEAST_TEXTS - 1)).encode(),
        json.dumps([msgspec.to_builtins(_TEXT)] * 201).encode(),
        json.dumps([msgspec.to_builtins(_TEXT) | {"text": "x" * 4001}] * LEAST_TEXTS).encode(),
        json.dumps([{"text": "no answer"}] * LEAST_TEXTS).encode(),
    ],
    ids=["empty", "object", "none", "no utf-8", "deep", "too few", "too many", "too long", "unanswered"],
)
def test_what_holds_no_golden_texts_is_refused_without_a_word_of_it(untrusted: bytes):
    with pytest.raises(GoldenError) as refused:
        parse_golden(untrusted)
    assert "Dear" not in str(refused.value)
    assert "xxx" not in str(refused.value)
