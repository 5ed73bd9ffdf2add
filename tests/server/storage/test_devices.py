"""What is kept of devices: filters, pages, changes, and that little is written when little has changed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from agent.core.verdicts import Layer
from agent.fleet.check_in import HealthState, LayerVersion, Session
from server.storage import devices, people
from server.storage.check_ins import record_check_in
from server.storage.database import Database, parse_database_url
from server.storage.devices import DeviceFilter
from server.storage.errors import NotFoundError
from server.storage.roles import COMMAND_LINE
from tests.server.postgresql import PostgreSql
from tests.server.repository.organization import NOW
from tests.server.storage.test_people import add_device, revision
from tests.server.world import check_in

ONE, TWO, THREE = "a" * 32, "b" * 32, "c" * 32


@pytest.fixture
def fleet(database: Database) -> Database:
    """Three devices; the first has said something."""
    with database.writing() as session:
        people.add_team(session, NOW, COMMAND_LINE, "berlin")
        add_device(session, ONE, "berlin")
        add_device(session, TWO)
        add_device(session, THREE)
        devices.change_device(session, NOW, COMMAND_LINE, THREE, is_retired=True)
        report = Session(
            session_id="d" * 32,
            agent_version="1",
            layers=(LayerVersion(layer=Layer.GLOBAL, version="7"),),
            health=(HealthState(code="no_keyring", since=NOW),),
        )
        said = check_in(1, agent_version="2.0", sessions=(report,), health=(HealthState(code="clock", since=NOW),))
        record_check_in(session, NOW + timedelta(days=3), ONE, said)
    return database


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (DeviceFilter(), [ONE, TWO, THREE]),
        (DeviceFilter(team="berlin"), [ONE]),
        (DeviceFilter(agent_version="2.0"), [ONE]),
        (DeviceFilter(policy_version="7"), [ONE]),
        (DeviceFilter(policy_version="8"), []),
        (DeviceFilter(issue="no_keyring"), [ONE]),
        (DeviceFilter(issue="clock", team="berlin"), [ONE]),
        (DeviceFilter(is_retired=True), [THREE]),
        (DeviceFilter(is_retired=False), [ONE, TWO]),
        (DeviceFilter(not_seen_since=NOW + timedelta(days=1)), [TWO, THREE]),
        (DeviceFilter(has_history_trouble=True), []),
        (DeviceFilter(has_history_trouble=False), [ONE, TWO, THREE]),
        (DeviceFilter(token_id="other"), []),
    ],
)
def test_devices_are_found(fleet: Database, wanted: DeviceFilter, found: list[str]):
    with fleet.reading() as session:
        assert [row.id for row in devices.find_devices(session, wanted)] == found


def test_devices_come_in_pages(fleet: Database):
    with fleet.reading() as session:
        assert [row.id for row in devices.find_devices(session, DeviceFilter(), after=ONE, limit=1)] == [TWO]


def test_issues_that_are_over_go(fleet: Database):
    with fleet.writing() as session:
        assert [issue.code for issue in devices.issues_of(session, ONE)] == ["clock", "no_keyring"]
        quiet = Session(session_id="d" * 32, agent_version="1")
        record_check_in(session, NOW, ONE, check_in(2, sessions=(quiet,)))
        assert devices.issues_of(session, ONE) == []


def test_a_change_makes_a_device_due_and_none_does_not(fleet: Database):
    with fleet.writing() as session:
        devices.change_device(session, NOW, COMMAND_LINE, ONE, team="berlin", is_retired=False)
        assert revision(session, ONE) == 1
        devices.change_device(session, NOW, COMMAND_LINE, ONE, team=None)
        assert (revision(session, ONE), devices.get_device(session, ONE).team) == (2, None)
        with pytest.raises(NotFoundError):
            devices.change_device(session, NOW, COMMAND_LINE, ONE, team="nowhere")
        with pytest.raises(NotFoundError):
            devices.change_device(session, NOW, COMMAND_LINE, "0" * 32)


def test_of_two_changes_at_once_both_are_published(postgresql: PostgreSql, postgresql_template: str):
    database = Database(parse_database_url(postgresql.new_database(postgresql_template)))
    with database.writing() as session:
        people.add_team(session, NOW, COMMAND_LINE, "berlin")
        add_device(session, ONE)
        before = revision(session, ONE)
    with database.writing() as slow:
        read_before = devices.get_device(slow, ONE)  # kept, so that the session does not read it anew
        with database.writing() as quick:
            devices.change_device(quick, NOW, COMMAND_LINE, ONE, is_retired=True)
        assert devices.change_device(slow, NOW, COMMAND_LINE, ONE, team="berlin") is read_before
    with database.reading() as session:
        assert revision(session, ONE) == before + 2
        found = devices.get_device(session, ONE)
        assert (found.team, found.is_retired) == ("berlin", True)
    database.close()
