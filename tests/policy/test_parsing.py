"""A policy's text becomes a document, or a message that names the exact place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.policy.samples import label_text, policy_text, rule_text, told_about

AGAIN = b"  - {id: first, when: {}, action: warn}\n"


@pytest.mark.parametrize(
    ("untrusted", "problem"),
    [
        (label_text("[{name: a}, {name: a, any_of: [{entity: EMAIL}]}]"), "labels[1].name: a is given twice"),
        (label_text("[{name: a, any_of: [{entity: EMAIL}]}]"), "labels[0].any_of: the lowest label is what all else"),
        (label_text("[{name: a}, {name: b}]"), "labels[1]: needs any_of, or no content ever gets this label"),
        (rule_text() + AGAIN, "rules[1].id: first is given twice"),
        (rule_text("{label: hihg}"), "rules[0].when.label: unknown label hihg, did you mean high?"),
        (rule_text("{label: [low, secret]}"), "rules[0].when.label: unknown label secret"),
        (rule_text("{min_label: hi}"), "rules[0].when.min_label: unknown label hi, did you mean high?"),
    ],
)
def test_names_the_entries_that_do_not_fit_together(untrusted: bytes, problem: str):
    assert told_about(untrusted).startswith(problem)


def test_tells_the_line_and_how_many_problems_there_are():
    one = told_about(rule_text("{entity: CREDITCARD}"))
    assert one.endswith("did you mean CREDIT_CARD? Line 12.")
    two = told_about(rule_text("{entity: CREDITCARD}", rest="action: warm"))
    assert two.endswith("Line 12. 1 more problem.")
    three = told_about(rule_text("{label: a, min_label: b}") + AGAIN)
    assert three.endswith("2 more problems.")


@given(untrusted=st.binary(max_size=300))
def test_refuses_any_other_bytes_with_its_own_error(untrusted: bytes):
    assert told_about(untrusted)


@given(
    field=st.sampled_from(["name", "version", "mode", "labels", "destinations", "rules"]),
    value=st.sampled_from(["5", "text", "[]", "{}", "[1, x]", "{a: {b: [null]}}", "null", "[[]]", "[{}]", "true"]),
)
def test_never_fails_but_with_its_own_error_on_values_of_the_wrong_kind(field: str, value: str):
    kept = b"".join(line for line in policy_text().splitlines(keepends=True) if line.startswith((b"name", b"vers")))
    text = kept.replace(field.encode() + b":", b"x:") + f"{field}: {value}\n".encode()
    assert told_about(text)
