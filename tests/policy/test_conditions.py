"""Each condition holds for what it names, and for nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

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
    OperatingSystem,
    Scope,
)
from agent.policy.document.when import When
from agent.policy.engine.conditions import (
    ChannelIn,
    DestinationIn,
    DestinationKindIn,
    DestinationStatusIn,
    DeviceIn,
    GroupIn,
    LabelRankIn,
    Names,
    NetworkIn,
    OsIn,
    TeamIn,
    TimeIn,
    UserIn,
    compile_when,
)
from agent.policy.engine.evidence_conditions import CategoryIn, Condition, EntitiesFound
from agent.policy.engine.facts import Evidence, Situation
from tests.policy.samples import destination, finding

EVIDENCE = Evidence.of(
    Assessment(
        findings=(finding("EMAIL", 0.9), finding("EMAIL", 0.6), finding("PHONE", 0.4)),
        category=Category.LEGAL,
        inspection=Inspection.PARTIAL,
        model=ModelReading(state=ModelState.NOT_FINISHED, share=0.5),
    )
)
SITUATION = Situation.about(
    EVIDENCE,
    label=Label(rank=1, name="middle"),
    destination=destination("claude", DestinationKind.CODING_AGENT, DestinationStatus.TOLERATED),
    channel=Channel.BROWSER,
    scope=Scope(
        user="jdoe",
        groups=frozenset({"staff", "sales"}),
        team="berlin",
        device_id="d-17",
        os=OperatingSystem.LINUX,
        addresses=("fe80::1%eth0", "10.20.3.4"),
        at=datetime(2026, 11, 27, 22, 30, tzinfo=UTC),  # a Friday
    ),
)
NAMES = Names(labels=("low", "middle", "high"), networks={"office": ("10.20.0.0/16", "fd00:20::/32")})
WEEKDAYS = frozenset(range(5))


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
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
        (UserIn(frozenset({"jdoe"})), True),
        (UserIn(frozenset({"jroe"})), False),
        (GroupIn(frozenset({"sales", "legal"})), True),
        (GroupIn(frozenset({"legal"})), False),
        (TeamIn(frozenset({"berlin"})), True),
        (TeamIn(frozenset({"oslo"})), False),
        (DeviceIn(frozenset({"d-17"})), True),
        (DeviceIn(frozenset({"d-18"})), False),
        (OsIn(frozenset({OperatingSystem.LINUX})), True),
        (OsIn(frozenset({OperatingSystem.MACOS})), False),
        (NetworkIn(frozenset({"10.20.0.0/16"})), True),
        (NetworkIn(frozenset({"fe80::/10"})), True),
        (NetworkIn(frozenset({"10.21.0.0/16", "fd00::/8"})), False),
        (TimeIn(frozenset({(WEEKDAYS, 8 * 60, 18 * 60)})), False),
        (TimeIn(frozenset({(WEEKDAYS, 22 * 60 + 30, 1440)})), True),
        (TimeIn(frozenset({(WEEKDAYS, 0, 22 * 60 + 30)})), False),
        (TimeIn(frozenset({(WEEKDAYS, 20 * 60, 6 * 60)})), True),
        (TimeIn(frozenset({(frozenset({5, 6}), 0, 1440)})), False),
    ],
)
def test_holds_for_what_it_names_only(condition: Condition[Situation], holds: bool):
    assert condition.holds(SITUATION) is holds


def test_a_night_belongs_to_the_day_it_began_on():
    nights = TimeIn(frozenset({(frozenset({4}), 20 * 60, 6 * 60)}))
    saturday, sunday = (datetime(2026, 11, day, 3, 0, tzinfo=UTC) for day in (28, 29))
    assert nights.holds(replace(SITUATION, scope=Scope(at=saturday)))
    assert not nights.holds(replace(SITUATION, scope=Scope(at=sunday)))


@pytest.mark.parametrize(
    "when",
    [
        {"user": "jdoe"},
        {"group": "staff"},
        {"team": "berlin"},
        {"device": "d-17"},
        {"os": ["linux", "windows", "macos"]},
        {"network": "office"},
        {"time": {"begins": "00:00"}},
    ],
)
def test_nothing_holds_for_what_is_not_known(when: dict[str, object]):
    (condition,) = compile_when(When.model_validate(when), NAMES)
    assert condition.holds(SITUATION)
    assert not condition.holds(replace(SITUATION, scope=Scope()))


def test_an_address_of_no_known_family_is_in_no_network():
    odd = Scope(addresses=("aa:bb:cc:dd:ee:ff", ""))
    assert not NetworkIn(frozenset({"0.0.0.0/0", "::/0"})).holds(replace(SITUATION, scope=odd))


def test_holds_for_no_category_while_nobody_has_classified_the_text():
    unclassified = replace(SITUATION, category=None)
    assert not CategoryIn(frozenset(Category)).holds(unclassified)


def test_compiles_only_what_is_written():
    assert compile_when(When(), NAMES) == ()
    assert compile_when(When(min_label="middle"), NAMES) == (LabelRankIn(frozenset({1, 2})),)
    assert compile_when(When(label=("low", "high")), NAMES) == (LabelRankIn(frozenset({0, 2})),)
    neither = When(label=("low",), min_label="middle")
    assert compile_when(neither, NAMES) == (LabelRankIn(frozenset()),)
    both = When.model_validate({"channel": "browser", "destination": "claude", "network": "office", "entity": "EMAIL"})
    assert compile_when(both, NAMES) == (
        EntitiesFound(entities=frozenset({"EMAIL"})),
        ChannelIn(frozenset({Channel.BROWSER})),
        DestinationIn(frozenset({"claude"})),
        NetworkIn(frozenset({"10.20.0.0/16", "fd00:20::/32"})),
    )
    hours = When.model_validate({"time": [{"days": ["saturday", "sunday"]}, {"begins": "20:00", "ends": "00:00"}]})
    assert compile_when(hours, NAMES) == (
        TimeIn(frozenset({(frozenset({5, 6}), 0, 1440), (frozenset(range(7)), 20 * 60, 1440)})),
    )


def test_is_equal_when_it_asks_the_same_in_another_order():
    one = When.model_validate({"entity": ["EMAIL", "PHONE"], "group": ["a", "b"]})
    other = When.model_validate({"entity": ["PHONE", "EMAIL"], "group": ["b", "a"]})
    assert set(compile_when(one, NAMES)) == set(compile_when(other, NAMES))
    assert set(compile_when(one, NAMES)) != set(compile_when(When.model_validate({"entity": "PHONE"}), NAMES))
