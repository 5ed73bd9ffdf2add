"""The signer: from wishes in the database to files that a device verifies."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from server.repository.errors import RepositoryBusyError
from server.signer.loop import Signer
from server.storage import audit, devices, publications, work
from server.storage.roles import Role
from tests.server.repository.organization import policy_text
from tests.server.signer.signing import (
    LIMITS,
    Busy,
    Interrupted,
    global_policy,
    read_assignment,
    state_of,
    submit,
)
from tests.server.world import World
from tests.waiting import wait_until


def test_a_device_gets_its_assignment(any_world: World, tmp_path: Path):
    any_world.add_team("berlin")
    client = any_world.device("berlin")
    assert read_assignment(any_world, tmp_path, client.device_id) is None
    any_world.sign()
    said = read_assignment(any_world, tmp_path, client.device_id)
    assert said is not None
    assert (said.device_id, said.team) == (client.device_id, "berlin")
    any_world.admin(Role.OPERATOR, "PATCH", f"/v1/admin/devices/{client.device_id}", {"team": None})
    any_world.sign()
    moved = read_assignment(any_world, tmp_path, client.device_id)
    assert moved is not None
    assert moved.team is None


def test_a_publication_is_published_and_the_log_says_who_signed(any_world: World):
    one = submit(any_world, global_policy(any_world))
    any_world.sign()
    assert state_of(any_world, one) == "published"
    assert any_world.organization.folder.policies()["policy"].document.version == "2"
    with any_world.database.reading() as session:
        (entry,) = audit.find_entries(session, audit.AuditFilter(action="publication.publish"))
    assert entry.detail == "targets 2; signed by ada, bo"


def test_a_publication_with_too_few_signatures_is_refused(world: World):
    one = submit(world, world.organization.draft_global(policy_text("2")).to_bytes())
    two = submit(world, b"nonsense")
    world.sign()
    assert (state_of(world, one), state_of(world, two)) == ("refused", "refused")
    with world.database.reading() as session:
        assert publications.get_publication(session, one).error_title
    assert world.organization.folder.policies() == {}


def test_a_signer_that_died_after_publishing_goes_on_where_it_was(world: World, tmp_path: Path):
    one = submit(world, global_policy(world))
    client = world.device()
    for _ in range(2):
        dying = Signer(
            world.database,
            Interrupted(world.organization.folder, world.organization.online_key, lambda: world.now),
            lambda: world.now,
        )
        with pytest.raises(KeyboardInterrupt):
            dying.run_once()
        world.later(minutes=2)  # its lease runs out
    assert (state_of(world, one), world.organization.folder.policies()["policy"].document.version) == ("published", "2")
    with world.database.reading() as session:
        receipt = publications.get_publication(session, one).receipt
        (entry,) = audit.find_entries(session, audit.AuditFilter(action="publication.publish"))
    assert receipt is not None
    assert (receipt["author"], receipt["signers"], receipt["folders"]) == ("ada", ["ada", "bo"], ["policy"])
    assert any("interrupted" in note for note in receipt["notes"])
    assert entry.detail == "targets 2; signed by ada, bo"
    world.sign()
    assert read_assignment(world, tmp_path, client.device_id) is not None
    with world.database.reading() as session:
        assert not work.has_work(session, world.now)


def test_assignments_are_gathered_and_publications_are_not(world: World):
    submit(world, global_policy(world))
    signer = Signer(world.database, world.organization.online(), lambda: world.now, gather=timedelta(minutes=5))

    def published(device_id: str) -> int:
        signer.run_once()
        with world.database.reading() as session:
            return devices.get_device(session, device_id).published_revision

    assert published(world.device().device_id) == 1
    later = world.device().device_id
    handed_in = submit(world, b"nonsense")
    assert published(later) == 0
    assert state_of(world, handed_in) == "refused"
    world.later(minutes=5)
    assert published(later) == 1


def test_a_clock_that_is_set_back_gathers_nothing_for_ever(world: World):
    submit(world, global_policy(world))
    signer = Signer(world.database, world.organization.online(), lambda: world.now, gather=timedelta(minutes=5))
    world.device()
    signer.run_once()
    world.later(minutes=-30)
    device_id = world.device().device_id
    signer.release()
    signer.run_once()
    with world.database.reading() as session:
        assert devices.get_device(session, device_id).published_revision == 1


def test_of_two_signers_one_writes(any_world: World):
    one, other = any_world.signer(), any_world.signer()
    one.run_once()
    client = any_world.device()
    assert not other.run_once()
    with any_world.database.reading() as session:
        assert devices.get_device(session, client.device_id).published_revision == 0
    one.run_once()
    with any_world.database.reading() as session:
        assert devices.get_device(session, client.device_id).published_revision == 1
    one.release()
    client = any_world.device()
    other.run_once()
    with any_world.database.reading() as session:
        assert devices.get_device(session, client.device_id).published_revision == 1


def test_another_signer_takes_over_from_one_that_died(world: World):
    world.signer().run_once()
    client = world.device()
    other = world.signer()
    other.run_once()
    world.later(seconds=61)
    other.run_once()
    with world.database.reading() as session:
        assert devices.get_device(session, client.device_id).published_revision == 1


def test_grants_that_are_over_go_out_of_the_assignment(world: World, tmp_path: Path):
    world.organization.publish_global(policy_text().replace(b"tests:", LIMITS + b"tests:"))
    client = world.device()
    request_id, _ = client.ask_for_exception()
    assert world.admin(Role.APPROVER, "POST", f"/v1/admin/exceptions/{request_id}/approve").status == 200
    world.sign()
    said = read_assignment(world, tmp_path, client.device_id)
    assert said is not None
    assert [grant.exception_id for grant in said.grants] == [request_id]
    world.later(days=3)
    world.sign()
    later = read_assignment(world, tmp_path, client.device_id)
    assert later is not None
    assert later.grants == ()
    (status,) = client.send("GET", "/v1/exceptions").json
    assert status["state"] == "expired"


def test_what_expires_is_signed_again(world: World):
    before = world.organization.folder.state().timestamp.signed.version
    world.later(hours=13)
    world.sign()
    after = world.organization.folder.state().timestamp.signed
    assert after.version == before + 1
    assert after.expires > world.now + timedelta(hours=23)


def test_a_busy_repository_loses_nothing(world: World):
    one = submit(world, global_policy(world))
    busy = Signer(world.database, Busy(world.organization.folder), lambda: world.now)
    with pytest.raises(RepositoryBusyError):
        busy.run_once()
    busy.release()
    assert state_of(world, one) == "pending"
    world.sign()
    assert state_of(world, one) == "published"


def test_it_wakes_soon_and_stops_when_told(world: World):
    stop = threading.Event()
    signer = world.signer()
    thread = threading.Thread(target=signer.run, args=(stop,), name="signer")
    thread.start()
    try:
        client = world.device()

        def is_published() -> bool:
            with world.database.reading() as session:
                return devices.get_device(session, client.device_id).published_revision == 1

        wait_until(is_published, what="the assignment", timeout_s=5)
    finally:
        stop.set()
        thread.join(10)
    assert not thread.is_alive()
    other = world.signer()
    other.run_once()
    assert other._holds_until is not None
