"""Labels, and what large patterns begin with: found first, with the value or the match behind."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.core import Entity
from agent.detection import Pipeline
from agent.detection.prefilter import WINDOW_BYTES
from agent.detection.recognizer import Context, Judgement, Pattern, Recognizer
from agent.detection.recognizers.password import PASSWORD
from agent.detection.recognizers.username import USERNAME
from agent.detection.runs import DigitRun


def _pipeline(*patterns: Pattern, words: tuple[str, ...] = ("widget", "gear")) -> Pipeline:
    return Pipeline(
        (
            Recognizer(
                recognizer_id="widget",
                entity=Entity.ID_NUMBER,
                title="a widget",
                patterns=patterns,
                context=Context(supporting=words),
            ),
        )
    )


def _labeled(label: bytes, regex: bytes = rb"[^0-9]{1,8}([0-9]{5})", **others: object) -> Pattern:
    pattern = Pattern(
        name="behind its label", label=label, regex=regex, score=0.6, needs_context=True, digits=DigitRun(5, lead=60)
    )
    return dataclasses.replace(pattern, **others)  # type: ignore[arg-type]


WIDGET = _labeled(rb"(?i)(?:^|[^a-z0-9])widget(?: no\.?)?")


def _values(pipeline: Pipeline, text: str) -> list[str]:
    return [text[found.start : found.end] for found in pipeline.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("widget 12345", ["12345"]),
        ("a Widget no. 12345!", ["12345"]),
        ("the widget no.12345", ["12345"]),
        ("éwidget: 12345", ["12345"]),
        ("widget, widget 12345", ["12345"]),
        ("widget 12345 and widget 67890", ["12345", "67890"]),
        ("widget 1234", []),
        ("midwidget 12345", []),
        ("widgets of 12345", ["12345"]),
        ("widget which has nothing 12345", []),
        ("12345 widget", []),
        ("", []),
    ],
)
def test_value_is_looked_for_behind_its_label(text: str, expected: list[str]):
    assert _values(_pipeline(WIDGET), text) == expected


@pytest.mark.parametrize("before", [*range(WINDOW_BYTES - 20, WINDOW_BYTES + 3), 2 * WINDOW_BYTES - 7])
def test_label_may_stand_where_a_window_ends(before: int):
    text = " " * before + "widget no. 12345" + " " * 40
    assert _values(_pipeline(WIDGET), text) == ["12345"]


def test_each_label_has_its_own_value():
    gear = _labeled(rb"(?i)\bgear", rb" ([0-9]{5})")
    pipeline = _pipeline(WIDGET, gear)
    assert _values(pipeline, "widget or gear 12345, gear or 67890, widget: 11223") == ["12345", "11223"]


def test_a_killed_match_hides_no_other_where_it_says_so():
    def refuse_odd(value: str) -> tuple[Judgement, ...]:
        return () if value[-1] in "13579" else (Judgement(start=0, end=len(value), confidence=0.6, what="even"),)

    # The first label reaches over the second one to its value.
    far = rb"[^0-9]{1,20}([0-9]{5}(?: [0-9]{5})?)"
    text = "widget, gear 12345 67891"
    label = rb"(?:widget|gear)"
    for rescan in (True, False):
        assert _values(_pipeline(_labeled(label, far, judge=refuse_odd, rescan=rescan)), text) == []
    assert _values(_pipeline(_labeled(label, far, judge=refuse_odd, rescan=True)), text + "2") == []
    assert _values(_pipeline(_labeled(label, far, judge=refuse_odd, rescan=True)), text[:-1] + "2") == ["12345 67892"]


PIECES = st.sampled_from(
    [
        "password", "Passwort", "pwd", "username", "my handle", "logged in as", "jane_doe", "user", "db_user_name",
        "_pass", "db_password", "pw", "密码", "contraseña", "login", "cred",
        "identified by", "=", ": ", ":", " is ", "->", "\n", " ", "'", '"', "(old)", "Tr0ub4dor&3", "hunter2!x", "blue",
        "changeme", "é", "x" * 40,
    ]
)  # fmt: skip


def _without_beginnings(recognizer: Recognizer) -> Recognizer:
    patterns = tuple(dataclasses.replace(pattern, begins=b"") for pattern in recognizer.patterns)
    return dataclasses.replace(recognizer, patterns=patterns)


WITH = Pipeline((PASSWORD, USERNAME))
WITHOUT = Pipeline((_without_beginnings(PASSWORD), _without_beginnings(USERNAME)))


@given(st.lists(PIECES, max_size=24).map("".join))
@settings(max_examples=300, deadline=None)
def test_beginnings_change_nothing_that_is_found(text: str):
    # Where two patterns find the same, either may be the one that is named.
    with_them, without = (
        [(found.entity, found.start, found.end, found.confidence) for found in pipeline.find(text)]
        for pipeline in (WITH, WITHOUT)
    )
    assert with_them == without
