"""Sets of situations: empty ones, and those within others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from agent.core import Channel, Inspection
from agent.core.scope import Scope
from agent.policy.authoring.regions import ANY_TIME, Region, implies, is_empty, region_of
from agent.policy.document.when import TimeWindow, When
from agent.policy.engine.conditions import ChannelIn, TimeIn, compile_when
from agent.policy.engine.evidence_conditions import InspectionIn
from agent.policy.engine.facts import Evidence, Situation
from tests.policy.samples import destination, facts, policy
from tests.policy.strategies import NAMES


def _of(**when: object) -> Region:
    return region_of(compile_when(When.model_validate(when), NAMES))


def test_holds_the_values_of_each_condition():
    region = _of(channel=["browser", "clipboard"], inspection="partial")
    assert region == Region(
        values={
            ChannelIn: frozenset((Channel.BROWSER, Channel.CLIPBOARD)),
            InspectionIn: frozenset((Inspection.PARTIAL,)),
        }
    )
    assert region.admitting(ChannelIn, frozenset()).values[InspectionIn] == {Inspection.PARTIAL}


def test_is_empty_where_nothing_is_left():
    assert not is_empty(_of())
    assert not is_empty(_of(channel="browser"))
    assert is_empty(_of(label="low", min_label="high"))
    assert is_empty(Region(values={}, minutes=0))


@pytest.mark.parametrize(
    ("narrow", "wide", "follows"),
    [
        ({"channel": "browser"}, {}, True),
        ({"channel": "browser"}, {"channel": ["browser", "clipboard"]}, True),
        ({"channel": ["browser", "clipboard"]}, {"channel": "browser"}, False),
        ({}, {"channel": "browser"}, False),
        ({"time": {"days": "monday"}}, {"time": {}}, True),
        ({}, {"time": {}}, False),
        ({"time": {"begins": "22:00", "ends": "06:00"}}, {"time": {"begins": "21:00", "ends": "06:00"}}, True),
        ({"time": {"days": "sunday", "begins": "22:00", "ends": "06:00"}}, {"time": {"days": ["sunday"]}}, False),
        (
            {"time": {"days": "sunday", "begins": "22:00", "ends": "06:00"}},
            {"time": {"days": ["sunday", "monday"]}},
            True,
        ),
    ],
)
def test_knows_what_follows(narrow: dict[str, object], wide: dict[str, object], *, follows: bool):
    assert implies(_of(**narrow), _of(**wide)) is follows


@pytest.mark.parametrize(
    "window",
    [
        {},
        {"days": "sunday", "begins": "22:00", "ends": "06:00"},
        {"days": ["monday", "friday"], "begins": "08:30", "ends": "18:00"},
        {"begins": "24:00", "ends": "01:00"},
    ],
)
def test_the_minutes_are_those_in_which_the_condition_holds(window: dict[str, object]):
    (condition,) = compile_when(When(time=(TimeWindow.model_validate(window),)), NAMES)
    assert isinstance(condition, TimeIn)
    minutes = region_of([condition]).minutes
    monday = datetime(2026, 1, 5, tzinfo=UTC)
    asked = facts()
    for minute in range(0, 7 * 1440, 30):
        situation = Situation.about(
            Evidence.of(asked.assessment),
            label=policy().labels[0],
            destination=destination(),
            channel=asked.channel,
            scope=Scope(at=monday + timedelta(minutes=minute)),
        )
        assert bool(minutes >> minute & 1) is condition.holds(situation)
    assert minutes < ANY_TIME
