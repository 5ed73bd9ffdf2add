"""The client reads with the packaged bundle, an accepted one, or a new one after examination."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.classifier.bundle_store import BundleStore
from agent.classifier.client import ClassifierClient
from agent.classifier.delivered import DeliveredModels
from agent.classifier.examination import ModelRefusedError
from agent.classifier.manifest import bundle_folder, bundle_id
from agent.classifier.messages import Answer
from tests.fakes.health import RecordingHealth
from tests.fakes.model_bundles import GOLDEN_ANSWER, ScriptedWorker, make_bundle


class _Workers:
    """Starts workers, and remembers with which bundle."""

    def __init__(self) -> None:
        self.started: list[tuple[Path, ScriptedWorker]] = []
        self.answer: Answer = GOLDEN_ANSWER

    def start(self, folder: Path) -> ScriptedWorker:
        worker = ScriptedWorker(self.answer)
        self.started.append((folder, worker))
        return worker

    @property
    def running(self) -> list[Path]:
        return [folder for folder, worker in self.started if not worker.is_stopped]


@pytest.fixture(name="workers")
def _workers() -> _Workers:
    return _Workers()


@pytest.fixture(name="models")
def _models(workers: _Workers, tmp_path: Path) -> DeliveredModels:
    client = ClassifierClient(ScriptedWorker(), RecordingHealth(), budget_s=1.5)
    return DeliveredModels(client, BundleStore(tmp_path / "kept"), workers.start)


def test_a_new_one_is_examined_kept_and_read_with(models: DeliveredModels, workers: _Workers, tmp_path: Path):
    bundle = make_bundle(tmp_path / "new", "2")
    models.accept(bundle)
    (examining, worker), _ = workers.started
    assert examining == bundle
    assert len(worker.asked) == 8
    assert workers.running == [tmp_path / "kept" / bundle_id(bundle)]


def test_one_that_fails_is_not_kept_and_the_one_before_goes_on(
    models: DeliveredModels, workers: _Workers, tmp_path: Path
):
    workers.answer = Answer()
    bundle = make_bundle(tmp_path / "new", "2")
    with pytest.raises(ModelRefusedError):
        models.accept(bundle)
    assert workers.running == []
    assert not models.use_accepted(bundle_id(bundle))


def test_an_accepted_one_comes_back_without_examination(models: DeliveredModels, workers: _Workers, tmp_path: Path):
    bundle = make_bundle(tmp_path / "new", "2")
    models.accept(bundle)
    models.use_packaged()
    assert workers.running == [bundle_folder()]
    workers.answer = Answer()  # an examination would fail
    assert models.use_accepted(models.identity(bundle))
    assert workers.running == [tmp_path / "kept" / bundle_id(bundle)]


def test_a_folder_without_manifest_has_no_identity(models: DeliveredModels, tmp_path: Path):
    with pytest.raises(ModelRefusedError):
        models.identity(tmp_path)


def test_the_end_ends_an_examination_and_there_is_no_other(models: DeliveredModels, workers: _Workers, tmp_path: Path):
    models.accept(make_bundle(tmp_path / "one", "1"))
    models.close()
    workers.answer = Answer()
    with pytest.raises(ModelRefusedError):
        models.accept(make_bundle(tmp_path / "two", "2"))
    assert workers.running == [tmp_path / "kept" / bundle_id(tmp_path / "one")]
