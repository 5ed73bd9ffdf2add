"""Builders of facts and small policies for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from agent.core import (
    Assessment,
    Category,
    Channel,
    Destination,
    DestinationKind,
    DestinationStatus,
    EnvironmentProblemError,
    Explanation,
    Finding,
    Inspection,
)
from agent.policy import Facts, Policy, PolicyError, compile_policy, parse_policy

__all__ = ["destination", "facts", "finding", "label_text", "policy", "policy_text", "rule_text", "told_about"]

HEAD = """\
name: Test
version: "3"
mode: {mode}
labels:
  - name: low
  - name: middle
    any_of: [{{entity: EMAIL}}]
  - name: high
    any_of: [{{entity: CREDIT_CARD}}, {{category: legal}}]
"""


def policy_text(rules: str = "rules: []\n", *, mode: str = "enforce", more: str = "") -> bytes:
    """A policy with three labels and the given rules."""
    return (HEAD.format(mode=mode) + more + rules).encode()


def rule_text(when: str = "{}", rest: str = "action: warn") -> bytes:
    """A policy with one rule."""
    return policy_text(f"rules:\n  - id: first\n    when: {when}\n    {rest}\n")


def label_text(labels: str) -> bytes:
    """A policy with the given labels and no rule."""
    return f'name: n\nversion: "1"\nmode: enforce\nrules: []\nlabels: {labels}\n'.encode()


def told_about(untrusted: bytes) -> str:
    """What the author is told about a policy that is refused."""
    with pytest.raises(PolicyError) as caught:
        parse_policy(untrusted)
    assert isinstance(caught.value, EnvironmentProblemError)
    return str(caught.value)


def policy(rules: str = "rules: []\n", *, mode: str = "enforce", more: str = "") -> Policy:
    """The same, compiled."""
    return compile_policy(parse_policy(policy_text(rules, mode=mode, more=more)))


def finding(entity: str, confidence: float = 0.9, start: int = 0) -> Finding:
    """A finding of one character."""
    return Finding(
        entity=entity,
        start=start,
        end=start + 1,
        confidence=confidence,
        recognizer="test",
        explanation=Explanation(summary="test"),
    )


def destination(
    destination_id: str = "chatgpt",
    kind: DestinationKind = DestinationKind.ASSISTANT,
    status: DestinationStatus = DestinationStatus.UNKNOWN,
) -> Destination:
    """A destination as the catalogue would give it."""
    return Destination(destination_id=destination_id, name="Acme", vendor="Acme", kind=kind, status=status)


def facts(
    entities: Iterable[str] = (),
    *,
    confidence: float = 0.9,
    category: Category | None = None,
    inspection: Inspection = Inspection.COMPLETE,
    to: Destination | None = None,
    channel: Channel = Channel.CLIPBOARD,
) -> Facts:
    """One finding for each of the entities, on its way to an assistant."""
    findings = tuple(finding(entity, confidence, start) for start, entity in enumerate(entities))
    return Facts(
        assessment=Assessment(findings=findings, category=category, inspection=inspection),
        destination=to or destination(),
        channel=channel,
    )
