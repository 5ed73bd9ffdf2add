"""Whether a publication is published already."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.repository.creation import first_publication
from server.repository.errors import PublicationRefusedError
from server.repository.folder import RepositoryFolder
from server.repository.rekeying import ONLINE, KeyChange, change_keys
from server.signer.settled import is_published
from tests.fakes.repository_files import FailingFiles, StoppedError
from tests.server.repository.organization import NOW, Organization, person, policy_text, public


def test_what_was_published_is_recognized_until_the_next(organization: Organization):
    first = organization.approved(organization.draft_global(policy_text("1")), organization.bo)
    assert not is_published(organization.folder, first.to_bytes())
    organization.publish(first)
    assert is_published(organization.folder, first.to_bytes())
    organization.publish_global(policy_text("2"))
    assert not is_published(organization.folder, first.to_bytes())


def test_another_publication_of_the_same_version_is_not_it(organization: Organization):
    first = organization.approved(organization.draft_global(policy_text("1")), organization.bo)
    other = organization.approved(organization.draft_global(policy_text("other")), organization.bo)
    organization.publish(first)
    assert not is_published(organization.folder, other.to_bytes())


def test_what_was_cut_off_anywhere_is_not_published(tmp_path: Path):
    base = Organization(path=tmp_path / "base").create()
    for step in range(60):
        organization = base.copied(tmp_path / f"r{step}")
        new = person("new server")
        change = KeyChange(added=public(new), removed=[organization.online_key.public_key.keyid])
        draft = change_keys(organization.folder.state(), ONLINE, change, organization.author(organization.ada))
        rotation = organization.approved(draft, organization.bo).to_bytes()
        organization.online_key = new
        try:
            organization.online(files=FailingFiles(step)).publish(rotation)
        except StoppedError:
            assert not is_published(organization.folder, rotation)
        else:
            break
        organization.online().publish(rotation)
        assert is_published(organization.folder, rotation)
    assert 4 < step < 50


def test_in_an_empty_folder_nothing_is_published(organization: Organization, tmp_path: Path):
    first = first_publication(organization.plan, [organization.ada, organization.bo], NOW)
    assert not is_published(RepositoryFolder(tmp_path / "none"), first.to_bytes())


def test_nonsense_is_refused(organization: Organization):
    with pytest.raises(PublicationRefusedError):
        is_published(organization.folder, b"nonsense")
