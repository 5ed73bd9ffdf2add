"""Findings are gathered so that conditions can count them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agent.core import Assessment, Category, Inspection
from agent.policy.engine.facts import Evidence
from tests.policy.samples import finding


@given(
    confidences=st.lists(st.floats(0, 1)),
    min_confidence=st.floats(0, 1),
    others=st.lists(st.sampled_from(["PHONE", "IBAN"])),
)
def test_counts_findings_as_one_would_by_hand(confidences: list[float], min_confidence: float, others: list[str]):
    findings = (*(finding("EMAIL", each) for each in confidences), *(finding(each) for each in others))
    evidence = Evidence.of(Assessment(findings=findings))
    by_hand = sum(each >= min_confidence for each in confidences)
    assert evidence.count(["EMAIL"], min_confidence) == by_hand
    assert evidence.count(["EMAIL", "PHONE", "IBAN", "SECRET"], 0.0) == len(confidences) + len(others)


def test_carries_category_and_inspection_as_they_are():
    evidence = Evidence.of(Assessment(category=Category.HR, inspection=Inspection.PARTIAL))
    assert (evidence.category, evidence.inspection) == (Category.HR, Inspection.PARTIAL)
    assert evidence.count(["EMAIL"], 0.0) == 0
