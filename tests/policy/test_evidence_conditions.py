"""Each condition on content holds for what it names, and for nothing else."""

from __future__ import annotations

import pytest

from agent.core import Assessment, Category, Inspection, ModelReading, ModelState
from agent.policy.document.when import LabelCondition
from agent.policy.engine.evidence_conditions import (
    CategoryIn,
    Condition,
    EntitiesFound,
    InspectionIn,
    ModelStateIn,
    compile_label_condition,
)
from agent.policy.engine.facts import Evidence
from tests.policy.samples import finding

EVIDENCE = Evidence.of(
    Assessment(
        findings=(finding("EMAIL", 0.9), finding("EMAIL", 0.6), finding("PHONE", 0.4)),
        category=Category.LEGAL,
        inspection=Inspection.PARTIAL,
        model=ModelReading(state=ModelState.NOT_FINISHED, share=0.5),
    )
)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (EntitiesFound(entities=frozenset({"EMAIL"})), True),
        (EntitiesFound(entities=frozenset({"IBAN", "EMAIL"})), True),
        (EntitiesFound(entities=frozenset({"IBAN"})), False),
        (EntitiesFound(entities=frozenset({"PHONE"})), False),
        (EntitiesFound(entities=frozenset({"PHONE"}), min_confidence=0.4), True),
        (EntitiesFound(entities=frozenset({"EMAIL"}), min_count=2), True),
        (EntitiesFound(entities=frozenset({"EMAIL"}), min_count=3), False),
        (EntitiesFound(entities=frozenset({"EMAIL"}), min_count=2, min_confidence=0.7), False),
        (EntitiesFound(entities=frozenset({"EMAIL", "PHONE"}), min_count=3, min_confidence=0.0), True),
        (EntitiesFound(entities=frozenset({"EMAIL", "PHONE"}), min_count=4, min_confidence=0.0), False),
        (CategoryIn(frozenset({Category.LEGAL, Category.HR})), True),
        (CategoryIn(frozenset({Category.HR})), False),
        (InspectionIn(frozenset({Inspection.PARTIAL})), True),
        (InspectionIn(frozenset({Inspection.COMPLETE})), False),
        (ModelStateIn(frozenset({ModelState.NOT_FINISHED})), True),
        (ModelStateIn(frozenset({ModelState.COMPLETE, ModelState.SAMPLED})), False),
    ],
)
def test_holds_for_what_it_names_only(condition: Condition[Evidence], holds: bool):
    assert condition.holds(EVIDENCE) is holds


def test_no_category_is_none_of_them():
    assert not CategoryIn(frozenset(Category)).holds(Evidence.of(Assessment()))


def test_the_parts_of_a_label_condition_hold_together():
    written = LabelCondition.model_validate(
        {
            "entity": "EMAIL",
            "min_count": 2,
            "category": ["legal", "hr"],
            "inspection": "partial",
            "model": "unavailable",
        }
    )
    assert compile_label_condition(written) == (
        EntitiesFound(entities=frozenset({"EMAIL"}), min_count=2, min_confidence=0.5),
        CategoryIn(frozenset({Category.LEGAL, Category.HR})),
        InspectionIn(frozenset({Inspection.PARTIAL})),
        ModelStateIn(frozenset({ModelState.UNAVAILABLE})),
    )
