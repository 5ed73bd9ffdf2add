"""What lint findings say of themselves."""

from __future__ import annotations

import pytest

from agent.policy import parse_policy
from agent.policy.authoring.lint_findings import LintFinding, LintSeverity, listed, whens
from tests.policy.samples import policy_text


def test_a_finding_names_its_place_as_people_write_it():
    finding = LintFinding(check_id="x", severity=LintSeverity.NOTE, path=("rules", 3, "when"), message="m", line=1)
    assert finding.place == "rules[3].when"


def test_conditions_of_rules_come_with_their_place():
    rules = "rules: [{id: a, when: {}, action: audit}, {id: b, when: {}, unless: {label: low}, action: audit}]\n"
    document = parse_policy(policy_text(rules))
    assert [path for path, _ in whens(document)] == [
        ("rules", 0, "when"),
        ("rules", 1, "when"),
        ("rules", 1, "unless"),
    ]


@pytest.mark.parametrize(
    ("names", "text"),
    [([], ""), (["b", "a"], "a, b"), (list("dcba"), "a, b, c, d"), (list("fedcba"), "a, b, c, d and 2 more")],
)
def test_long_lists_are_cut(names: list[str], text: str):
    assert listed(names) == text
