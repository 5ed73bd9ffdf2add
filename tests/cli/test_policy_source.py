"""Which lines of a policy may be shown."""

from __future__ import annotations

import pytest

from agent.cli.policy_source import QuotableSource

POLICY = """\
name: Acme
rules:
  - id: a
    when: {label: high}
tests:
  - name: a test
    text: the secret
  - name: another
    text: |
      several
      lines
    action: block
  - {name: third, text: the secret}
recognizers:
  - id: own
    pattern: 'abc'
    examples: [abc]
    counter_examples:
      - abd
    confidence: 0.8
dictionaries:
  - id: words
    terms:
      - Kestrel
mystery:
  - who knows
destinations: {a: {status: approved}}
"""
SOURCE = QuotableSource(POLICY.encode())


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("rules", 0), (3, "  - id: a")),
        (("rules", 0, "when", "label"), (4, "    when: {label: high}")),
        (("rules", 0, "action"), (3, "  - id: a")),  # missing: what it is missing from
        (("tests", 0), (6, "  - name: a test")),
        (("tests", 1, "action"), (12, "    action: block")),
        (("recognizers", 0), (15, "  - id: own")),
        (("recognizers", 0, "confidence"), (20, "    confidence: 0.8")),
        (("destinations", "a"), (27, "destinations: {a: {status: approved}}")),
    ],
)
def test_shows_the_line_of_a_value(path: tuple[str | int, ...], line: tuple[int, str]):
    assert SOURCE.line_at(path) == line


@pytest.mark.parametrize(
    "path",
    [
        ("tests", 0, "text"),
        ("tests", 1, "text"),
        ("tests", 2),
        ("tests", 2, "name"),
        ("recognizers", 0, "pattern"),
        ("recognizers", 0, "examples"),
        ("recognizers", 0, "counter_examples"),
        ("dictionaries", 0, "terms"),
        ("mystery",),
        ("mystery", 0),
        (),
        ("nowhere",),
    ],
)
def test_shows_no_content_and_no_pattern(path: tuple[str | int, ...]):
    assert SOURCE.line_at(path) is None


@pytest.mark.parametrize(
    "text",
    [
        b'{"rules": [{"id": "a"}], "tests": [{"text": "the secret"}]}',
        b"rules: [{id: a, text: the secret}]",
        b"rules: [{id: a}",
        b"rules: [{id: '" + b"a" * 300 + b"'}]",
        b"rules: [{id: a}] # \xc2\x9b",
    ],
)
def test_shows_nothing_where_it_would_show_more(text: bytes):
    assert QuotableSource(text).line_at(("rules", 0)) is None


def test_a_text_over_several_lines_hides_all_of_them():
    source = QuotableSource(b"tests: [{text: 'the\n secret', name: n}]\nrules: [{id: a}]\n")
    assert source.line_at(("tests", 0, "name")) is None
    assert source.line_at(("rules", 0)) == (3, "rules: [{id: a}]")
