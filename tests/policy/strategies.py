"""Random policies and random questions to them, for what must hold for all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from itertools import combinations

from hypothesis import strategies as st

from agent.core import (
    Assessment,
    Category,
    Channel,
    Destination,
    DestinationKind,
    DestinationStatus,
    Entity,
    Inspection,
    Mode,
    ModelReading,
    ModelState,
    Offer,
    OperatingSystem,
    Scope,
)
from agent.core.verdicts import Action
from agent.policy import Facts, PolicyDocument
from agent.policy.engine.conditions import Names
from tests.policy.samples import finding

__all__ = ["DESTINATIONS", "FACTS", "LOWER", "NAMES", "RULES", "document", "lower", "written_document"]


def names(known: Iterable[str]) -> st.SearchStrategy[list[str]]:
    """One or two of them. A list of lists to choose from, since it is drawn some fifty times for each example."""
    return st.sampled_from([list(chosen) for size in (1, 2) for chosen in combinations(sorted(known), size)])


# Few, so that what is looked for is often there.
ENTITIES = (Entity.EMAIL, Entity.IBAN, Entity.PHONE, "MADE_UP")
DESTINATIONS = ("chatgpt", "claude", "ollama")
GROUPS, TEAMS, USERS = ("sales", "legal"), ("berlin", "oslo"), ("jdoe", "jroe")
LABELS = ("low", "middle", "high")
NAMES = Names(labels=LABELS, networks={"office": ("10.20.0.0/16",)})

WHENS = st.fixed_dictionaries(
    {},
    optional={
        "label": names(LABELS),
        "min_label": st.sampled_from(LABELS),
        "entity": names(ENTITIES[:-1]),
        "category": names(Category),
        "inspection": names(Inspection),
        "model": names(ModelState),
        "channel": names(Channel),
        "destination": names(DESTINATIONS),
        "destination_status": names(DestinationStatus),
        "destination_kind": names(DestinationKind),
        "user": names(USERS),
        "group": names(GROUPS),
        "team": names(TEAMS),
        "os": names(OperatingSystem),
        "network": st.just("office"),
        "time": st.sampled_from([{"begins": "08:00", "ends": "18:00"}, {"days": ["saturday", "sunday"]}]),
    },
)
RULES = st.lists(
    st.fixed_dictionaries(
        {"when": WHENS, "action": st.sampled_from(sorted(Action)), "offers": names(Offer)},
        optional={"message": st.sampled_from(["", "Mind this."]), "unless": WHENS.filter(bool)},
    ),
    max_size=6,
)
FINDINGS = st.builds(finding, st.sampled_from(ENTITIES), st.floats(), st.integers(0, 9))
FACTS = st.builds(
    Facts,
    assessment=st.builds(
        Assessment,
        findings=st.lists(FINDINGS, max_size=6).map(tuple),
        category=st.none() | st.sampled_from(Category),
        inspection=st.sampled_from(Inspection),
        model=st.builds(ModelReading, state=st.sampled_from(ModelState)),
    ),
    destination=st.builds(
        Destination,
        destination_id=st.sampled_from([*DESTINATIONS, ""]),
        name=st.just("Any"),
        vendor=st.just("Any"),
        kind=st.sampled_from(DestinationKind),
        status=st.sampled_from(DestinationStatus),
    ),
    channel=st.sampled_from(Channel),
    scope=st.builds(
        Scope,
        user=st.sampled_from(["", *USERS]),
        groups=st.sets(st.sampled_from(GROUPS)).map(frozenset),
        team=st.sampled_from(["", *TEAMS]),
        os=st.none() | st.sampled_from(OperatingSystem),
        addresses=st.sampled_from([(), ("10.20.1.1",), ("192.0.2.1", "nonsense"), ("::1",)]),
        at=st.none() | st.datetimes(timezones=st.just(UTC)),
    ),
)


def document(rules: list[dict[str, object]], mode: str = "enforce") -> PolicyDocument:
    """A policy with the rules."""
    return PolicyDocument.model_validate(written_document(rules, mode))


def written_document(rules: list[dict[str, object]], mode: str = "enforce") -> dict[str, object]:
    """The same, as it is written."""
    numbered = [{"id": f"rule-{number}"} | rule for number, rule in enumerate(rules)]
    return {
        "name": "Any",
        "version": "1",
        "mode": mode,
        "labels": [
            {"name": "low"},
            {"name": "middle", "any_of": [{"entity": "EMAIL", "min_count": 2}]},
            {"name": "high", "any_of": [{"category": "legal"}, {"entity": "IBAN"}]},
        ],
        "networks": {"office": {"addresses": "10.20.0.0/16"}},
        "destinations": {"claude": {"status": "approved"}},
        "rules": numbered,
    }


LOWER = st.fixed_dictionaries(
    {
        "name": st.just("Lower"),
        "version": st.just("7"),
        "mode": st.sampled_from(Mode),
        "rules": RULES.map(lambda rules: [{"id": f"lower-{number}"} | rule for number, rule in enumerate(rules)]),
    },
    optional={
        "labels": st.sampled_from([[{"name": "high", "any_of": [{"entity": "PHONE"}]}]]),
        "destinations": st.dictionaries(
            st.sampled_from(DESTINATIONS), st.sampled_from(DestinationStatus).map(lambda status: {"status": status})
        ),
        "other_destinations": st.sampled_from(DestinationStatus).map(lambda status: {"status": status}),
    },
)


def lower(layer: str, written: dict[str, object]) -> PolicyDocument:
    """A policy of a lower layer."""
    return PolicyDocument.model_validate(written | {"layer": layer})
