"""What must not be published, is not: too few persons, other people's paths, old versions, files nobody has signed."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from securesystemslib.signer import Signer
from tuf.api.exceptions import UnsignedMetadataError
from tuf.api.metadata import Metadata, MetaFile, TargetFile, Targets

from server.repository.drafts import draft_files, signed_publication
from server.repository.errors import PublicationRefusedError
from server.repository.layout import AUTHOR_FIELD
from server.repository.publication import Publication
from server.repository.signing import sign_metadata
from server.repository.verification import examine_publication, verify_publication
from tests.server.repository.organization import Device, Organization, later, person, policy_text


def test_one_person_is_not_two(organization: Organization):
    with pytest.raises(PublicationRefusedError, match=r"1 of 2 persons have signed \(ada\)"):
        organization.publish(organization.draft_global(policy_text()))


def test_a_second_key_of_one_person_does_not_count(organization: Organization):
    """TUF itself would count it: two keys of the role have signed."""
    organization.bo = person("ada")
    organization.path = organization.path.with_name("another")
    with pytest.raises(PublicationRefusedError, match="fewer hold its keys"):
        organization.create()


def test_the_author_has_to_have_signed(organization: Organization):
    draft = organization.approved(organization.draft_global(policy_text()), organization.bo)
    said = organization.cy.public_key.keyid
    forged = dataclasses.replace(draft, author=said)
    with pytest.raises(PublicationRefusedError, match="names two authors"):
        organization.publish(forged)


def test_nobody_is_made_an_author_of_what_others_have_signed(organization: Organization):
    state = organization.folder.state()
    signed = copy.deepcopy(state.targets.signed)
    signed.version += 1
    signed.unrecognized_fields[AUTHOR_FIELD] = organization.cy.public_key.keyid
    metadata = sign_metadata(Metadata(signed), [organization.ada, organization.bo])
    publication = Publication(
        author=organization.cy.public_key.keyid,
        author_owner="cy",
        created_at=organization.now,
        summary="",
        roles={"targets": metadata},
        files={},
    )
    with pytest.raises(PublicationRefusedError, match="The author has not signed"):
        verify_publication(publication, state, organization.now)


def test_who_the_author_is_their_key_says(organization: Organization):
    draft = dataclasses.replace(organization.draft_global(policy_text()), author_owner="somebody else")
    assert organization.publish(organization.approved(draft, organization.bo)).author == "ada"


@pytest.mark.parametrize("version", [1, 3])
def test_versions_follow_on_each_other(organization: Organization, version: int):
    changed = _changed(organization, "targets", lambda signed: setattr(signed, "version", version))
    changed.expires = later(organization, days=9).now
    draft = _signed(organization, {"targets": changed})
    with pytest.raises(PublicationRefusedError, match="does not follow on what is published"):
        organization.publish(draft)


def test_of_two_publications_from_one_state_the_second_is_refused(organization: Organization):
    first, second = (
        organization.approved(organization.draft_global(policy_text(version)), organization.bo) for version in "12"
    )
    organization.publish(first)
    with pytest.raises(PublicationRefusedError, match="does not follow on what is published"):
        organization.publish(second)
    with pytest.raises(PublicationRefusedError, match="It is published already"):
        organization.publish(first)


@pytest.mark.parametrize("days", [-1, 2000])
def test_what_has_expired_or_never_would_is_refused(organization: Organization, days: int):
    expires = later(organization, days=days).now
    changed = _changed(organization, "targets", lambda signed: setattr(signed, "expires", expires))
    draft = _signed(organization, {"targets": changed})
    with pytest.raises(PublicationRefusedError, match="has expired, or would be good for too long"):
        organization.publish(draft)


@pytest.mark.parametrize(
    "path",
    [
        "policy/policy.json",
        "teams/paris/policy.json",
        "teams/berlin/deeper/policy.json",
        "devices/x.json",
        "models/m/m",
    ],
)
def test_a_team_signs_nothing_but_its_own(organization: Organization, path: str):
    organization.publish_global(policy_text())
    organization.add_team()
    draft = draft_files(organization.folder.state(), "team-berlin", {path: b"x"}, organization.author(organization.di))
    with pytest.raises(PublicationRefusedError, match="not its own"):
        organization.approved(draft, organization.ed)


def test_a_device_refuses_what_a_team_signs_for_another_path(organization: Organization, device: Device):
    """Even if a stolen server publishes it: the team's role is not asked about it."""
    organization.publish_global(policy_text())
    organization.add_team()
    state = organization.folder.state()
    evil = b"mode: monitor"
    signed = Targets(version=2, expires=later(organization, days=9).now)
    for path in ("policy/policy.json", "teams/paris/policy.json"):
        signed.targets[path] = TargetFile.from_data(path, evil, ["sha256"])
    _force(organization, {"team-berlin": sign_metadata(Metadata(signed), [organization.di, organization.ed])})
    assert state.version_of("team-berlin") == 1
    assert device.read("policy/policy.json") == policy_text()
    assert device.read("teams/paris/policy.json") is None


