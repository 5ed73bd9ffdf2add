"""What is said of a publication was verified."""

from __future__ import annotations

import dataclasses

from server.repository.receipts import empties_bins, receipt_of
from server.repository.rekeying import ONLINE, KeyChange, change_keys
from server.repository.verification import verify_publication
from tests.server.repository.organization import Organization, person, policy_text, public


def test_author_and_signers_are_whose_keys_have_signed(organization: Organization):
    draft = organization.approved(organization.draft_global(policy_text()), organization.bo)
    draft = dataclasses.replace(draft, author_owner="the works council", summary="A change")
    receipt = receipt_of(verify_publication(draft, organization.folder.state(), organization.now), ("a note",))
    assert (receipt.author, receipt.signers, receipt.versions) == ("ada", ("ada", "bo"), {"targets": 2})
    assert (receipt.folders, receipt.notes, receipt.summary) == (("policy",), ("a note",), "A change")
    assert not receipt.empties_bins


def test_bins_are_emptied_where_an_online_key_goes(organization: Organization):
    state = organization.folder.state()
    old = organization.online_key.public_key.keyid
    for removed in ([], [old]):
        change = KeyChange(added=public(person("new server")), removed=removed)
        draft = organization.approved(
            change_keys(state, ONLINE, change, organization.author(organization.ada)), organization.bo
        )
        assert empties_bins(verify_publication(draft, state, organization.now)) == bool(removed)
