"""What people sign follows on what is published, and says who wrote it."""

from __future__ import annotations

import pytest
from tuf.api.metadata import TargetFile

from server.repository.drafts import approve, draft_files, draft_renewal, next_targets
from server.repository.errors import PublicationRefusedError, RepositoryError
from server.repository.layout import AUTHOR_FIELD
from server.repository.rekeying import KeyChange, change_keys
from server.repository.verification import examine_publication
from tests.server.repository.organization import Device, Organization, later, person, policy_text, public


def test_a_draft_has_the_next_version_its_author_and_their_signature(organization: Organization):
    draft = organization.draft_global(policy_text())
    (metadata,) = draft.roles.values()
    assert metadata.signed.version == 2
    assert metadata.signed.unrecognized_fields[AUTHOR_FIELD] == organization.ada.public_key.keyid
    assert metadata.signed.expires == later(organization, days=365).now
    assert [*metadata.signatures] == [organization.ada.public_key.keyid]
    assert (draft.author_owner, draft.summary) == ("ada", "A change")


def test_what_is_published_is_not_changed_by_drafting(organization: Organization):
    state = organization.folder.state()
    following = next_targets(state, "targets", organization.author(organization.ada))
    following.targets["x"] = TargetFile.from_data("x", b"", ["sha256"])
    assert following.delegations is not None
    following.delegations.keys.clear()
    assert state.targets.signed.version == 1
    assert not state.targets.signed.targets
    assert state.targets.signed.delegations is not None
    assert state.targets.signed.delegations.keys


def test_only_what_changes_travels(organization: Organization):
    organization.publish_global(policy_text("1"))
    changes: dict[str, bytes | None] = {"policy/policy.json": policy_text("1"), "policy/terms.txt": b"one"}
    draft = draft_files(organization.folder.state(), "targets", changes, organization.author(organization.ada))
    assert draft.files == {"policy/terms.txt": b"one"}


def test_a_draft_that_changes_nothing_is_refused(organization: Organization):
    organization.publish_global(policy_text("1"))
    state, author = organization.folder.state(), organization.author(organization.ada)
    with pytest.raises(PublicationRefusedError, match="Nothing would change"):
        draft_files(state, "targets", {"policy/policy.json": policy_text("1"), "policy/other": None}, author)


def test_a_stranger_drafts_nothing(organization: Organization):
    author = organization.author(organization.cy)
    with pytest.raises(PublicationRefusedError, match="targets: signed by ada, bo"):
        draft_files(organization.folder.state(), "targets", {"policy/policy.json": policy_text()}, author)
    with pytest.raises(RepositoryError, match="no such role"):
        draft_files(organization.folder.state(), "team-berlin", {"teams/berlin/policy.json": b""}, author)


def test_roles_are_renewed_as_they_are(organization: Organization, device: Device):
    organization.publish_global(policy_text())
    year = later(organization, days=360)
    roles = ("root", "targets", "devices")
    draft = draft_renewal(year.folder.state(), roles, year.author(year.ada))
    year.publish(year.approved(draft, year.bo))
    expiries = year.folder.expiries()
    assert {expiries[role] for role in roles} == {later(year, days=365).now}
    device.now = later(year, hours=1).now
    year.online().renew(year.now)
    assert device.read("policy/policy.json") == policy_text()


def test_an_approver_signs_every_role_that_asks_them(organization: Organization):
    draft = draft_renewal(organization.folder.state(), ("root", "targets"), organization.author(organization.ada))
    state = organization.folder.state()
    approved = approve(examine_publication(draft, state, organization.now), organization.cy)
    cy = organization.cy.public_key.keyid
    assert {role: cy in metadata.signatures for role, metadata in approved.roles.items()} == {
        "root": True,
        "targets": False,
    }


def test_the_author_does_not_approve_nor_does_their_other_key(organization: Organization):
    candidate = examine_publication(
        organization.draft_global(policy_text()), organization.folder.state(), organization.now
    )
    with pytest.raises(PublicationRefusedError, match="cannot approve their own"):
        approve(candidate, organization.ada)


def test_nor_does_a_key_of_theirs_that_is_spelled_otherwise(organization: Organization):
    again = person("ADA ")
    change = KeyChange(added=public(again))
    draft = change_keys(organization.folder.state(), "targets", change, organization.author(organization.ada))
    organization.publish(organization.approved(draft, organization.bo))
    with pytest.raises(PublicationRefusedError, match="cannot approve their own"):
        organization.approved(organization.draft_global(policy_text()), again)
    organization.approved(organization.draft_global(policy_text()), organization.bo)


def test_nobody_signs_twice(organization: Organization):
    draft = organization.approved(organization.draft_global(policy_text()), organization.bo)
    with pytest.raises(PublicationRefusedError, match="has signed the publication already"):
        organization.approved(draft, organization.bo)


def test_who_says_to_be_another_is_known_by_their_key(organization: Organization):
    """The owner that counts is the delegation's, not what a key file says."""
    organization.bo.public_key.unrecognized_fields["x-cordon-owner"] = "somebody"
    stranger = person("bo")
    draft = organization.draft_global(policy_text())
    with pytest.raises(PublicationRefusedError, match="may not sign"):
        organization.approved(draft, stranger)
    assert organization.approved(draft, organization.bo).roles["targets"].signatures.keys() == {
        organization.ada.public_key.keyid,
        organization.bo.public_key.keyid,
    }
