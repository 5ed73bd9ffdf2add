"""Contents that stand for all others: each entity and category, and both sides of each threshold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent.core import Category, Entity, Inspection, ModelState
from agent.policy import Policy
from agent.policy.authoring.contents import Sketch, contents, sketch, sketch_of
from tests.policy.samples import facts, policy

WITH_THRESHOLDS = policy(
    """\
rules:
  - {id: a, when: {entity: ACME}, action: warn}
recognizers:
  - {id: acme, entity: ACME, title: t, pattern: 'A{4}', confidence: 0.8, examples: [AAAA], counter_examples: [A]}
""",
    more="""\
  - name: highest
    any_of:
      - {entity: [IBAN, PASSPORT], min_count: 7, min_confidence: 0.8}
      - {entity: PERSON, min_count: 2, category: hr, inspection: partial, model: sampled}
      - {entity: EMAIL, min_count: 1001}
""",
)


def _made(asked: Policy) -> set[tuple[tuple[str, int, float], ...]]:
    return {each.counts for each in contents(asked.documents)}


def test_every_built_in_entity_comes_once_and_in_numbers():
    made = _made(policy())
    assert made >= {((entity, count, 1.0),) for entity in Entity for count in (1, 5)}
    assert () in made


def test_every_category_and_every_extent_of_reading_comes():
    made = set(contents(policy().documents))
    assert made >= {sketch(category=category) for category in Category}
    assert made >= {sketch(("PERSON", 1, 1.0), category=category) for category in Category}
    assert made >= {sketch(inspection=inspection) for inspection in Inspection}
    assert made >= {sketch(model=model) for model in ModelState}


@pytest.mark.parametrize("entity", ["IBAN", "PASSPORT"])
def test_a_threshold_is_tried_and_just_below_it(entity: str):
    wanted = {((entity, 7, 1.0),), ((entity, 6, 1.0),), ((entity, 7, 0.8),), ((entity, 7, 0.79),)}
    assert _made(WITH_THRESHOLDS) >= wanted
    assert not _made(policy()) & wanted


def test_what_rules_name_is_tried_at_the_usual_confidence():
    assert _made(WITH_THRESHOLDS) >= {(("ACME", 1, 1.0),), (("ACME", 1, 0.5),), (("ACME", 1, 0.49),)}


def test_a_threshold_beyond_reason_is_not_tried():
    assert max(len(each.assessment().findings) for each in contents(WITH_THRESHOLDS.documents)) <= 1000


def test_a_way_to_a_label_earns_it_whole():
    way = WITH_THRESHOLDS.documents[0].labels[-1].any_of[1]
    made = sketch_of(way)
    assert made in contents(WITH_THRESHOLDS.documents)
    assert made == Sketch(
        counts=(("PERSON", 2, 1.0),), category=Category.HR, inspection=Inspection.PARTIAL, model=ModelState.SAMPLED
    )
    assert WITH_THRESHOLDS.evaluate(replace(facts(), assessment=made.assessment())).label.name == "highest"


def test_they_come_once_the_smallest_first_whichever_policy_is_first():
    both = contents((*policy().documents, *WITH_THRESHOLDS.documents))
    assert both == contents((*WITH_THRESHOLDS.documents, *policy().documents))
    assert len(both) == len(set(both))
    assert both[0] == sketch()
    sizes = [len(each.assessment().findings) for each in both]
    assert sizes == sorted(sizes)


def test_a_sketch_becomes_what_it_says():
    made = sketch(("EMAIL", 2, 0.5), ("IBAN", 0, 1.0), model=ModelState.UNAVAILABLE).assessment()
    assert [(each.entity, each.confidence) for each in made.findings] == [("EMAIL", 0.5)] * 2
    assert (made.model.state, made.inspection) == (ModelState.UNAVAILABLE, Inspection.COMPLETE)


def test_one_of_an_entity_is_added_where_there_is_none():
    some = sketch(("EMAIL", 2, 1.0))
    assert some.with_one("EMAIL") == some
    assert some.with_one("IBAN").counts == (("EMAIL", 2, 1.0), ("IBAN", 1, 1.0))
