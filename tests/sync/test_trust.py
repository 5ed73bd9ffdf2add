"""The chain of trust: who is believed first, what time it is, and what survives."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tuf.api.exceptions import ExpiredMetadataError

from agent.core.sync import SyncTrouble
from agent.core.verdicts import Layer
from agent.fleet.targets import device_path
from agent.sync.fetching import FolderFetcher
from agent.sync.manifest import current_link, metadata_folder, sync_folder
from agent.sync.troubles import SyncFailedError
from agent.sync.trust import TrustStore, first_root, open_updater, verify_first_root
from tests.fakes.repository_server import RepositoryServer
from tests.fakes.signed_repository import policy_text
from tests.sync.device import DEVICE_ID, Device

_ADDRESS = "stored://x/"


@pytest.fixture
def folder(device: Device) -> Path:
    return metadata_folder(current_link(device.state)).resolve()


@pytest.fixture
def trust(device: Device) -> TrustStore:
    return TrustStore(sync_folder(device.state) / "tuf")


def test_the_first_root_is_the_one_of_the_fingerprint(server: RepositoryServer, folder: Path):
    root = (folder / "1.root.json").read_bytes()
    fetcher = FolderFetcher(folder, _ADDRESS)
    assert first_root(fetcher, _ADDRESS, server.repository.root_sha256) == root
    for untrusted in (root + b" ", b""):
        with pytest.raises(SyncFailedError) as caught:
            verify_first_root(untrusted, server.repository.root_sha256)
        assert caught.value.trouble is SyncTrouble.FORGED


def test_a_repository_without_a_first_root_is_told_from_a_forged_one(tmp_path: Path):
    with pytest.raises(SyncFailedError) as caught:
        first_root(FolderFetcher(tmp_path, _ADDRESS), _ADDRESS, "a" * 64)
    assert caught.value.trouble is SyncTrouble.SERVER_FAILED


def test_more_than_a_week_is_never_believed(trust: TrustStore, device: Device):
    now = datetime.now(UTC)
    assert timedelta(hours=23) < trust.fresh_until(now) - now <= timedelta(days=1)
    for role in ("timestamp", "snapshot", "root", "targets"):
        file = sync_folder(device.state) / "tuf" / f"{role}.json"
        metadata = json.loads(file.read_bytes())
        metadata["signed"]["expires"] = "2999-01-01T00:00:00Z"
        file.write_text(json.dumps(metadata))
    assert trust.fresh_until(now) == now + timedelta(days=7)


@pytest.mark.parametrize(("ahead", "is_expired"), [(timedelta(hours=23), False), (timedelta(hours=25), True)])
def test_the_time_that_counts_is_ours_to_say(folder: Path, tmp_path: Path, ahead: timedelta, *, is_expired: bool):
    """Guards the one place where we reach into python-tuf: if that moves, the time is the system's again."""
    updater = open_updater(
        tmp_path / "tuf",
        FolderFetcher(folder, _ADDRESS),
        _ADDRESS,
        _ADDRESS,
        root=(folder / "1.root.json").read_bytes(),
        now=datetime.now(UTC) + ahead,
    )
    if is_expired:
        with pytest.raises(ExpiredMetadataError):
            updater.refresh()
    else:
        updater.refresh()


def test_versions_and_proofs_are_those_of_the_roles_that_sign_for_the_files(
    server: RepositoryServer, device: Device, trust: TrustStore
):
    server.repository.publish(Layer.TEAM, policy_text(layer=Layer.TEAM), name="sales")
    assert device.trouble() is None
    paths = ("policy/policy.json", device_path(DEVICE_ID))
    roles = set(trust.versions(paths))
    assert {"root", "timestamp", "snapshot", "targets", "devices"} < roles
    assert "team-sales" not in roles
    assert {name.removesuffix(".json") for name, _ in trust.proofs(paths)} == {"1.root", *(roles - {"root"})}


def test_a_role_is_known_once_it_has_published(server: RepositoryServer, device: Device, trust: TrustStore):
    server.repository.add_team("new", is_published=False)
    assert device.trouble() is None
    assert trust.has_role("targets")
    assert not trust.has_role("team-new")


def test_what_is_older_or_damaged_is_restored_and_what_is_newer_stays(
    server: RepositoryServer, device: Device, folder: Path, trust: TrustStore
):
    file = sync_folder(device.state) / "tuf" / "timestamp.json"
    good = file.read_bytes()
    for damaged in (b"", b"{}", b'{"signed": {"version": "x"}}', good.replace(b'"version":3', b'"version":1')):
        file.write_bytes(damaged)
        trust.restore(folder)
        assert file.read_bytes() == good
    server.repository.renew()
    newer = server.repository.files["metadata/timestamp.json"]
    file.write_bytes(newer)
    trust.restore(folder)
    assert file.read_bytes() == newer


@pytest.mark.parametrize("role", ["snapshot", "targets"])
def test_one_damaged_role_is_restored_beside_a_timestamp_that_is_well(
    device: Device, folder: Path, trust: TrustStore, role: str
):
    file = sync_folder(device.state) / "tuf" / f"{role}.json"
    good = file.read_bytes()
    file.write_bytes(good[:-20])
    trust.restore(folder)
    assert file.read_bytes() == good


@pytest.mark.parametrize("told", [None, 3, "soon", "2026-01-01T00:00:00", "9000-01-01T00:00:00+00:00"])
def test_a_time_that_cannot_be_is_not_believed(device: Device, trust: TrustStore, told: object):
    file = sync_folder(device.state) / "tuf" / "timestamp.json"
    assert trust.issued_at() is not None
    timestamp = json.loads(file.read_bytes())
    timestamp["signed"]["x-cordon-issued-at"] = told
    file.write_text(json.dumps(timestamp))
    assert trust.issued_at() is None


def test_a_first_root_that_is_not_here_is_not_known(server: RepositoryServer, trust: TrustStore, tmp_path: Path):
    assert trust.known_first_root(server.repository.root_sha256) is not None
    assert trust.known_first_root("a" * 64) is None
    assert TrustStore(tmp_path / "none").known_first_root("a" * 64) is None
