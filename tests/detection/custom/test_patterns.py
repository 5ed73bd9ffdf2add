"""A customer's pattern becomes a recognizer, or its author is told why not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.custom import CustomRecognizer
from agent.detection import Pipeline
from agent.detection.custom.patterns import SIZE_LIMIT, compile_recognizer, problems_of_recognizer
from tests.detection.custom.samples import recognizer


def found(definition: CustomRecognizer, text: str) -> list[str]:
    """What a definition finds."""
    pipeline = Pipeline((compile_recognizer(definition),))
    return [text[each.start : each.end] for each in pipeline.find(text)]


def told(definition: CustomRecognizer) -> list[tuple[tuple[str | int, ...], str]]:
    """What its author is told."""
    return [(problem.path, problem.message) for problem in problems_of_recognizer(definition)]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        (r"\bE-\d{6}\b", "by E-123456.", ["E-123456"]),
        (r"staff (E-\d{6})", "staff E-123456", ["E-123456"]),
        (r"(?i)akte ä\d{3}", "AKTE ä123", ["AKTE ä123"]),
        (r"Größe-\d+", "größe-1 Größe-12", ["Größe-12"]),
        (r"№+\d{4}", "№№1234", ["№№1234"]),
        (r"[^-]北京-\d{2}", "x北京-12", ["x北京-12"]),
        (r"\bE-\d{6}\b", "by E-1234567", []),
        (r"\bE-\d{6}\b", "by e-123456", []),
        (r"staff (E-\d{6})", "stuff E-123456", []),
        (r"Größe-\d+", "Grosse-12", []),
        (r"a\[ä\d{3}", "aä123", []),
        (r"x\\ä{2}\d", r"x\ä1", []),
    ],
)
def test_finds_what_the_pattern_says(pattern: str, text: str, expected: list[str]):
    assert found(recognizer(pattern), text) == expected


def test_findings_carry_the_customers_names():
    (finding,) = Pipeline((compile_recognizer(recognizer()),)).find("by E-123456")
    assert (finding.entity, finding.recognizer, finding.confidence) == ("EMPLOYEE_NUMBER", "custom.employee", 0.6)
    assert "an employee number" in finding.explanation.summary


@pytest.mark.parametrize("text", ["employee E-123456", "staff_number: E-123456", "STAFF NUMBER E-123456"])
def test_a_context_word_raises_the_confidence(text: str):
    definition = recognizer(context=("employee", "staff number"))
    (finding,) = Pipeline((compile_recognizer(definition),)).find(text)
    assert finding.confidence > 0.6


@pytest.mark.parametrize("text", ["order 123456", "123456", "unemployed 123456"])
def test_a_pattern_that_needs_context_finds_nothing_without(text: str):
    definition = recognizer(r"\b\d{6}\b", context=("employee",), needs_context=True)
    assert found(definition, "employee 123456") == ["123456"]
    assert found(definition, text) == []


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("", "fits the empty string"),
        ("x*", "fits the empty string"),
        (r"E-\d{6}|", "fits the empty string"),
        (r"\b", "fits the empty string"),
        (r"\w+", "times in 1878 characters of ordinary prose"),
        (".", "times in 1878 characters of ordinary prose"),
        (r"\d+", "times in 1878 characters of ordinary prose"),
        ("(?i)the", "times in 1878 characters of ordinary prose"),
        ("(abc", "is no RE2 pattern, at character 1: missing )"),
        ("a(?=b)", "is no RE2 pattern, at character 2: look-around"),
        ("a(?<!b)", "is no RE2 pattern, at character 2: "),
        (r"(a)\1", "is no RE2 pattern, at character 4: it has an escape"),
        ("x[z-a]", "is no RE2 pattern, at character 3: invalid character class range"),
        ("a**", "is no RE2 pattern"),
        ("a{1001}", "is no RE2 pattern, at character 2: a repetition is above 1000"),
        ("x[ä]", "a letter beyond ASCII cannot stand in [ ]"),
        (r"x\p{L}y", r"\p and \P are not supported"),
        (r"x\x{e4}", r"\x{} is not supported"),
        (r"\Qa.b\E", r"\Q is not supported"),
        ("E-" + r"(?:[a-z]{900}|[0-9]{900})" * 2, f"at most {SIZE_LIMIT}"),
    ],
)
def test_says_why_a_pattern_is_refused(pattern: str, message: str):
    ((path, shown),) = told(recognizer(pattern))
    assert path == ("pattern",)
    assert message in shown


@pytest.mark.parametrize(
    "pattern", [r"\bE-\d{6}\b", r"\bACME-[A-Z]{2}\d{4}\b", "(?i)project blue heron", r"\\ä\[\d{4}\]", "[]a]{4}x-9"]
)
def test_a_narrow_pattern_is_not_refused(pattern: str):
    assert [path for path, _ in told(recognizer(pattern)) if path == ("pattern",)] == []


def test_a_wide_pattern_may_lean_on_context():
    definition = recognizer(r"\b\d{2,6}\b", context=("employee",), needs_context=True)
    assert told(definition) == [(("examples", 0), "nothing is found in this example")]


def test_names_the_examples_that_fail_and_never_quotes_them():
    definition = recognizer(
        examples=("see E-123456", "see Zanzibar"), counter_examples=("Zanzibar", "Zanzibar E-123456", "E-1")
    )
    assert told(definition) == [
        (("examples", 1), "nothing is found in this example"),
        (("counter_examples", 1), "something is found in this text"),
    ]
    assert "Zanzibar" not in repr(definition)


@given(pattern=st.text(max_size=40) | st.text(r"ab\[](){}*+?|^$.-dwä1,", max_size=25))
def test_any_text_is_a_pattern_or_refused_with_a_reason(pattern: str):
    problems = told(recognizer(pattern))
    assert all(message for _, message in problems)
    if not any(path == ("pattern",) for path, _ in problems):
        compile_recognizer(recognizer(pattern))
