"""What is kept of a judged request: what it was about and what was said, and nothing of what it said."""

from __future__ import annotations

from datetime import UTC, datetime

from agent.core import Action, Category, DestinationStatus, Disposition, EntityCount
from agent.service.judged import event_of
from tests.service.samples import TEXT, finding, question

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def test_an_event_counts_findings_and_holds_no_content():
    asked = question(findings=(finding(5, 24), finding(28, 44, entity="EMAIL"), finding(30, 31, entity="EMAIL")))
    event = event_of("e", NOW, asked.request, asked.assessment, asked.verdict, Disposition.WARNED)
    assert event.entities == (EntityCount(entity="CREDIT_CARD", count=1), EntityCount(entity="EMAIL", count=2))
    assert (event.event_id, event.occurred_at, event.disposition) == ("e", NOW, Disposition.WARNED)
    assert (event.action, event.label, event.rule_ids) == (Action.WARN, asked.verdict.label, ("rule-0",))
    assert (event.destination_id, event.category) == ("chatgpt", Category.FINANCIAL)
    assert not any(word in repr(event) for word in TEXT.split())


def test_the_status_is_the_one_that_the_policy_gave_with_this_verdict():
    asked = question()
    event = event_of("e", NOW, asked.request, asked.assessment, asked.verdict, Disposition.WARNED)
    assert asked.request.destination.status is DestinationStatus.UNKNOWN
    assert event.destination_status is DestinationStatus.UNAPPROVED
