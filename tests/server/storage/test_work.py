"""What the signer has to do."""

from __future__ import annotations

from datetime import timedelta

from server.storage import audit, people, publications, requests, work
from server.storage.database import Database
from server.storage.devices import change_device
from server.storage.roles import COMMAND_LINE
from tests.server.repository.organization import NOW
from tests.server.storage.test_people import add_device, assign, set_user
from tests.server.storage.test_requests import APPROVER, ASKED, DEVICE, Limits, ask


def test_nothing_has_changed(database: Database):
    with database.writing() as session:
        add_device(session, DEVICE)
        assert not work.has_work(session, NOW)
        assert work.pending_assignments(session, NOW) == []


def test_an_assignment_says_who_works_there_and_what_was_granted(database: Database):
    with database.writing() as session:
        people.add_team(session, NOW, COMMAND_LINE, "berlin")
        add_device(session, DEVICE)
        set_user(session, "jane", "berlin", ("Sales",))
        set_user(session, "kim")
        assign(session, DEVICE, "jdoe", "jane")
        assign(session, DEVICE, "akim", "kim")
        ask(session)
        requests.approve(session, NOW, APPROVER, ASKED, Limits())
        ask(session, "2" * 32)
        assert work.has_work(session, NOW)
        (pending,) = work.pending_assignments(session, NOW)
    said = pending.assignment
    assert said is not None
    assert [(user.account, user.user, user.team, user.groups) for user in said.users] == [
        ("akim", "kim", None, ()),
        ("jdoe", "jane", "berlin", ("Sales",)),
    ]
    (grant,) = said.grants
    assert (grant.exception_id, grant.accounts, grant.device_ids) == (ASKED, ("jdoe",), (DEVICE,))
    assert (grant.approved_by, grant.expires_at) == ("kim-key", NOW + timedelta(days=3))


def test_what_changes_while_it_is_published_is_due_again(database: Database):
    with database.writing() as session:
        add_device(session, DEVICE)
        change_device(session, NOW, COMMAND_LINE, DEVICE, is_retired=True)
        (pending,) = work.pending_assignments(session, NOW)
        assert pending.assignment is not None
        assert pending.assignment.is_retired
        change_device(session, NOW, COMMAND_LINE, DEVICE, is_retired=False)
        work.mark_published(session, {DEVICE: pending.revision})
        assert work.has_work(session, NOW)
        (again,) = work.pending_assignments(session, NOW)
        work.mark_published(session, {DEVICE: again.revision})
        assert not work.has_work(session, NOW)


def test_a_publication_and_a_grant_that_is_over_are_work(database: Database):
    with database.writing() as session:
        add_device(session, DEVICE)
        ask(session)
        requests.approve(session, NOW, APPROVER, ASKED, Limits())
        work.mark_published(session, {DEVICE: 99})
        assert not work.has_work(session, NOW)
        assert work.has_work(session, NOW + timedelta(days=3))
        publications.submit(session, NOW, COMMAND_LINE, [b"x"])
        assert work.has_work(session, NOW)


def test_only_so_many_at_once(database: Database):
    with database.writing() as session:
        for number in range(5):
            add_device(session, f"{number:032x}")
            change_device(session, NOW, COMMAND_LINE, f"{number:032x}", is_retired=True)
        assert len(work.pending_assignments(session, NOW, limit=3)) == 3


def test_what_is_due_is_found_in_pages_and_asked_for_by_device(database: Database):
    ids = [f"{number:032x}" for number in range(5)]
    with database.writing() as session:
        for device_id in ids:
            add_device(session, device_id)
            change_device(session, NOW, COMMAND_LINE, device_id, is_retired=True)
        add_device(session, DEVICE)
        assert work.due_revisions(session, limit=3) == dict.fromkeys(ids[:3], 2)
        assert work.due_revisions(session, after=ids[2], limit=3) == dict.fromkeys(ids[3:], 2)
        found = work.pending_assignments(session, NOW, device_ids=[ids[4], ids[1], DEVICE])
        assert {each.device_id for each in found} == {ids[1], ids[4]}
        assert work.known_devices(session) == {*ids, DEVICE}


def test_all_devices_are_assigned_again(database: Database):
    with database.writing() as session:
        add_device(session, DEVICE)
        add_device(session, "b" * 32)
        assert work.reassign_all(session, NOW, COMMAND_LINE) == 2
        assert work.due_revisions(session) == {DEVICE: 1, "b" * 32: 1}
        (entry,) = audit.find_entries(session, audit.AuditFilter(action="device.reassign"))
        assert (entry.actor, entry.detail) == ("command-line", "2 devices")


def test_what_is_read_is_of_one_moment(database: Database):
    with database.writing() as session:
        add_device(session, DEVICE)
        set_user(session, "jane", None, ("Sales",))
        assign(session, DEVICE, "jdoe", "jane")
    with database.snapshot() as session:
        assert work.due_revisions(session) == {DEVICE: 2}
        with database.writing() as other:
            people.remove_user(other, NOW, COMMAND_LINE, "jane")
        (pending,) = work.pending_assignments(session, NOW, device_ids=[DEVICE])
    assert pending.revision == 2
    assert pending.assignment is not None
    assert [user.groups for user in pending.assignment.users] == [("Sales",)]
