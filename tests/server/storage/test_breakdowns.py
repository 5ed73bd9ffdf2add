"""Counts are broken down, never so far that a row is about a few people."""

from __future__ import annotations

from datetime import date

from server.storage import people
from server.storage.breakdowns import FEWEST_DEVICES, Breakdown, CountedGroup, break_down, count_weeks
from server.storage.database import Database
from server.storage.roles import COMMAND_LINE
from server.storage.tables import DailyCountRow, Device
from tests.server.repository.organization import NOW, device_id
from tests.server.storage.test_fleet import add_device

MONDAY = date(2027, 2, 22)
UNTIL = date(2027, 3, 1)


def _count(database: Database, devices: range, label: str, count: int = 1, day: date = MONDAY) -> None:
    with database.writing() as session:
        for number in devices:
            session.add(
                DailyCountRow(
                    device_id=device_id(number),
                    session_id="0" * 32,
                    day=day,
                    destination_id="chatgpt",
                    label=label,
                    channel="clipboard",
                    disposition="warned",
                    count=count,
                )
            )


def _labels(database: Database, team: str | None = None) -> Breakdown:
    with database.reading() as session:
        return break_down(session, DailyCountRow.label, since=MONDAY, until=UNTIL, team=team)


def _devices(database: Database, number: int) -> None:
    for each in range(number):
        add_device(database, each)


def test_groups_of_enough_devices_are_shown_the_largest_first(database: Database):
    _devices(database, 6)
    _count(database, range(5), "internal", 2)
    _count(database, range(6), "closed", 3)
    assert _labels(database) == Breakdown(
        groups=(CountedGroup(name="closed", count=18, devices=6), CountedGroup(name="internal", count=10, devices=5)),
        is_cut=False,
    )


def test_small_groups_are_put_together(database: Database):
    _devices(database, 6)
    _count(database, range(3), "a")
    _count(database, range(3, 6), "b")
    assert _labels(database).groups == (CountedGroup(name="", count=6, devices=6),)


def test_small_groups_of_the_same_few_devices_are_left_out(database: Database):
    _devices(database, 6)
    _count(database, range(6), "common")
    _count(database, range(4), "a")
    _count(database, range(4), "b")
    found = _labels(database)
    assert [group.name for group in found.groups] == ["common"]
    assert found.is_cut


def test_a_small_team_is_not_broken_down(database: Database):
    _devices(database, 6)
    _count(database, range(6), "closed")
    with database.writing() as session:
        people.add_team(session, NOW, COMMAND_LINE, "berlin")
        session.get_one(Device, device_id(0)).team = "berlin"
    assert _labels(database, team="berlin") == Breakdown(groups=(), is_cut=True)
    assert not _labels(database, team="paris").is_cut


def test_days_outside_do_not_count(database: Database):
    _devices(database, 5)
    _count(database, range(5), "closed", day=UNTIL)
    assert _labels(database) == Breakdown(groups=(), is_cut=False)


def test_weeks_are_counted_and_those_of_few_devices_are_not_told(database: Database):
    _devices(database, FEWEST_DEVICES)
    _count(database, range(5), "closed", 2)
    _count(database, range(4), "closed", 2, day=UNTIL)
    with database.reading() as session:
        weeks = count_weeks(session, first_monday=date(2027, 2, 15), weeks=3)
    assert weeks == [
        CountedGroup(name="2027-02-15", count=0, devices=0),
        CountedGroup(name="2027-02-22", count=10, devices=5),
        None,
    ]