def test_a_device_refuses_a_policy_that_one_person_has_signed(organization: Organization, device: Device):
    organization.publish_global(policy_text())
    changed = _changed(organization, "targets", lambda _: None)
    _force(organization, {"targets": sign_metadata(Metadata(changed), [organization.ada])})
    with pytest.raises(UnsignedMetadataError):
        device.read("policy/policy.json")


def test_a_device_refuses_a_policy_that_the_online_key_has_signed(organization: Organization, device: Device):
    organization.publish_global(policy_text())
    changed = _changed(organization, "targets", lambda _: None)
    _force(organization, {"targets": sign_metadata(Metadata(changed), [organization.online_key, organization.ada])})
    with pytest.raises(UnsignedMetadataError):
        device.read("policy/policy.json")


@pytest.mark.parametrize("path", ["teams/berlin/policy.json", "elsewhere/x", "devices/x.json", "policy/a/b"])
def test_targets_signs_what_is_its_own(organization: Organization, path: str):
    draft = draft_files(organization.folder.state(), "targets", {path: b"x"}, organization.author(organization.ada))
    with pytest.raises(PublicationRefusedError, match="not its own"):
        organization.approved(draft, organization.bo)


def test_a_file_that_nobody_has_signed_is_refused(organization: Organization):
    draft = organization.approved(organization.draft_global(policy_text()), organization.bo)
    with pytest.raises(PublicationRefusedError, match="A file is not signed"):
        organization.publish(dataclasses.replace(draft, files={**draft.files, "policy/other.txt": b"x"}))


def test_another_file_than_the_signed_one_is_refused(organization: Organization):
    draft = organization.approved(organization.draft_global(policy_text()), organization.bo)
    with pytest.raises(PublicationRefusedError, match="not the one that was signed"):
        organization.publish(dataclasses.replace(draft, files={"policy/policy.json": policy_text("2")}))


def test_a_missing_file_is_refused(organization: Organization):
    draft = organization.approved(organization.draft_global(policy_text()), organization.bo)
    with pytest.raises(PublicationRefusedError, match="A file is missing"):
        organization.publish(dataclasses.replace(draft, files={}))


def test_signatures_of_strangers_do_not_count(organization: Organization):
    draft = organization.draft_global(policy_text())
    stranger = person("bo")
    roles = {role: sign_metadata(metadata, [stranger]) for role, metadata in draft.roles.items()}
    with pytest.raises(PublicationRefusedError, match="1 of 2 persons"):
        organization.publish(draft.with_roles(roles))


def test_nothing_is_published_where_there_is_no_root(organization: Organization):
    draft = organization.approved(organization.draft_global(policy_text()), organization.bo)
    with pytest.raises(PublicationRefusedError, match="no repository yet"):
        examine_publication(draft, None, organization.now)


def test_what_changes_is_said_by_folder(organization: Organization):
    draft = organization.draft_global(policy_text())
    candidate = examine_publication(draft, organization.folder.state(), organization.now)
    assert candidate.changed_folders() == {"policy"}
    assert candidate.files_in("policy") == {"policy.json": policy_text()}
    assert candidate.counts["targets"].owners == ("ada",)
    assert candidate.counts["targets"].missing == ("bo",)


def _changed(organization: Organization, role: str, change: Callable[[Any], object]) -> Targets:
    signed = copy.deepcopy(organization.folder.state().role(role).signed)
    signed.version += 1
    signed.unrecognized_fields[AUTHOR_FIELD] = organization.ada.public_key.keyid
    change(signed)
    return signed


def _signed(organization: Organization, roles: Mapping[str, Targets]) -> Publication:
    author = organization.author(organization.ada, organization.bo)
    return signed_publication(organization.folder.state(), roles, {}, author)


def _force(organization: Organization, roles: Mapping[str, Metadata[Targets]]) -> None:
    """What somebody does who has the online key and the server, and looks at nothing."""
    state = organization.folder.state()
    snapshot, timestamp = copy.deepcopy(state.snapshot.signed), copy.deepcopy(state.timestamp.signed)
    folder = organization.folder.metadata_folder
    for role, metadata in roles.items():
        (folder / f"{metadata.signed.version}.{role}.json").write_bytes(metadata.to_bytes())
        snapshot.meta[f"{role}.json"] = MetaFile(metadata.signed.version)
    snapshot.version += 1
    timestamp.version += 1
    timestamp.snapshot_meta = MetaFile(snapshot.version)
    signers: list[Signer] = [organization.online_key]
    (folder / f"{snapshot.version}.snapshot.json").write_bytes(sign_metadata(Metadata(snapshot), signers).to_bytes())
    (folder / "timestamp.json").write_bytes(sign_metadata(Metadata(timestamp), signers).to_bytes())
