"""Contents that stand for all others: each entity and category, and both sides of each threshold."""

from __future__ import annotations

from collections import Counter

import pytest

from agent.core import Assessment, Category, Entity, Inspection, ModelState
from agent.policy import Policy
from agent.policy.authoring.contents import content, content_of, contents
from tests.policy.samples import policy

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
    return {
        tuple((entity, count, confidence) for (entity, confidence), count in _counts(each).items())
        for each in contents(asked.documents)
    }


def _counts(assessment: Assessment) -> Counter[tuple[str, float]]:
    return Counter((finding.entity, finding.confidence) for finding in assessment.findings)


def test_every_built_in_entity_comes_once_and_in_numbers():
    made = _made(policy())
    assert made >= {((entity, count, 1.0),) for entity in Entity for count in (1, 5)}
    assert () in made


def test_every_category_and_every_extent_of_reading_comes():
    made = set(contents(policy().documents))
    assert made >= {content(category=category) for category in Category}
    assert made >= {content(("PERSON", 1, 1.0), category=category) for category in Category}
    assert made >= {content(inspection=inspection) for inspection in Inspection}
    assert made >= {content(model=model) for model in ModelState}


@pytest.mark.parametrize("entity", ["IBAN", "PASSPORT"])
def test_a_threshold_is_tried_and_just_below_it(entity: str):
    wanted = {((entity, 7, 1.0),), ((entity, 6, 1.0),), ((entity, 7, 0.8),), ((entity, 7, 0.79),)}
    assert _made(WITH_THRESHOLDS) >= wanted
    assert not _made(policy()) & wanted


def test_what_rules_name_is_tried_at_the_usual_confidence():
    assert _made(WITH_THRESHOLDS) >= {(("ACME", 1, 1.0),), (("ACME", 1, 0.5),), (("ACME", 1, 0.49),)}


def test_a_threshold_beyond_reason_is_not_tried():
    assert max(len(each.findings) for each in contents(WITH_THRESHOLDS.documents)) <= 1000


def test_a_way_to_a_label_earns_it_whole():
    way = WITH_THRESHOLDS.documents[0].labels[-1].any_of[1]
    made = content_of(way)
    assert made in contents(WITH_THRESHOLDS.documents)
    assert (_counts(made), made.category) == ({("PERSON", 1.0): 2}, Category.HR)
    assert (made.inspection, made.model.state) == (Inspection.PARTIAL, ModelState.SAMPLED)


def test_they_come_once_the_smallest_first_whichever_policy_is_first():
    both = contents((*policy().documents, *WITH_THRESHOLDS.documents))
    assert both == contents((*WITH_THRESHOLDS.documents, *policy().documents))
    assert len(both) == len(set(both))
    assert both[0] == content()
    sizes = [len(each.findings) for each in both]
    assert sizes == sorted(sizes)
