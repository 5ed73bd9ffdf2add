"""What says something alone, and what does not."""

from __future__ import annotations

from agent.core import CONTEXT, Entity, Explanation, Finding, removable, sensitive


def _finding(entity: str) -> Finding:
    return Finding(entity=entity, start=0, end=1, confidence=1.0, recognizer="r", explanation=Explanation(summary="."))


def test_context_is_left_out_and_the_rest_keeps_its_order():
    findings = [_finding(each) for each in ("PHONE", "DATE", "PERSON", "MONEY", "EMPLOYEE_NUMBER")]
    assert [each.entity for each in sensitive(findings)] == ["PHONE", "PERSON", "EMPLOYEE_NUMBER"]


def test_nothing_that_recognizers_find_by_checksum_is_context():
    assert not CONTEXT & {Entity.CREDIT_CARD, Entity.IBAN, Entity.SECRET, Entity.NATIONAL_ID, Entity.PERSON}


def test_a_marking_is_told_and_never_taken_out():
    findings = [_finding(each) for each in ("MARKING", "DATE", "PERSON")]
    assert [each.entity for each in sensitive(findings)] == ["MARKING", "PERSON"]
    assert [each.entity for each in removable(findings)] == ["PERSON"]
