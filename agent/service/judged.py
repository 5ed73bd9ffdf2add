"""What history keeps of one request that was judged. Pure."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from agent.core import AnalysisRequest, Assessment, Disposition, EntityCount, Event, Verdict

__all__ = ["event_of"]


def event_of(
    event_id: str,
    occurred_at: datetime,
    request: AnalysisRequest,
    assessment: Assessment,
    verdict: Verdict,
    disposition: Disposition,
) -> Event:
    """Return the event for a request that was judged. Kinds and counts of findings go into it, no content."""
    counts = Counter(finding.entity for finding in assessment.findings)
    return Event(
        event_id=event_id,
        occurred_at=occurred_at,
        channel=request.channel,
        reason=request.reason,
        destination_id=request.destination.destination_id,
        destination_name=request.destination.name,
        destination_status=verdict.destination_status,
        label=verdict.label,
        category=assessment.category,
        entities=tuple(EntityCount(entity=entity, count=count) for entity, count in sorted(counts.items())),
        inspection=assessment.inspection,
        mode=verdict.mode,
        action=verdict.action,
        disposition=disposition,
        rule_ids=tuple(rule.rule_id for rule in verdict.triggered_rules),
        policy_version=verdict.policy_version,
    )
