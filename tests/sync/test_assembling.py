"""Which files make up a set; what of it may be missing, and what may not."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.core.sync import SyncTrouble
from agent.core.verdicts import Layer
from agent.destinations import packaged_catalogue
from agent.fleet.assignment import ASSIGNMENT_LIMIT_BYTES, Assignment, OfflineExceptions
from agent.fleet.targets import CATALOGUE_PATH, device_path
from agent.sync.manifest import sets_folder
from agent.sync.stored import load_manifest
from tests.fakes.repository_server import RepositoryServer
from tests.fakes.signed_repository import policy_text
from tests.sync.device import DEVICE_ID, Device

_DICTIONARY = "dictionaries:\n  - id: terms\n    entity: PROJECT\n    title: a project\n    file: terms.txt\n"
_CATALOGUE = Path(packaged_catalogue.__code__.co_filename).with_name("catalogue.json")
_NOW = datetime(2026, 1, 1, tzinfo=UTC)


def _files(device: Device) -> set[str]:
    return set(load_manifest(device.state)[1].files)


def _publish_model(server: RepositoryServer, weights: bytes = b"weights") -> None:
    manifest = json.dumps({"files": {"model.onnx": hashlib.sha256(weights).hexdigest()}}).encode()
    server.repository.put("models/example/manifest.json", manifest)
    server.repository.put("models/example/model.onnx", weights)


def test_a_layer_brings_the_files_that_it_names(server: RepositoryServer, device: Device):
    text = policy_text("2", extra=_DICTIONARY)
    files = {"terms.txt": b"Project Heron\n", "unnamed.txt": b"x"}
    server.repository.publish(Layer.GLOBAL, text, files=files, exceptions=OfflineExceptions())
    assert device.trouble() is None
    assert _files(device) == {"policy/policy.json", "policy/terms.txt", "policy/exceptions.json"}
    server.fetched()
    server.repository.publish(Layer.GLOBAL, policy_text("3", extra=_DICTIONARY), files=files)
    assert device.trouble() is None
    assert sum("/targets/" in path for path in server.fetched()) == 1


def test_a_file_that_is_named_and_not_there_is_unusable(server: RepositoryServer, device: Device):
    server.repository.publish(Layer.GLOBAL, policy_text("2", extra=_DICTIONARY))
    outcome = device.refresh()
    assert (outcome.trouble, device.version()) == (SyncTrouble.UNUSABLE, "1")
    assert "terms.txt" in outcome.detail


@pytest.mark.parametrize(
    ("path", "length_bytes"),
    [(device_path(DEVICE_ID), ASSIGNMENT_LIMIT_BYTES + 1), ("policy/policy.json", (1 << 20) + 1)],
)
def test_a_file_that_is_too_large_is_not_fetched_however_it_is_signed(
    server: RepositoryServer, device: Device, path: str, length_bytes: int
):
    repository = server.repository
    repository.assign(Assignment(device_id=DEVICE_ID, issued_at=_NOW))
    (role,) = [name for name, targets in repository.roles.items() if path in targets.targets]
    repository.put(path, b"x" * length_bytes, role=role)
    assert device.trouble() is SyncTrouble.TOO_LARGE
    assert f"/repository/{repository.target_address(path)}" not in server.fetched()


def test_a_catalogue_comes_with_the_set_or_is_unusable(server: RepositoryServer, device: Device):
    server.repository.put(CATALOGUE_PATH, _CATALOGUE.read_bytes())
    assert device.trouble() is None
    catalogue = device.policy_set().catalogue
    assert catalogue is not None
    assert catalogue.read_bytes() == _CATALOGUE.read_bytes()
    server.repository.put(CATALOGUE_PATH, b"{}")
    assert device.trouble() is SyncTrouble.UNUSABLE
    assert device.policy_set().catalogue is not None


def test_a_model_comes_with_the_set(server: RepositoryServer, device: Device):
    _publish_model(server)
    assert device.trouble() is None
    model = device.policy_set().model
    assert model is not None
    assert (model.folder / "model.onnx").read_bytes() == b"weights"
    assert model.identity == hashlib.sha256((model.folder / "manifest.json").read_bytes()).hexdigest()
    assert not any(request.is_signed for request in server.requests if "/models/" in request.path)


def test_a_model_that_cannot_be_fetched_holds_up_no_policy_and_is_tried_again(server: RepositoryServer, device: Device):
    _publish_model(server)
    server.repository.publish(Layer.GLOBAL, policy_text("2"))
    path = f"/repository/{server.repository.target_address('models/example/model.onnx')}"
    server.wrong[path] = 503
    outcome = device.refresh()
    assert (outcome.trouble, outcome.is_changed, device.version()) == (SyncTrouble.SERVER_FAILED, True, "2")
    assert device.policy_set().model is None
    assert device.trouble() is SyncTrouble.SERVER_FAILED
    server.wrong.clear()
    server.fetched()
    assert device.trouble() is None
    assert device.policy_set().model is not None
    assert [path for path in server.fetched() if "/models/" in path] == [path]
    assert not [each for each in sets_folder(device.state).iterdir() if not each.name.isdecimal()]


def test_a_model_whose_manifest_names_other_files_is_unusable(server: RepositoryServer, device: Device):
    _publish_model(server)
    server.repository.put("models/example/model.onnx", b"others")
    assert device.trouble() is SyncTrouble.UNUSABLE
    assert device.policy_set().model is None
