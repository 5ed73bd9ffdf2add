"""Whether a publication is published already."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.repository.creation import first_publication
from server.repository.errors import PublicationRefusedError
from server.repository.folder import RepositoryFolder
from server.signer.settled import receipt_of_published
from tests.server.repository.organization import NOW, Organization, policy_text


def test_what_was_published_is_recognized_until_the_next(organization: Organization):
    first = organization.approved(organization.draft_global(policy_text("1")), organization.bo)
    assert receipt_of_published(organization.folder, first.to_bytes()) is None
    organization.publish(first)
    receipt = receipt_of_published(organization.folder, first.to_bytes())
    assert receipt is not None
    assert (receipt["author"], receipt["versions"]) == ("ada", {"targets": 2})
    organization.publish_global(policy_text("2"))
    assert receipt_of_published(organization.folder, first.to_bytes()) is None


def test_another_publication_of_the_same_version_is_not_it(organization: Organization):
    first = organization.approved(organization.draft_global(policy_text("1")), organization.bo)
    other = organization.approved(organization.draft_global(policy_text("other")), organization.bo)
    organization.publish(first)
    assert receipt_of_published(organization.folder, other.to_bytes()) is None


def test_in_an_empty_folder_nothing_is_published(organization: Organization, tmp_path: Path):
    first = first_publication(organization.plan, [organization.ada, organization.bo], NOW)
    assert receipt_of_published(RepositoryFolder(tmp_path / "none"), first.to_bytes()) is None


def test_nonsense_is_refused(organization: Organization):
    with pytest.raises(PublicationRefusedError):
        receipt_of_published(organization.folder, b"nonsense")
