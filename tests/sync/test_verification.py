"""A stored set is believed for its signatures, however old it is."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from agent.core.sync import SyncTrouble
from agent.core.verdicts import Layer
from agent.sync.enrolment import load_enrolment, save_enrolment
from agent.sync.manifest import MANIFEST_FILE, current_link, target_file
from agent.sync.sets import stored_file
from agent.sync.stored import load_policy_set
from agent.sync.troubles import SyncFailedError
from agent.sync.verification import verify_stored
from tests.fakes.repository_server import RepositoryServer
from tests.fakes.signed_repository import Lifetimes, SignedRepository, policy_text
from tests.sync.device import Device


def _change(device: Device, path: str, content: bytes) -> Path:
    """Put another file in a set, as somebody does who knows of manifests."""
    folder = current_link(device.state).resolve()
    file = target_file(folder, path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    manifest = json.loads((folder / MANIFEST_FILE).read_bytes())
    manifest["files"][path] = json.loads(stored_file(content).to_bytes())
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest))
    load_policy_set(device.state, "ana")  # which cannot know
    return file


def test_what_was_signed_is_verified(device: Device):
    assert verify_stored(device.state) == verify_stored(device.state)
    assert not [file for file in (device.state / "sync").iterdir() if file.name.startswith(".verify")]


def test_a_set_does_not_grow_too_old(tmp_path: Path):
    repository = SignedRepository(lifetimes=Lifetimes(timestamp=timedelta(seconds=-1)))
    repository.lifetimes = Lifetimes()
    repository.publish(Layer.GLOBAL, policy_text())
    with RepositoryServer(repository) as server:
        device = Device(tmp_path / "state").enrolled(server.token())
    assert verify_stored(device.state).generation == 1


@pytest.mark.parametrize("path", ["policy/policy.json", "policy/more.json", "teams/sales/policy.json"])
def test_what_was_not_signed_is_found(device: Device, path: str):
    _change(device, path, policy_text(action="audit").encode())
    with pytest.raises(SyncFailedError) as caught:
        verify_stored(device.state)
    assert caught.value.trouble is SyncTrouble.FORGED
    assert "stored" in caught.value.detail


@pytest.mark.parametrize("name", ["1.root.json", "timestamp.json", "snapshot.json", "targets.json"])
def test_metadata_that_was_changed_or_is_gone_is_found(device: Device, name: str):
    file = current_link(device.state).resolve() / "metadata" / name
    content = file.read_bytes()
    file.write_bytes(content.replace(b'"version":', b'"version":1'))
    with pytest.raises(SyncFailedError):
        verify_stored(device.state)
    file.unlink()
    with pytest.raises(SyncFailedError):
        verify_stored(device.state)


def test_a_set_of_another_repository_is_found(device: Device):
    enrolment = load_enrolment(device.state)
    save_enrolment(device.state, enrolment.model_copy(update={"root_sha256": "a" * 64}))
    with pytest.raises(SyncFailedError) as caught:
        verify_stored(device.state)
    assert caught.value.trouble is SyncTrouble.FORGED
