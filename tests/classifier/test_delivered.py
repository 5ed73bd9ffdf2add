"""The client reads with the packaged bundle, an accepted one, or a new one after examination."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.classifier.bundle_store import BundleStore
from agent.classifier.client import ClassifierClient
from agent.classifier.delivered import DeliveredModels
from agent.classifier.examination import ModelRefusedError
from agent.classifier.manifest import bundle_folder
from agent.classifier.messages import Answer
from agent.core.in_force import DeliveredModel
from tests.fakes.health import RecordingHealth
from tests.fakes.model_bundles import GOLDEN_ANSWER, ScriptedWorker, bundle_id, delivered, make_bundle


class _Workers:
    """Starts workers, and remembers with which bundle."""

    def __init__(self) -> None:
        self.started: list[tuple[Path, ScriptedWorker]] = []
        self.identities: list[str | None] = []
        self.answer: Answer = GOLDEN_ANSWER

    def start(self, folder: Path, identity: str | None) -> ScriptedWorker:
        worker = ScriptedWorker(self.answer)
        self.identities.append(identity)
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
    models.accept(delivered(bundle))
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
        models.accept(delivered(bundle))
    assert workers.running == []
    assert not models.use_accepted(bundle_id(bundle))


def test_an_accepted_one_comes_back_without_examination(models: DeliveredModels, workers: _Workers, tmp_path: Path):
    bundle = make_bundle(tmp_path / "new", "2")
    models.accept(delivered(bundle))
    models.use_packaged()
    assert workers.running == [bundle_folder()]
    workers.answer = Answer()  # an examination would fail
    assert models.use_accepted(bundle_id(bundle))
    assert workers.running == [tmp_path / "kept" / bundle_id(bundle)]


def test_every_worker_is_told_which_bundle_it_may_load(models: DeliveredModels, workers: _Workers, tmp_path: Path):
    bundle = make_bundle(tmp_path / "new", "2")
    models.accept(delivered(bundle))
    models.use_packaged()
    models.use_accepted(bundle_id(bundle))
    assert workers.identities == [bundle_id(bundle), bundle_id(bundle), None, bundle_id(bundle)]


def test_another_bundle_than_the_one_that_was_signed_is_refused(
    models: DeliveredModels, workers: _Workers, tmp_path: Path
):
    bundle = make_bundle(tmp_path / "new", "2")
    with pytest.raises(ModelRefusedError) as refused:
        models.accept(DeliveredModel(folder=bundle, identity="0" * 64))
    assert "manifest.json was altered" in refused.value.detail
    with pytest.raises(ModelRefusedError):
        models.accept(DeliveredModel(folder=tmp_path, identity="0" * 64))
    assert workers.started == []


def test_the_end_ends_an_examination_and_there_is_no_other(models: DeliveredModels, workers: _Workers, tmp_path: Path):
    models.accept(delivered(make_bundle(tmp_path / "one", "1")))
    models.close()
    workers.answer = Answer()
    with pytest.raises(ModelRefusedError):
        models.accept(delivered(make_bundle(tmp_path / "two", "2")))
    assert workers.running == [tmp_path / "kept" / bundle_id(tmp_path / "one")]
