"""Judged inputs, as the reports get them."""

from __future__ import annotations

from agent.cli.scan_result import FileScan
from agent.core import Action, Explanation, Finding, Inspection, Label, Mode, ScoreStep, TriggeredRule, Verdict

__all__ = ["file_scan", "finding"]


def finding(start: int, end: int, *, entity: str = "EMAIL", confidence: float = 0.9) -> Finding:
    """A finding whose recognizer is called like its entity."""
    return Finding(
        entity=entity,
        start=start,
        end=end,
        confidence=confidence,
        recognizer=entity.lower(),
        explanation=Explanation(
            summary=f"Looks like {entity}.", steps=(ScoreStep(what="pattern: test", confidence=confidence),)
        ),
    )


def file_scan(
    name: str,
    text: str,
    *findings: Finding,
    action: Action = Action.WARN,
    rank: int = 1,
    inspection: Inspection = Inspection.COMPLETE,
) -> FileScan:
    """An input with a verdict of one rule."""
    verdict = Verdict(
        action=action,
        label=Label(rank=rank, name=f"label-{rank}"),
        triggered_rules=(TriggeredRule(rule_id=f"rule-{rank}", action=action, message="Mind this."),),
        offers=(),
        mode=Mode.ENFORCE,
        policy_version="1",
    )
    return FileScan(
        name=name,
        text=text,
        findings=findings,
        category=None,
        inspection=inspection,
        verdict=verdict,
        destination_id="somewhere",
    )
