"""Untrusted YAML becomes plain values, or a clear refusal, in bounded time and memory."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.policy import PolicyError
from agent.policy.document.yaml_text import DEPTH_LIMIT, NODE_LIMIT, SIZE_LIMIT_BYTES, parse_yaml

ALIAS_BOMB = b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# nothing", None),
        ("a: 1", {"a": 1}),
        ("a: -0.5", {"a": -0.5}),
        ("a: 1e-3", {"a": 0.001}),
        ("a: .5", {"a": 0.5}),
        ("a: true\nb: False\nc: null\nd:\ne: ~", {"a": True, "b": False, "c": None, "d": None, "e": None}),
        ("a: 'true'\nb: \"1\"", {"a": "true", "b": "1"}),
        ("no: no\non: on", {"no": "no", "on": "on"}),
        ("a: 2026-01-02", {"a": "2026-01-02"}),
        ("a: 0x10", {"a": "0x10"}),
        ("a: 1.2.3", {"a": "1.2.3"}),
        ("1: x\nnull: y", {"1": "x", "null": "y"}),
        ("a:\n  - b: [1, {c: 2}]\n  - ", {"a": [{"b": [1, {"c": 2}]}, None]}),
        ("a: >\n  two\n  lines\n", {"a": "two lines\n"}),
        ("\ufeffa: 1", {"a": 1}),
        ("<<: {a: 1}", {"<<": {"a": 1}}),
        ('{"a": ["é", "\\u00e9"]}', {"a": ["é", "é"]}),
    ],
)
def test_reads_a_strict_part_of_yaml(text: str, value: object):
    assert parse_yaml(text.encode()).value == value


@pytest.mark.parametrize(
    ("untrusted", "told"),
    [
        (b" " * (SIZE_LIMIT_BYTES + 1), "The policy is too large"),
        (b"a: \xff", "The policy is not UTF-8 text At byte 3."),
        (b"a: \x00", "The policy is not YAML It holds control characters."),
        (b"a: [1", "The policy is not YAML Line"),
        (b"a: 1\n b: 2", "The policy is not YAML Line 2"),
        (b"a: b: c", "The policy is not YAML Line 1"),
        (b"\ta: 1", "The policy is not YAML Line 1"),
        (ALIAS_BOMB, "Line 1: anchors and aliases are not allowed"),
        (b"a: *b", "Line 1: anchors and aliases are not allowed"),
        (b"a: &b {}", "Line 1: anchors and aliases are not allowed"),
        (b"a: !!python/name:os.system x", "Line 1: tags (!name) are not allowed"),
        (b"a: 1\nb: !x [1]", "Line 2: tags (!name) are not allowed"),
        (b"a: 1\n---\na: 2", "Line 2: only one document is allowed"),
        (b"a: 1\nb: 2\na: 3", "Line 3: a key is given twice"),
        (b"{[a]: 1}", "Line 1: a key must be text"),
        (b"? {a: 1}\n: 2", "Line 1: a key must be text"),
        (b"[" * 900_000, f"Line 1: values are nested more than {DEPTH_LIMIT} deep"),
        (b"[" + b"1," * (NODE_LIMIT + 1) + b"]", f"Line 1: there are more than {NODE_LIMIT} values"),
    ],
)
def test_refuses_what_is_broken_or_could_hurt(untrusted: bytes, told: str):
    with pytest.raises(PolicyError) as caught:
        parse_yaml(untrusted)
    assert told in str(caught.value)


def test_takes_what_is_just_within_the_limits():
    nested = b"[" * DEPTH_LIMIT + b"]" * DEPTH_LIMIT
    assert parse_yaml(nested).value is not None
    assert parse_yaml(b"a: 1".ljust(SIZE_LIMIT_BYTES)).value == {"a": 1}


def test_knows_the_line_of_each_value():
    text = parse_yaml(b"a:\n  - b: 1\n    c:\n      - 2\n\nd: 3\n")
    assert text.line_of(("a", 0, "b")) == 2
    assert text.line_of(("a", 0, "c", 0)) == 4
    assert text.line_of(("d",)) == 6
    assert text.line_of(("a", 0, "c", 7, "nowhere")) == 4
    assert text.line_of(("nowhere",)) == 1


def test_knows_where_a_text_ends_that_is_written_over_several_lines():
    text = parse_yaml(b"a: |\n  one\n  two\nb: 'one\n  two'\nc: one\n  two\nd: one\n")
    assert text.last_lines == {("a",): 3, ("b",): 5, ("c",): 7}


def test_what_is_no_yaml_is_a_problem_with_its_line():
    with pytest.raises(PolicyError) as caught:
        parse_yaml(b"a: 1\na: 2\n")
    (located,) = caught.value.problems
    assert (located.line, str(located.problem)) == (2, "the policy: uses YAML that is refused: a key is given twice")


# What JSON may write as it stands and YAML reads otherwise: control characters and exotic line breaks.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Zl", "Zp"]), max_size=20)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(value=JSON_VALUES)
def test_reads_back_what_json_writes(value: object):
    assert parse_yaml(json.dumps(value, ensure_ascii=False).encode()).value == value


@given(untrusted=st.binary(max_size=200) | st.text("ab:-[]{}&*!#'\"|>%@? \n\t", max_size=80).map(str.encode))
def test_raises_nothing_but_its_own_error(untrusted: bytes):
    with contextlib.suppress(PolicyError):
        assert parse_yaml(untrusted).line_of(()) >= 1
