"""Policies and records for property tests: any that could be written, and what an agent would keep under one."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from agent.core import (
    Action,
    Category,
    Channel,
    Destination,
    DestinationKind,
    DestinationStatus,
    Disposition,
    EntityCount,
    Event,
    Inspection,
    ModelState,
    Verdict,
)
from agent.policy import Facts, Policy, compile_policy, parse_policy
from tests.ipc.samples import event
from tests.policy.samples import destination

__all__ = ["CATALOGUE", "DAY", "policies", "record", "records"]

DAY = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
CATALOGUE = {
    each.destination_id: each
    for each in (
        destination("chatgpt"),
        destination("claude"),
        destination("cursor", DestinationKind.CODING_AGENT),
        destination("ollama", DestinationKind.LOCAL_RUNNER),
    )
}
_ENTITIES = ["EMAIL", "CREDIT_CARD", "PERSON"]
_STATUSES = ["approved", "unapproved", "tolerated"]


def _some(values: list[str]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True)


_CONTENT = {
    "entity": _some(_ENTITIES),
    "category": _some([Category.HR, Category.LEGAL]),
    "inspection": _some([*Inspection]),
}
_ROUTE = {
    "label": _some(["low", "middle", "high"]),
    "min_label": st.sampled_from(["low", "middle", "high"]),
    "channel": _some([Channel.CLIPBOARD, Channel.BROWSER]),
    "destination": _some(["claude", "ollama", "made-up"]),
    "destination_status": _some([*DestinationStatus]),
    "destination_kind": _some([*DestinationKind]),
}
_UNRECORDED = {
    "model": _some([*ModelState]),
    "team": _some(["berlin", "rome"]),
    "user": _some(["jdoe", "jroe"]),
    "network": st.just("office"),
}
_TIME = {"time": st.sampled_from([{"days": "friday"}, {"begins": "22:00", "ends": "06:00"}])}


@st.composite
def policies(draw: st.DrawFn, *, is_recorded: bool = False) -> Policy:
    """Any policy with few rules.

    Args:
        draw: Hypothesis's.
        is_recorded: only conditions that a record answers.
    """
    conditions = {**_CONTENT, **_ROUTE, **_TIME, **({} if is_recorded else _UNRECORDED)}
    when = st.fixed_dictionaries({}, optional=dict(conditions))
    rules = draw(
        st.lists(
            st.fixed_dictionaries(
                {"when": when, "action": st.sampled_from([*Action]), "message": st.sampled_from(["", "Say."])},
                optional={"unless": when.filter(bool), "offers": st.just(["redacted"])},
            ),
            max_size=4,
        )
    )
    written = {
        "name": "Drawn",
        "version": draw(st.sampled_from(["1", "2"])),
        "mode": draw(st.sampled_from(["enforce", "monitor"])),
        "labels": [
            {"name": "low"},
            {"name": "middle", "any_of": [{"entity": "EMAIL", "min_count": draw(st.integers(1, 3))}]},
            {"name": "high", "any_of": [{"entity": "CREDIT_CARD"}, draw(st.fixed_dictionaries(_CONTENT))]},
        ],
        "networks": {"office": {"addresses": draw(st.sampled_from(["10.0.0.0/8", "10.1.0.0/16"]))}},
        "destinations": draw(
            st.dictionaries(
                st.sampled_from(["chatgpt", "claude", "own"]),
                st.fixed_dictionaries({"status": st.sampled_from(_STATUSES)}),
            )
        ),
        "rules": [{"id": f"r{number}", **rule} for number, rule in enumerate(rules)],
    }
    return compile_policy(parse_policy(json.dumps(written).encode()))


def record(facts: Facts, policy: Policy, verdict: Verdict, number: int, at: datetime) -> Event:
    """What the agent keeps of a gesture that a policy has judged."""
    counts = Counter(finding.entity for finding in facts.assessment.findings)
    seen: Destination = policy.apply_status(facts.destination)
    return event(
        event_id=f"{number:032x}",
        occurred_at=at,
        channel=facts.channel,
        destination_id=seen.destination_id,
        destination_name=seen.name,
        destination_status=seen.status,
        label=verdict.label,
        category=facts.assessment.category,
        entities=tuple(EntityCount(entity=entity, count=count) for entity, count in sorted(counts.items())),
        inspection=facts.assessment.inspection,
        mode=verdict.mode,
        action=verdict.action,
        disposition=Disposition.WARNED if verdict.action.rank >= Action.WARN.rank else Disposition.AUDITED,
        rule_ids=tuple(rule.rule_id for rule in verdict.triggered_rules),
        policy_version=verdict.policy_version,
    )


_COUNTS = st.dictionaries(st.sampled_from(_ENTITIES), st.integers(1, 3), max_size=2)


@st.composite
def records(draw: st.DrawFn) -> Event:
    """Any record, whichever policy may have judged it."""
    to = draw(st.sampled_from([*CATALOGUE.values(), destination("gone")]))
    action = draw(st.sampled_from([*Action]))
    return event(
        event_id=f"{draw(st.integers(0, 10**9)):032x}",
        occurred_at=DAY + timedelta(seconds=draw(st.integers(0, 300)), days=draw(st.integers(0, 2))),
        channel=draw(st.sampled_from([Channel.CLIPBOARD, Channel.BROWSER])),
        destination_id=to.destination_id,
        destination_name=to.name,
        category=draw(st.sampled_from([None, Category.HR, Category.LEGAL])),
        entities=tuple(EntityCount(entity=entity, count=count) for entity, count in draw(_COUNTS).items()),
        inspection=draw(st.sampled_from([*Inspection])),
        action=action,
    )
