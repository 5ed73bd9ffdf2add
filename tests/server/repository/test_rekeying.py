"""Keys change hands, while devices are off or in the middle of it, and what was signed before goes on counting."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from securesystemslib.signer import Key
from tuf.api.exceptions import RepositoryError as TufError

from agent.fleet.targets import device_path
from server.repository.errors import PublicationRefusedError, RepositoryError
from server.repository.rekeying import ONLINE, KeyChange, add_team, change_bins, change_keys, remove_team
from tests.fakes.repository_files import FailingFiles, StoppedError
from tests.server.repository.organization import (
    TEAM_POLICY,
    Device,
    Organization,
    assignment,
    device_id,
    person,
    policy_text,
    public,
)


def test_a_root_key_is_replaced_twice_while_a_device_is_off(organization: Organization, device: Device):
    organization.publish_global(policy_text())
    device.read("policy/policy.json")
    for old in ("cy", "bo"):
        new = person(f"{old}'s successor")
        change = KeyChange(added=public(new), removed=[getattr(organization, old).public_key.keyid])
        draft = change_keys(organization.folder.state(), "root", change, organization.author(organization.ada))
        others = [organization.bo, new] if old == "cy" else [organization.bo, organization.cy]
        organization.publish(organization.approved(draft, *others))
        setattr(organization, old, new)
    assert device.read("policy/policy.json") == policy_text()
    assert device.updater()._trusted_set.root.version == 3


def test_root_has_to_be_signed_by_those_before_as_well(organization: Organization):
    new = [person("eve"), person("mallory")]
    change = KeyChange(
        added=public(*new), removed=[each.public_key.keyid for each in (organization.bo, organization.cy)]
    )
    draft = change_keys(organization.folder.state(), "root", change, organization.author(organization.ada))
    with pytest.raises(PublicationRefusedError, match=r"root, before: 1 of 2 persons have signed \(ada\)"):
        organization.publish(organization.approved(draft, *new))


def test_a_key_of_targets_is_replaced(organization: Organization, device: Device):
    organization.publish_global(policy_text("1"))
    new = person("fay")
    change = KeyChange(added=public(new), removed=[organization.bo.public_key.keyid])
    draft = change_keys(organization.folder.state(), "targets", change, organization.author(organization.ada))
    organization.publish(organization.approved(draft, organization.bo, new))
    with pytest.raises(PublicationRefusedError, match="may not sign"):
        organization.approved(organization.draft_global(policy_text("2")), organization.bo)
    organization.bo = new
    organization.publish_global(policy_text("2"))
    assert device.read("policy/policy.json") == policy_text("2")


def test_a_teams_key_is_replaced(organization: Organization, device: Device):
    organization.publish_global(policy_text())
    organization.add_team()
    organization.publish_team()
    new = person("fay")
    change = KeyChange(added=public(new), removed=[organization.ed.public_key.keyid])
    draft = change_keys(organization.folder.state(), "team-berlin", change, organization.author(organization.ada))
    organization.publish(organization.approved(draft, organization.bo, organization.di, new))
    assert device.read("teams/berlin/policy.json") == TEAM_POLICY.encode()
    following = organization.draft_team(TEAM_POLICY.replace('"1"', '"2"').encode())
    with pytest.raises(PublicationRefusedError, match="may not sign"):
        organization.approved(following, organization.ed)


def test_new_keys_that_have_not_signed_do_not_get_a_role(organization: Organization):
    draft = add_team(
        organization.folder.state(), "berlin", public(organization.di, organization.ed), 2,
        organization.author(organization.ada),
    )  # fmt: skip
    with pytest.raises(PublicationRefusedError, match="team-berlin: 0 of 2 persons"):
        organization.publish(organization.approved(draft, organization.bo))


@pytest.mark.parametrize("has_old_key", [True, False], ids=["known", "lost"])
def test_the_online_key_is_replaced(organization: Organization, device: Device, has_old_key: bool):
    organization.publish_global(policy_text())
    organization.online().assign({device_id(1): assignment(device_id(1))})
    device.read("policy/policy.json")
    old, new = organization.online_key, person("new server")
    draft = _online_rotation(organization, new.public_key)
    organization.online_key = new
    receipt = organization.online(retiring=old if has_old_key else None).publish(draft)
    # What the old key has signed, somebody else may have signed with it: it counts no more, and is assigned again.
    assert receipt.empties_bins
    assert device.read(device_path(device_id(1))) is None
    organization.online().assign({device_id(1): assignment(device_id(1), "berlin")})
    assert device.read(device_path(device_id(1))) == assignment(device_id(1), "berlin")
    assert old.public_key.keyid not in organization.folder.state().timestamp.signatures


def test_versions_that_a_thief_counted_up_do_not_stand_in_the_way(
    organization: Organization, device: Device, tmp_path: Path
):
    organization.publish_global(policy_text())
    organization.online().assign({device_id(1): assignment(device_id(1))})
    backup = organization.copied(tmp_path / "backup")
    for team in ("berlin", "paris", None) * 5:
        organization.online().assign({device_id(1): assignment(device_id(1), team)})
    device.read(device_path(device_id(1)))
    assert organization.folder.state().timestamp.signed.version > 10
    old, new = backup.online_key, person("new server")
    draft = _online_rotation(backup, new.public_key)
    backup.online_key = new
    backup.online().publish(draft)
    device.repository = backup.path
    assert device.read("policy/policy.json") == policy_text()
    assert device.read(device_path(device_id(1))) is None
    assert old.public_key.keyid not in backup.folder.state().timestamp.signatures


def test_while_a_second_online_key_is_added_assignments_stay(organization: Organization, device: Device):
    organization.online().assign({device_id(1): assignment(device_id(1))})
    change = KeyChange(added=public(person("new server")))
    draft = change_keys(organization.folder.state(), ONLINE, change, organization.author(organization.ada))
    receipt = organization.publish(organization.approved(draft, organization.bo))
    assert not receipt.empties_bins
    assert device.read(device_path(device_id(1))) == assignment(device_id(1))


@pytest.mark.parametrize("entries", [None, ("publication.json", "metadata/root.json")], ids=["all", "root alone"])
def test_a_rotation_that_is_handed_in_again_is_refused(organization: Organization, entries: tuple[str, ...] | None):
    rotation = _online_rotation(organization, (new := person("new server")).public_key)
    again = rotation if entries is None else _only(rotation, entries)
    organization.online_key = new
    organization.online().publish(rotation)
    with pytest.raises(PublicationRefusedError, match="published already"):
        organization.online().publish(again)
    change = KeyChange(added=public(fay := person("fay")), removed=[organization.cy.public_key.keyid])
    draft = change_keys(organization.folder.state(), "root", change, organization.author(organization.ada))
    organization.publish(organization.approved(draft, organization.bo, fay))
    with pytest.raises(PublicationRefusedError, match="does not follow on what is published"):
        organization.online().publish(again)


def test_before_the_online_key_is_replaced_the_old_one_signs(organization: Organization, device: Device):
    old = organization.online_key
    organization.online_key = person("new server")
    organization.online(retiring=old).assign({device_id(1): assignment(device_id(1))})
    assert device.read(device_path(device_id(1))) == assignment(device_id(1))


@pytest.mark.parametrize("has_old_key", [True, False], ids=["known", "lost"])
def test_a_crash_while_the_online_key_is_replaced(tmp_path: Path, has_old_key: bool):
    refused = 0
    base = Organization(path=tmp_path / "base").create()
    base.online().assign({device_id(1): assignment(device_id(1))})
    for step in range(60):
        organization = base.copied(tmp_path / f"r{step}")
        device = Device(repository=organization.path, store=tmp_path / f"d{step}")
        device.read(device_path(device_id(1)))
        old, new = organization.online_key, person("new server")
        draft = _online_rotation(organization, new.public_key)
        organization.online_key = new
        retiring = old if has_old_key else None
        try:
            organization.online(files=FailingFiles(step), retiring=retiring).publish(draft)
        except StoppedError:
            try:
                assert device.read(device_path(device_id(1))) in {assignment(device_id(1)), None}
            except TufError:
                refused += 1
        else:
            break
        organization.online(retiring=retiring).publish(draft)
        assert device.read(device_path(device_id(1))) is None
        organization.online().assign({device_id(1): assignment(device_id(1), "berlin")})
        assert device.read(device_path(device_id(1))) == assignment(device_id(1), "berlin")
    assert 4 < step < 50
    # With the old key lost there is one step at which devices wait for the next one.
    assert refused == (0 if has_old_key else 1)


@pytest.mark.parametrize("has_old_key", [True, False], ids=["known", "lost"])
def test_a_crash_while_a_key_of_targets_is_replaced(tmp_path: Path, has_old_key: bool):
    refused = 0
    base = Organization(path=tmp_path / "base").create()
    base.publish_global(policy_text())
    for step in range(60):
        organization = base.copied(tmp_path / f"r{step}")
        device = Device(repository=organization.path, store=tmp_path / f"d{step}")
        device.read("policy/policy.json")
        new = person("fay")
        change = KeyChange(added=public(new), removed=[organization.bo.public_key.keyid])
        draft = change_keys(organization.folder.state(), "targets", change, organization.author(organization.ada))
        others = [organization.bo, new] if has_old_key else [organization.cy, new]
        publication = organization.approved(draft, *others).to_bytes()
        try:
            organization.online(files=FailingFiles(step)).publish(publication)
        except StoppedError:
            try:
                assert device.read("policy/policy.json") == policy_text()
            except TufError:
                refused += 1
        else:
            break
        organization.online().publish(publication)
        assert device.read("policy/policy.json") == policy_text()
        assert organization.folder.state().version_of("root") == 2
    assert 3 < step < 50
    assert refused == (0 if has_old_key else 1)


def test_an_online_key_may_not_stand_in_for_a_person(organization: Organization):
    change = KeyChange(added=public(organization.online_key))
    draft = change_keys(organization.folder.state(), "root", change, organization.author(organization.ada))
    with pytest.raises(PublicationRefusedError, match="stand in for a person"):
        organization.approved(draft, organization.bo)


def test_two_keys_of_one_person_are_one_person(organization: Organization):
    change = KeyChange(added=public(person("ada")), threshold=4)
    draft = change_keys(organization.folder.state(), "root", change, organization.author(organization.ada))
    with pytest.raises(PublicationRefusedError, match="fewer hold its keys"):
        organization.approved(draft, organization.bo)


def test_a_removed_team_has_no_policy_and_can_come_back(organization: Organization, device: Device):
    organization.publish_global(policy_text())
    organization.add_team()
    organization.publish_team()
    draft = remove_team(organization.folder.state(), "berlin", organization.author(organization.ada))
    organization.publish(organization.approved(draft, organization.bo))
    assert device.read("teams/berlin/policy.json") is None
    assert list(organization.folder.policies()) == ["policy"]
    organization.add_team(keys=(person("gus"), person("hal")))
    assert organization.folder.state().version_of("team-berlin") == 3
    assert device.read("teams/berlin/policy.json") is None


@pytest.mark.parametrize("bits", [1, 4])
def test_devices_are_spread_over_another_number_of_bins(organization: Organization, device: Device, bits: int):
    documents = {device_id(number): assignment(device_id(number)) for number in range(20)}
    organization.online().assign(documents)
    device.read(device_path(device_id(1)))
    for number in (bits, 2):
        draft = change_bins(organization.folder.state(), number, organization.author(organization.ada))
        organization.publish(organization.approved(draft, organization.bo))
        assert len([*organization.folder.state().bins()]) == 2**number
        assert all(device.read(device_path(each)) == content for each, content in documents.items())
    with pytest.raises(PublicationRefusedError, match="Nothing would change"):
        change_bins(organization.folder.state(), 2, organization.author(organization.ada))


@pytest.mark.parametrize(
    ("role", "change", "says"),
    [
        ("root", KeyChange(), "Nothing would change"),
        ("root", KeyChange(removed=["0" * 64]), "does not sign this role"),
        ("targets", KeyChange(), "Nothing would change"),
        (ONLINE, KeyChange(threshold=2), "has no threshold"),
        ("team-paris", KeyChange(threshold=1), "There is no such role"),
    ],
)
def test_a_change_that_is_none_is_refused(organization: Organization, role: str, change: KeyChange, says: str):
    with pytest.raises(RepositoryError, match=says):
        change_keys(organization.folder.state(), role, change, organization.author(organization.ada))


def test_a_key_that_is_there_is_not_added(organization: Organization):
    change = KeyChange(added=public(organization.bo))
    with pytest.raises(PublicationRefusedError, match="signs this role already"):
        change_keys(organization.folder.state(), "root", change, organization.author(organization.ada))


@pytest.mark.parametrize("team", ["Berlin", "../policy", ""])
def test_a_team_with_another_kind_of_name_is_refused(organization: Organization, team: str):
    with pytest.raises(PublicationRefusedError, match="cannot have this name"):
        add_team(organization.folder.state(), team, public(organization.di), 1, organization.author(organization.ada))


def test_a_team_that_is_not_there_is_not_removed(organization: Organization):
    with pytest.raises(PublicationRefusedError, match="no team"):
        remove_team(organization.folder.state(), "berlin", organization.author(organization.ada))


def _only(publication: bytes, entries: tuple[str, ...]) -> bytes:
    """Some of its files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(publication)) as given, zipfile.ZipFile(packed, "w") as archive:
        for name in entries:
            archive.writestr(name, given.read(name))
    return packed.getvalue()


def _online_rotation(organization: Organization, new: Key) -> bytes:
    old = organization.online_key.public_key.keyid
    change = KeyChange(added=[new], removed=[old])
    draft = change_keys(organization.folder.state(), ONLINE, change, organization.author(organization.ada))
    return organization.approved(draft, organization.bo).to_bytes()
