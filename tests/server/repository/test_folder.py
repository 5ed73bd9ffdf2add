"""A repository is read by anybody, and nothing in it is believed that the first root does not lead to."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from server.repository.errors import RepositoryError
from server.repository.folder import RepositoryFolder
from tests.server.repository.organization import (
    NOW,
    Organization,
    later,
    policy_text,
)


def test_an_empty_folder_is_empty(tmp_path: Path):
    folder = RepositoryFolder(tmp_path / "nothing")
    assert folder.is_empty()
    with pytest.raises(RepositoryError, match="cannot be read"):
        folder.state()
    with pytest.raises(RepositoryError, match="cannot be read"):
        folder.root_fingerprint()


def test_the_first_root_is_what_devices_are_told_to_trust(organization: Organization):
    first = (organization.path / "metadata" / "1.root.json").read_bytes()
    assert organization.folder.root_fingerprint() == hashlib.sha256(first).hexdigest()


@pytest.mark.parametrize(
    "name", ["1.root.json", "timestamp.json", "1.snapshot.json", "1.targets.json", "1.devices.json"]
)
def test_changed_metadata_is_refused(organization: Organization, name: str):
    file = organization.path / "metadata" / name
    file.write_bytes(file.read_bytes().replace(b'"version":1', b'"version":9'))
    with pytest.raises(RepositoryError):
        organization.folder.expiries()


@pytest.mark.parametrize("content", [b"", b"no JSON", b"{}", b'{"signed": {"_type": "root"}}'])
def test_damaged_metadata_is_refused(organization: Organization, content: bytes):
    (organization.path / "metadata" / "timestamp.json").write_bytes(content)
    with pytest.raises(RepositoryError, match=r"timestamp\.json"):
        organization.folder.state()


def test_a_role_of_another_kind_is_refused(organization: Organization):
    folder = organization.path / "metadata"
    (folder / "timestamp.json").write_bytes((folder / "1.snapshot.json").read_bytes())
    with pytest.raises(RepositoryError, match="another kind"):
        organization.folder.state()


def test_what_is_published_later_is_seen_by_the_same_reader(organization: Organization):
    folder = organization.folder
    assert folder.policies() == {}
    assert folder.state() is folder.state()
    organization.publish_global(policy_text())
    assert list(folder.policies()) == ["policy"]


def test_metadata_is_told_by_role(organization: Organization):
    folder = organization.folder
    wanted = {"root": "root", "snapshot": "snapshot", "timestamp": "timestamp", "targets": "targets"}
    wanted["devices-0"] = "targets"
    assert {role: folder.metadata(role).signed.type for role in wanted} == wanted
    for role in ("team-berlin", "devices-9", "../root"):
        with pytest.raises(RepositoryError, match="no such role"):
            folder.metadata(role)


def test_a_repository_is_read_after_it_has_expired(organization: Organization):
    assert later(organization, days=900).now > max(organization.folder.expiries().values()) > NOW
    assert organization.folder.state().timestamp.signed.version == 1
