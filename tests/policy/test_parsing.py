"""A policy's text becomes a document, or a message that names the exact place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.policy import PolicyError, parse_policy
from tests.policy.samples import label_text, policy_text, rule_text, told_about

UPPER = policy_text(
    more="""\
networks: {office: {addresses: 10.20.0.0/16}}
dictionaries: [{id: badges, entity: BADGE, title: a badge, terms: [Falke]}]
"""
)
LOWER = b"""\
name: Berlin
version: "1"
layer: team
mode: enforce
rules: [{id: badges, when: {entity: BADGE, network: office}, action: warn}]
"""
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


def test_of_very_many_problems_the_first_are_told():
    entities = ", ".join(f"ENTITY_{number}" for number in range(101))
    with pytest.raises(PolicyError) as caught:
        parse_policy(rule_text(f"{{entity: [{entities}]}}"))
    assert len(caught.value.problems) == 100
    assert caught.value.detail.endswith("More than 100 problems in all.")
    with pytest.raises(PolicyError) as fewer:
        parse_policy(rule_text(f"{{entity: [{entities.rpartition(', ')[0]}]}}"))
    assert (len(fewer.value.problems), fewer.value.detail[-17:]) == (100, "99 more problems.")


def test_a_lower_layer_may_name_what_those_above_define():
    lower = LOWER + b"networks: {plant: {addresses: 10.9.0.0/16}}\n"
    assert parse_policy(lower, upper=[parse_policy(UPPER)]).rules[0].when.entity == ("BADGE",)
    with pytest.raises(PolicyError, match="unknown entity BADGE"):
        parse_policy(lower)
    with pytest.raises(PolicyError, match="unknown network office"):
        parse_policy(LOWER.replace(b"BADGE", b"EMAIL"))


def test_a_lower_layer_defines_no_network_again():
    again = LOWER + b"networks: {office: {addresses: 0.0.0.0/0}}\n"
    with pytest.raises(PolicyError, match=r"networks\.office: a policy above defines this network"):
        parse_policy(again, upper=[parse_policy(UPPER)])


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
