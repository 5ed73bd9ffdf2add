"""The fleet in numbers."""

# ruff: noqa: ANN401 - fields of a message, of any type

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from agent.core.gestures import Channel
from agent.core.verdicts import Disposition, Layer
from agent.fleet.check_in import DailyCount, HealthState, LayerVersion, Session
from server.storage import devices, people, reports
from server.storage.check_ins import record_check_in
from server.storage.database import Database
from server.storage.roles import COMMAND_LINE
from tests.server.repository.organization import NOW
from tests.server.storage.test_people import add_device
from tests.server.world import check_in

FEBRUARY, MARCH = date(2027, 2, 1), date(2027, 3, 1)
ONE, TWO = "a" * 32, "b" * 32


def count(number: int, day: date = date(2027, 2, 28), label: str = "closed") -> DailyCount:
    """Gestures of one kind."""
    return DailyCount(
        day=day,
        destination_id="chatgpt",
        label=label,
        channel=next(iter(Channel)),
        disposition=Disposition.WARNED,
        count=number,
    )


def session_of(**fields: Any) -> Session:
    """What an agent says."""
    return Session(**{"session_id": "c" * 32, "agent_version": "1", **fields})


def test_the_fleet_is_counted(database: Database):
    with database.writing() as session:
        people.add_team(session, NOW, COMMAND_LINE, "berlin")
        add_device(session, ONE, "berlin")
        add_device(session, TWO)
        layers = (LayerVersion(layer=Layer.GLOBAL, version="7"),)
        health = (HealthState(code="no_keyring", since=NOW),)
        said = check_in(1, agent_version="2.0", sessions=(session_of(layers=layers, health=health),))
        record_check_in(session, NOW + timedelta(days=8), ONE, said)
        found = reports.summarize(session, NOW + timedelta(days=8))
    assert (found.devices, found.silent, found.retired, found.waiting) == (2, 1, 0, 0)
    assert found.by_agent_version == {"1": 1, "2.0": 1}
    assert found.by_team == {"berlin": 1, "": 1}
    assert found.by_policy_version == {"7": 1}
    assert found.by_issue == {"no_keyring": 1}


def test_a_retired_device_counts_no_more(database: Database):
    with database.writing() as session:
        add_device(session, ONE)
        devices.change_device(session, NOW, COMMAND_LINE, ONE, is_retired=True)
        found = reports.summarize(session, NOW)
    assert (found.devices, found.retired, found.waiting) == (0, 1, 1)


def test_a_day_that_is_sent_twice_counts_once(database: Database):
    with database.writing() as session:
        add_device(session, ONE)
        add_device(session, TWO)
        for sequence, number in ((1, 3), (2, 5)):
            record_check_in(session, NOW, ONE, check_in(sequence, sessions=(session_of(counts=(count(number),)),)))
        record_check_in(session, NOW, TWO, check_in(1, sessions=(session_of(counts=(count(1), count(1))),)))
        (day,) = reports.count_days(session, since=date(2027, 2, 1), until=date(2027, 3, 1))
    assert (day.count, day.devices) == (7, 2)


def test_days_are_counted_by_team_and_time(database: Database):
    with database.writing() as session:
        people.add_team(session, NOW, COMMAND_LINE, "berlin")
        add_device(session, ONE, "berlin")
        add_device(session, TWO)
        for device in (ONE, TWO):
            record_check_in(session, NOW, device, check_in(1, sessions=(session_of(counts=(count(2),)),)))
        assert [day.count for day in reports.count_days(session, since=FEBRUARY, until=MARCH, team="berlin")] == [2]
        assert reports.count_days(session, since=date(2027, 3, 1), until=date(2027, 4, 1)) == []
