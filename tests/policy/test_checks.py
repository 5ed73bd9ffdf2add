"""What crosses entries; more of it in the tests of labels, rules and sections."""

from __future__ import annotations

from agent.policy import parse_policy
from agent.policy.document.checks import label_names, problems_of
from tests.policy.samples import policy_text

RULES = """\
rules:
  - {id: one, when: {label: [low, high]}, unless: {min_label: middle}, action: warn}
exceptions: [{rules: one, max_label: low, down_to: audit, max_days: 3}]
tests: [{name: t, text: t, destination: a, action: warn, label: high}]
"""


def test_every_place_that_names_a_label_is_known():
    document = parse_policy(policy_text(RULES))
    assert set(label_names(document)) == {
        (("exceptions", 0, "max_label"), "low"),
        (("rules", 0, "unless", "min_label"), "middle"),
        (("rules", 0, "when", "label"), "high"),
        (("rules", 0, "when", "label"), "low"),
        (("tests", 0, "label"), "high"),
    }
    assert list(problems_of(document)) == []
