"""Whoever is asked to sign sees what changes."""

from __future__ import annotations

import dataclasses

import pytest
from securesystemslib.signer import SSlibKey

from server.repository.creation import first_publication
from server.repository.drafts import draft_renewal, next_root, signed_publication
from server.repository.errors import PublicationRefusedError
from server.repository.publication import Publication, parse_publication
from server.repository.rekeying import KeyChange, change_keys, remove_team
from server.repository.review import Review, review
from server.repository.verification import examine_publication
from tests.server.repository.organization import TEAM_POLICY, Organization, person, policy_text, public


def _review(organization: Organization, draft: Publication) -> Review:
    before = None if organization.folder.is_empty() else organization.folder.state()
    return review(examine_publication(draft, before, organization.now))


def test_a_new_policy_is_new(organization: Organization):
    seen = _review(organization, organization.draft_global(policy_text("1")))
    assert seen.roles == ("targets: version 2, good until 2028-02-29",)
    assert seen.files == (f"policy/policy.json is new ({len(policy_text())} bytes)",)
    (layer,) = seen.layers
    assert (layer.name, layer.tests, layer.diff) == ("Global, version 1", 1, None)
    assert seen.counts["targets"].missing == ("bo",)


def test_changed_verdicts_are_counted(organization: Organization):
    organization.publish_global(policy_text("1", "warn"))
    (layer,) = _review(organization, organization.draft_global(policy_text("2", "block"))).layers
    assert layer.name == "Global, version 2 (before: Global, version 1)"
    assert layer.diff is not None
    stricter, looser, _ = layer.diff.comparison.changed.values()
    assert stricter > 0
    assert looser == 0
    assert any(change.section == "rules" for change in layer.diff.written)


def test_a_teams_policy_is_compared_under_the_global_one(organization: Organization):
    organization.publish_global(policy_text())
    organization.add_team()
    organization.publish_team()
    draft = organization.draft_team(TEAM_POLICY.replace("action: block", "action: redact").encode())
    (layer,) = _review(organization, draft).layers
    assert layer.folder == "teams/berlin"
    assert layer.diff is not None
    assert layer.diff.comparison.differs


def test_keys_that_come_and_go_are_named(organization: Organization):
    fay = person("fay")
    change = KeyChange(added=public(fay), removed=[organization.cy.public_key.keyid], threshold=3)
    draft = change_keys(organization.folder.state(), "root", change, organization.author(organization.ada))
    assert _review(organization, draft).keys == (
        f"root: fay may sign, with key {fay.public_key.keyid[:12]}",
        f"root: cy may no longer sign with key {organization.cy.public_key.keyid[:12]}",
        "root: 3 have to sign, before 2",
    )


def test_a_key_that_becomes_another_persons_is_told(organization: Organization):
    author = organization.author(organization.ada, summary="Renew root")
    state = organization.folder.state()
    root = next_root(state, author)
    cy = organization.cy.public_key.keyid
    root.keys[cy].unrecognized_fields["x-cordon-owner"] = "ada"
    seen = _review(organization, signed_publication(state, {"root": root}, {}, author))
    assert seen.keys == (f"root: key {cy[:12]} is ada's from now on, before cy's",)
    renewal = draft_renewal(state, ["root"], author)
    assert _review(organization, renewal).keys == ()


def test_another_key_under_a_known_id_is_refused_and_would_be_told(organization: Organization):
    author = organization.author(organization.ada, summary="Renew root")
    state = organization.folder.state()
    candidate = examine_publication(draft_renewal(state, ["root"], author), state, organization.now)
    root = next_root(state, author)
    cy, other = organization.cy.public_key, person("cy").public_key
    root.keys[cy.keyid] = SSlibKey(cy.keyid, other.keytype, other.scheme, other.keyval, dict(cy.unrecognized_fields))
    draft = parse_publication(signed_publication(state, {"root": root}, {}, author).to_bytes())
    with pytest.raises(PublicationRefusedError, match="The role root is not as it may be"):
        examine_publication(draft, state, organization.now)
    forged = dataclasses.replace(candidate, root=draft.roles["root"])
    assert review(forged).keys == (f"root: another key takes the place of key {cy.keyid[:12]}, under its id",)


def test_a_team_that_is_removed_is_told(organization: Organization):
    organization.publish_global(policy_text())
    organization.add_team()
    draft = remove_team(organization.folder.state(), "berlin", organization.author(organization.ada))
    assert any(line.startswith("team-berlin: di may no longer sign") for line in _review(organization, draft).keys)


def test_the_first_publication_names_every_key(organization: Organization):
    organization.path = organization.path.with_name("another")
    draft = first_publication(organization.plan, [organization.ada], organization.now)
    seen = _review(organization, draft)
    assert {line.partition(":")[0] for line in seen.keys} == {"root", "targets", "snapshot", "timestamp", "devices"}
    assert seen.layers == ()


def test_a_policy_that_fails_its_tests_is_not_shown_for_signing(organization: Organization):
    failing = policy_text().replace(b"1}, action: warn", b"1}, action: block")
    with pytest.raises(PublicationRefusedError, match="tests of the policy in policy fail"):
        _review(organization, organization.draft_global(failing))
