"""Each condition holds for what it names, and for nothing else."""

from __future__ import annotations

import pytest

from agent.core import (
    Assessment,
    Category,
    Channel,
    DestinationKind,
    DestinationStatus,
    Inspection,
    Label,
    ModelReading,
    ModelState,
)
from agent.policy.conditions import (
    CategoryIn,
    ChannelIn,
    Condition,
    DestinationIn,
    DestinationKindIn,
    DestinationStatusIn,
    EntitiesFound,
    InspectionIn,
    LabelRankIn,
    ModelStateIn,
    compile_label_condition,
    compile_when,
)
from agent.policy.document import LabelCondition, When
from agent.policy.facts import Evidence, Situation
from tests.policy.samples import destination, finding

EVIDENCE = Evidence.of(
    Assessment(
        findings=(finding("EMAIL", 0.9), finding("EMAIL", 0.6), finding("PHONE", 0.4)),
        category=Category.LEGAL,
        inspection=Inspection.PARTIAL,
        model=ModelReading(state=ModelState.NOT_FINISHED, share=0.5),
    )
)
SITUATION = Situation(
    confidences=EVIDENCE.confidences,
    category=EVIDENCE.category,
    inspection=EVIDENCE.inspection,
    model=EVIDENCE.model,
    label=Label(rank=1, name="middle"),
    destination=destination("claude", DestinationKind.CODING_AGENT, DestinationStatus.TOLERATED),
    channel=Channel.BROWSER,
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
        (LabelRankIn(frozenset({1, 2})), True),
        (LabelRankIn(frozenset({0, 2})), False),
        (ChannelIn(frozenset({Channel.BROWSER})), True),
        (ChannelIn(frozenset({Channel.CLIPBOARD})), False),
        (DestinationIn(frozenset({"chatgpt", "claude"})), True),
        (DestinationIn(frozenset({"claude-code"})), False),
        (DestinationStatusIn(frozenset({DestinationStatus.TOLERATED})), True),
        (DestinationStatusIn(frozenset({DestinationStatus.UNKNOWN})), False),
        (DestinationKindIn(frozenset({DestinationKind.CODING_AGENT})), True),
        (DestinationKindIn(frozenset({DestinationKind.LOCAL_RUNNER})), False),
    ],
)
def test_holds_for_what_it_names_only(condition: Condition[Situation], holds: bool):
    assert condition.holds(SITUATION) is holds


def test_holds_for_no_category_while_nobody_has_classified_the_text():
    evidence = Evidence.of(Assessment())
    assert not CategoryIn(frozenset(Category)).holds(evidence)


def test_compiles_only_what_is_written():
    names = ("low", "middle", "high")
    assert compile_when(When(), names) == ()
    assert compile_when(When(min_label="middle"), names) == (LabelRankIn(frozenset({1, 2})),)
    assert compile_when(When(label=("low", "high")), names) == (LabelRankIn(frozenset({0, 2})),)
    neither = When(label=("low",), min_label="middle")
    assert compile_when(neither, names) == (LabelRankIn(frozenset()),)
    both = When(channel=(Channel.BROWSER,), destination=("claude",))
    assert compile_when(both, names) == (
        ChannelIn(frozenset({Channel.BROWSER})),
        DestinationIn(frozenset({"claude"})),
    )


def test_compiles_the_parts_of_a_label_condition_to_hold_together():
    written = LabelCondition.model_validate({"entity": "EMAIL", "min_count": 2, "category": ["legal", "hr"]})
    assert compile_label_condition(written) == (
        EntitiesFound(entities=frozenset({"EMAIL"}), min_count=2, min_confidence=0.5),
        CategoryIn(frozenset({Category.LEGAL, Category.HR})),
    )


def test_is_equal_when_it_asks_the_same_in_another_order():
    names = ("low",)
    one = When.model_validate({"entity": ["EMAIL", "PHONE"]})
    other = When.model_validate({"entity": ["PHONE", "EMAIL"]})
    assert set(compile_when(one, names)) == set(compile_when(other, names))
    assert set(compile_when(one, names)) != set(compile_when(When.model_validate({"entity": "PHONE"}), names))
