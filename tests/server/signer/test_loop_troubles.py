"""The signer when something is wrong: what it refuses, leaves out or forgets, and that the rest goes on."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from agent.fleet.assignment import Assignment
from server.repository.errors import RepositoryError
from server.repository.online import OnlineRepository, PublicationReceipt
from server.repository.rekeying import KeyChange, change_keys
from server.signer.loop import LEASE, Signer
from server.storage import audit, people, publications
from server.storage.lease import take
from server.storage.roles import Role
from server.storage.tables import DeviceAccount, ExceptionRow, Group, Membership, User
from tests.server.repository.organization import person, policy_text, public
from tests.server.signer.signing import (
    LIMITS,
    Full,
    Interrupted,
    Overtaken,
    add_grant,
    global_policy,
    packed,
    published_revision,
    read_assignment,
    rotation,
    state_of,
    submit,
    troubles_of,
    unpacked,
)
from tests.server.world import World
from tests.waiting import wait_until


@pytest.mark.parametrize(
    ("field", "value"), [("x", "1.5"), ("x", '"\\ud800"'), ("version", "9" * 5000)], ids=["fraction", "half", "long"]
)
def test_metadata_that_nobody_can_write_again_is_refused_and_stops_nothing(world: World, field: str, value: str):
    entries = unpacked(global_policy(world))
    said = json.loads(entries["metadata/targets.json"])
    said["signed"][field] = "PUT IT HERE"
    entries["metadata/targets.json"] = json.dumps(said).replace('"PUT IT HERE"', value).encode()
    bad = submit(world, packed(entries))
    good = submit(world, global_policy(world))
    client = world.device()
    world.later(hours=13)
    world.sign()
    assert (state_of(world, bad), state_of(world, good)) == ("refused", "published")
    assert published_revision(world, client.device_id) == 1
    assert world.organization.folder.expiries()["timestamp"] > world.now + timedelta(hours=23)


@pytest.mark.parametrize("entries", [None, ("publication.json", "metadata/root.json")], ids=["all", "root alone"])
@pytest.mark.parametrize("is_newest", [True, False])
def test_an_old_rotation_that_is_handed_in_again_is_refused_and_stops_nothing(
    world: World, entries: tuple[str, ...] | None, is_newest: bool
):
    content = rotation(world)
    first = submit(world, content)
    world.sign()
    if not is_newest:
        organization = world.organization
        change = KeyChange(added=public(fay := person("fay")), removed=[organization.cy.public_key.keyid])
        draft = change_keys(organization.folder.state(), "root", change, organization.author(organization.ada))
        organization.publish(organization.approved(draft, organization.bo, fay))
    parts = unpacked(content)
    again = submit(world, content if entries is None else packed({name: parts[name] for name in entries}))
    client = world.device()
    world.sign()
    assert (state_of(world, first), state_of(world, again)) == ("published", "refused")
    assert published_revision(world, client.device_id) == 1


def test_what_fails_in_a_way_that_nobody_thought_of_is_refused_by_its_kind(world: World):
    class Odd(OnlineRepository):
        """Fails as nobody thought."""

        def publish(
            self,
            publication: bytes,  # noqa: ARG002 - as the port has it
            *,
            begin: Callable[[PublicationReceipt], None] | None = None,  # noqa: ARG002 - as above
        ) -> PublicationReceipt:
            """Fail."""
            raise LookupError("a secret")

    one = submit(world, global_policy(world))
    client = world.device()
    odd = Odd(world.organization.folder, world.organization.online_key, lambda: world.now)
    Signer(world.database, odd, lambda: world.now).run_once()
    with world.database.reading() as session:
        row = publications.get_publication(session, one)
        assert (row.state, row.error_detail) == ("refused", "LookupError.")
    assert published_revision(world, client.device_id) == 1


def test_a_step_that_fails_keeps_no_other_from_its_turn(world: World):
    one = submit(world, global_policy(world))
    client = world.device()
    world.later(hours=13)
    full = Full(world.organization.folder, world.organization.online_key, lambda: world.now)
    signer = Signer(world.database, full, lambda: world.now)
    with pytest.raises(RepositoryError, match="cannot be written"):
        signer.run_once()
    signer.release()
    assert published_revision(world, client.device_id) == 1
    assert world.organization.folder.expiries()["timestamp"] > world.now + timedelta(hours=23)
    assert (state_of(world, one), troubles_of(world)) == ("pending", {"publish": "repository"})
    assert (
        'cordon_signer_troubles{code="repository"} 1.0' in world.admin(Role.OPERATOR, "GET", "/metrics").body.decode()
    )
    world.sign()
    assert (state_of(world, one), troubles_of(world)) == ("published", {})


def test_it_stays_up_whatever_happens(world: World):
    asked: list[int] = []

    def clock() -> datetime:
        asked.append(1)
        if len(asked) == 1:
            raise LookupError("a secret")
        return world.now

    stop = threading.Event()
    signer = Signer(world.database, world.organization.online(), clock)
    thread = threading.Thread(target=signer.run, args=(stop,), name="signer")
    thread.start()
    try:
        client = world.device()
        wait_until(lambda: published_revision(world, client.device_id) == 1, what="the assignment", timeout_s=10)
    finally:
        stop.set()
        thread.join(10)


def test_a_device_whose_assignment_cannot_be_published_stops_no_other(any_world: World):
    any_world.organization.publish_global(policy_text().replace(b"tests:", LIMITS + b"tests:"))
    bad, good = any_world.device(), any_world.device()
    any_world.sign()
    add_grant(any_world, bad.device_id, "two\tnames")
    any_world.admin(Role.OPERATOR, "PATCH", f"/v1/admin/devices/{good.device_id}", {"is_retired": True})
    signer = any_world.signer()
    signer.run_once()
    assert published_revision(any_world, bad.device_id) == 1
    assert published_revision(any_world, good.device_id) == 2
    assert troubles_of(any_world) == {bad.device_id: "repository"}
    before = any_world.organization.folder.state().timestamp.signed.version
    signer.run_once()  # what cannot be published is not tried again until it changes
    assert any_world.organization.folder.state().timestamp.signed.version == before
    with any_world.database.writing() as session:
        session.execute(update(ExceptionRow).values(decided_by="two names"))
        people.touch_device(session, bad.device_id)
    signer.run_once()
    assert published_revision(any_world, bad.device_id) == 3
    assert troubles_of(any_world) == {}


def test_an_assignment_that_is_too_large_stops_no_other(world: World):
    bad, good = world.device(), world.device()
    world.sign()
    with world.database.writing() as session:
        names = [f"{number:03d} {'g' * 90}" for number in range(190)]
        session.add_all(Group(name=name) for name in names)
        session.add_all(User(name=f"user{number}") for number in range(20))
        session.flush()
        for number in range(20):
            session.add(DeviceAccount(device_id=bad.device_id, account=f"a{number}", user=f"user{number}"))
            session.add_all(Membership(group=name, user=f"user{number}") for name in names)
        people.touch_device(session, bad.device_id)
        people.touch_device(session, good.device_id)
    world.later(hours=13)
    world.sign()
    assert (published_revision(world, bad.device_id), published_revision(world, good.device_id)) == (1, 2)
    assert troubles_of(world) == {bad.device_id: "repository"}
    assert world.organization.folder.expiries()["timestamp"] > world.now + timedelta(hours=23)


def test_who_was_held_up_writes_nothing_old(any_world: World, tmp_path: Path):
    client = any_world.device()

    def retire() -> None:
        any_world.admin(Role.OPERATOR, "PATCH", f"/v1/admin/devices/{client.device_id}", {"is_retired": True})
        any_world.later(seconds=61)  # the lease of the one that is held up runs out
        other = any_world.signer()
        other.run_once()
        other.release()

    late = Signer(any_world.database, Overtaken(any_world, retire), lambda: any_world.now)
    late.run_once()
    said = read_assignment(any_world, tmp_path, client.device_id)
    assert said is not None
    assert said.is_retired
    assert published_revision(any_world, client.device_id) == 2


def test_who_lost_the_lease_meanwhile_writes_nothing(world: World):
    client = world.device()

    def take_over() -> None:
        world.later(seconds=61)
        with world.database.writing() as session:
            assert take(session, world.now, LEASE, "another", timedelta(minutes=1))

    Signer(world.database, Overtaken(world, take_over), lambda: world.now).run_once()
    assert published_revision(world, client.device_id) == 0


def test_what_the_old_online_key_said_is_forgotten_and_devices_assigned_again(world: World, tmp_path: Path):
    client = world.device()
    world.sign()
    forged = Assignment(device_id=client.device_id, team="board", issued_at=world.now)
    unknown = Assignment(device_id="f" * 32, team="board", issued_at=world.now)
    world.organization.online().assign({each.device_id: each.to_bytes() for each in (forged, unknown)})
    one = submit(world, rotation(world))
    world.sign()
    assert state_of(world, one) == "published"
    said = read_assignment(world, tmp_path, client.device_id)
    assert said is not None
    assert said.team is None
    assert read_assignment(world, tmp_path, unknown.device_id) is None


def test_a_signer_that_died_while_the_online_key_was_replaced_assigns_again(world: World, tmp_path: Path):
    client = world.device()
    world.sign()
    one = submit(world, rotation(world))
    dying = Interrupted(world.organization.folder, world.organization.online_key, lambda: world.now)
    with pytest.raises(KeyboardInterrupt):
        Signer(world.database, dying, lambda: world.now).run_once()
    world.later(minutes=2)
    world.sign()
    assert state_of(world, one) == "published"
    assert read_assignment(world, tmp_path, client.device_id) is not None


def test_devices_that_the_database_does_not_know_are_forgotten(world: World, tmp_path: Path):
    unknown = Assignment(device_id="f" * 32, issued_at=world.now)
    world.organization.online().assign({unknown.device_id: unknown.to_bytes()})
    world.sign()
    # A database that knows no device at all is another one, or about to be restored.
    assert read_assignment(world, tmp_path, unknown.device_id) is not None
    client = world.device()
    world.sign()
    assert read_assignment(world, tmp_path, unknown.device_id) is None
    assert read_assignment(world, tmp_path, client.device_id) is not None


def test_what_is_published_is_not_published_by_whoever_hands_it_in_again(world: World):
    submit(world, global_policy(world))
    world.sign()
    state = world.organization.folder.state()
    header = {
        "format": "cordon-publication-1",
        "author": "0" * 64,
        "author_owner": "bo",
        "created_at": "2027-03-01T12:00:00Z",
        "summary": "Approved by everybody",
    }
    forged = submit(
        world,
        packed(
            {
                "publication.json": json.dumps(header).encode(),
                "metadata/targets.json": world.organization.folder.read_metadata(
                    f"{state.version_of('targets')}.targets.json"
                ),
                "targets/policy/never-signed.txt": b"anything",
            }
        ),
    )
    world.sign()
    assert state_of(world, forged) == "refused"
    with world.database.reading() as session:
        assert publications.get_publication(session, forged).receipt is None
        (entry,) = audit.find_entries(session, audit.AuditFilter(action="publication.publish"))
    assert entry.detail == "targets 2; signed by ada, bo"
