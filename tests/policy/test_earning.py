"""Which labels content can have, and which way of earning one makes another needless."""

from __future__ import annotations

import pytest

from agent.policy import compile_policy, parse_policy
from agent.policy.authoring.earning import Earning, Way, follows, ways_of
from agent.policy.authoring.regions import region_of
from agent.policy.document.when import LabelCondition, When
from agent.policy.engine.conditions import compile_when
from agent.policy.engine.evidence_conditions import compile_label_condition
from tests.policy.samples import label_text, policy
from tests.policy.strategies import NAMES

LABELS = """
  - name: low
  - name: middle
    any_of: [{entity: EMAIL, min_count: 2}, {entity: PHONE, min_confidence: 0.9}, {category: hr}]
  - name: high
    any_of: [{entity: IBAN}, {entity: SECRET, category: legal}, {inspection: uninspectable}]
"""


@pytest.mark.parametrize(
    ("when", "ranks"),
    [
        ({}, {0, 1, 2}),
        ({"entity": "IBAN"}, {2}),
        ({"entity": ["IBAN", "EMAIL"]}, {0, 1, 2}),
        ({"entity": "EMAIL"}, {0, 1, 2}),  # one is not enough for certain
        ({"entity": "PHONE"}, {0, 1, 2}),  # it may be one that is not sure enough
        ({"category": "hr"}, {1, 2}),
        ({"category": ["hr", "legal"]}, {0, 1, 2}),
        ({"entity": "SECRET", "category": "legal"}, {2}),
        ({"entity": "SECRET"}, {0, 1, 2}),
        ({"inspection": "uninspectable"}, {2}),
    ],
)
def test_labels_that_content_can_have(when: dict[str, object], ranks: set[int]):
    compiled = compile_policy(parse_policy(label_text(LABELS)))
    region = region_of(compile_when(When.model_validate(when), NAMES))
    assert Earning(compiled).possible_labels(region) == ranks


def test_a_label_is_earned_in_the_ways_of_the_policy_alone():
    labels = "[{name: low}, {name: high, any_of: [{entity: IBAN, category: legal}]}]"
    earning = Earning(compile_policy(parse_policy(label_text(labels))))
    assert earning.possible_labels(region_of(compile_when(When.model_validate({"category": "hr"}), NAMES))) == {0}
    assert earning.possible_labels(region_of(compile_when(When.model_validate({"category": "legal"}), NAMES))) == {0, 1}


def test_ways_of_all_layers_count():
    upper = parse_policy(label_text("[{name: low}, {name: high, any_of: [{entity: IBAN}]}]"))
    team = label_text("[{name: high, any_of: [{category: hr}]}]") + b"layer: team\n"
    ways = ways_of(compile_policy(upper, parse_policy(team)))
    assert {rank: len(each) for rank, each in ways.items()} == {1: 2}
    assert list(ways_of(policy())) == [1, 2]


def _way(**written: object) -> Way:
    return compile_label_condition(LabelCondition.model_validate(written))


@pytest.mark.parametrize(
    ("narrow", "wide", "is_so"),
    [
        (_way(entity="IBAN"), _way(entity=["IBAN", "EMAIL"]), True),
        (_way(entity="IBAN", min_count=5), _way(entity="IBAN"), True),
        (_way(entity="IBAN", min_confidence=0.9), _way(entity="IBAN"), True),
        (_way(entity="IBAN", category="hr"), _way(entity="IBAN"), True),
        (_way(category="hr"), _way(category=["hr", "legal"]), True),
        (_way(entity=["IBAN", "EMAIL"]), _way(entity="IBAN"), False),
        (_way(entity="IBAN"), _way(entity="IBAN", min_count=5), False),
        (_way(entity="IBAN"), _way(entity="IBAN", min_confidence=0.9), False),
        (_way(entity="IBAN"), _way(entity="IBAN", category="hr"), False),
        (_way(category="hr"), _way(inspection="partial"), False),
    ],
)
def test_knows_which_way_makes_another_needless(narrow: Way, wide: Way, *, is_so: bool):
    assert follows(narrow, wide) is is_so
