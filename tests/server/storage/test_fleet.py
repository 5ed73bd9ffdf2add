"""What the console shows beside lists, on both kinds of database."""

from __future__ import annotations

from datetime import timedelta

from agent.fleet.check_in import HealthState
from agent.fleet.exceptions import ExceptionReason, ExceptionRequest, ExceptionState
from server.signer.loop import LEASE
from server.storage import check_ins, devices, fleet, people, publications, requests
from server.storage.database import Database
from server.storage.lease import take
from server.storage.publications import Decision
from server.storage.roles import COMMAND_LINE
from server.storage.tables import Device, PublicationState
from tests.server.repository.organization import NOW, device_id
from tests.server.world import check_in


def add_device(database: Database, number: int, **metadata_versions: int) -> str:
    """A device that says which versions it trusts."""
    with database.writing() as session:
        session.add(
            Device(
                id=device_id(number),
                public_key=device_id(number),
                team=None,
                os="linux",
                os_version="12",
                agent_version="1.0",
                token_id="t",
                enrolled_at=NOW,
                metadata_versions=dict(metadata_versions),
            )
        )
    return device_id(number)


def ask(database: Database, device: str, number: int) -> str:
    """A request for an exception, so many minutes later."""
    request = ExceptionRequest(
        request_id=f"{number:032x}",
        rule_ids=("no-cards",),
        destination_id="chatgpt",
        account="jdoe",
        label="closed",
        days=1,
        reason=ExceptionReason.OTHER,
    )
    with database.writing() as session:
        return requests.ask(session, NOW + timedelta(minutes=number), device, request).id


def test_devices_are_counted_by_how_fresh_their_policy_is(database: Database):
    for number, versions in enumerate([{"targets": 4}, {"targets": 4, "root": 1}, {"targets": 3}, {}]):
        add_device(database, number, **versions)
    with database.writing() as session:
        devices.change_device(session, NOW, COMMAND_LINE, device_id(0), is_retired=True)
    with database.reading() as session:
        assert fleet.count_freshness(session, 4) == fleet.Freshness(current=1, behind=1, unknown=1)
        assert fleet.count_freshness(session, None) == fleet.Freshness(current=0, behind=0, unknown=3)


def test_issues_are_found_by_device(database: Database):
    one, other = add_device(database, 1), add_device(database, 2)
    said = check_in(1, health=[HealthState(code="no_display", since=NOW), HealthState(code="a_new_one", since=NOW)])
    with database.writing() as session:
        check_ins.record_check_in(session, NOW, one, said)
    with database.reading() as session:
        assert fleet.issues_by_device(session, [one, other]) == {one: ("a_new_one", "no_display")}
        assert fleet.issues_by_device(session, []) == {}


def test_devices_are_found_by_how_their_ids_begin(database: Database):
    one, other = add_device(database, 1), add_device(database, 2)
    with database.reading() as session:
        found = devices.find_devices(session, devices.DeviceFilter(id_prefix=one[:6]))
        assert [device.id for device in found] == [one]
        assert other not in [device.id for device in devices.find_devices(session, devices.DeviceFilter(id_prefix="%"))]


def test_it_is_the_signers_lease_that_is_looked_at(database: Database):
    assert fleet.SIGNER_LEASE == LEASE
    with database.writing() as session:
        assert fleet.signer_held_until(session) is None
        take(session, NOW, LEASE, "somebody", timedelta(seconds=60))
    with database.reading() as session:
        assert fleet.signer_held_until(session) == NOW + timedelta(seconds=60)


def test_open_requests_come_oldest_first_and_decided_ones_newest_first_page_by_page(database: Database):
    device = add_device(database, 1)
    ids = [ask(database, device, number) for number in range(6)]
    with database.writing() as session:
        for request_id in ids[1:]:
            requests.refuse(session, NOW, COMMAND_LINE, request_id)
        requests.get_request(session, ids[5]).state = ExceptionState.NEEDS_OFFLINE_APPROVER.value
    with database.reading() as session:
        assert [row.id for row in fleet.find_open(session)] == [ids[0], ids[5]]
        first = fleet.find_decided(session, limit=3)
        assert [row.id for row in first] == [ids[4], ids[3], ids[2]]
        second = fleet.find_decided(session, before=(first[-1].requested_at, first[-1].id), limit=3)
        assert [row.id for row in second] == [ids[1]]


def test_requesters_are_the_users_of_the_accounts(database: Database):
    one, other = add_device(database, 1), add_device(database, 2)
    mine, nobodys = ask(database, one, 1), ask(database, other, 2)
    with database.writing() as session:
        people.set_user(session, NOW, COMMAND_LINE, "jane.doe", team=None, groups=None)
        people.assign_account(session, NOW, COMMAND_LINE, device_id=one, account="jdoe", user="jane.doe")
    with database.reading() as session:
        rows = fleet.find_open(session)
        assert {row.id for row in rows} == {mine, nobodys}
        assert fleet.requesters_of(session, rows) == {mine: "jane.doe"}


def test_signings_are_found_by_folder_the_newest_one_counts(database: Database):
    receipts: tuple[dict[str, object] | None, ...] = (
        {"author": "bo", "signers": ["bo", "ada"], "folders": ["policy", "models/a"], "summary": "First"},
        {"author": "ada", "signers": ["ada", "bo"], "folders": ["policy"], "summary": "Cards"},
        {"author": "ada", "signers": ["ada", "bo"], "folders": [], "summary": "A team"},
        None,
    )
    for number, receipt in enumerate(receipts):
        now = NOW + timedelta(hours=number)
        state = PublicationState.REFUSED if receipt is None else PublicationState.PUBLISHED
        with database.writing() as session:
            row = publications.submit(session, now, COMMAND_LINE, [b"x"])
            publications.decide(session, now, row.id, Decision(state=state, receipt=receipt))
    with database.reading() as session:
        found = fleet.signings(session)
    cards = fleet.SigningOf(author="ada", signers=("ada", "bo"), summary="Cards", published_at=NOW + timedelta(hours=1))
    assert found["policy"] == cards
    assert found["models/a"].author == "bo"
    assert set(found) == {"policy", "models/a"}
