"""The worker as a process: it answers, says what is wrong with its bundle, locks itself in, and does not outstay."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from agent.classifier import WORKER, WORKER_ENVIRONMENT
from agent.classifier.client import ClassifierClient
from agent.classifier.manifest import bundle_folder
from agent.core import ModelState
from agent.core.health import HealthCode
from agent.system.limited_child import LimitedChild
from agent.system.programs import worker_command
from tests.fakes.health import RecordingHealth
from tests.waiting import wait_until

_TEXT = "Please call Maria Jensen in Oslo tomorrow."


class _Model:
    """A client with a worker of its own."""

    def __init__(self, *arguments: str) -> None:
        self.health = RecordingHealth()
        self._worker = LimitedChild((*worker_command(WORKER), *arguments), environment=WORKER_ENVIRONMENT)
        self.client = ClassifierClient(self._worker, self.health, budget_s=20.0)
        self._before = set(psutil.Process().children())

    def process(self) -> psutil.Process | None:
        """The worker's process, if there is one."""
        return next(iter(set(psutil.Process().children()) - self._before), None)


@pytest.fixture(name="model")
def _model() -> Iterator[_Model]:
    model = _Model()
    yield model
    model.client.close()
    assert model.process() is None


def test_it_starts_with_the_first_text_and_answers(model: _Model):
    assert model.process() is None
    reading = model.client.read(_TEXT, [])
    assert reading.state is ModelState.COMPLETE
    assert "PERSON" in [each.entity for each in reading.spans]
    assert model.process() is not None
    # Locked in, too, where this kernel can.
    assert model.health.open_codes <= {HealthCode.CLASSIFIER_NOT_CONFINED}


def test_one_worker_answers_many(model: _Model):
    model.client.read("1", [])
    first = model.process()
    for number in range(20):
        assert model.client.read(f"Text {number}", []).state is ModelState.COMPLETE
    assert model.process() == first


def test_one_that_is_killed_costs_nothing_but_its_answer(model: _Model):
    model.client.read("1", [])
    first = model.process()
    assert first is not None
    os.kill(first.pid, signal.SIGKILL)
    wait_until(lambda: model.process() is None, what="the worker to be gone")
    states = [model.client.read(f"Text {number}", []).state for number in range(2)]
    assert states[-1] is ModelState.COMPLETE
    assert HealthCode.CLASSIFIER_FAILED not in model.health.open_codes


def test_a_frozen_one_is_given_up_and_replaced():
    model = _Model()
    client = ClassifierClient(model._worker, model.health, budget_s=-1.0)  # a second beyond its margin
    model.client.read("1", [])
    frozen = model.process()
    assert frozen is not None
    os.kill(frozen.pid, signal.SIGSTOP)
    assert client.read(_TEXT, []).state is ModelState.UNAVAILABLE
    assert HealthCode.CLASSIFIER_FAILED in model.health.open_codes
    assert not frozen.is_running()
    assert model.client.read(_TEXT, []).state is ModelState.COMPLETE
    assert HealthCode.CLASSIFIER_FAILED not in model.health.open_codes
    model.client.close()


def test_it_is_gone_when_nobody_asks():
    model = _Model("--idle-s", "0.2")
    assert model.client.read("1", []).state is ModelState.COMPLETE
    wait_until(lambda: model.process() is None, what="the worker to be gone")
    assert model.client.read("2", []).state is ModelState.COMPLETE
    assert not model.health.open_codes - {HealthCode.CLASSIFIER_NOT_CONFINED}
    model.client.close()


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "screen.bin", "manifest.json"])
def test_a_bundle_that_is_not_whole_is_refused_with_the_reason(tmp_path: Path, name: str):
    folder = shutil.copytree(bundle_folder(), tmp_path / "bundle")
    (folder / name).unlink()
    model = _Model("--bundle", str(folder))
    assert model.client.read(_TEXT, []).state is ModelState.UNAVAILABLE
    assert model.health.detail(HealthCode.CLASSIFIER_REFUSED) == f"{name} is missing"
    assert HealthCode.CLASSIFIER_FAILED not in model.health.open_codes
    model.client.close()


def test_a_file_of_another_kind_is_refused_though_the_manifest_vouches_for_it(tmp_path: Path):
    folder = shutil.copytree(bundle_folder(), tmp_path / "bundle")
    text = (folder / "manifest.json").read_text(encoding="utf-8")
    (folder / "manifest.json").write_text(
        text.replace(_sha256(folder / "model.onnx"), _sha256(folder / "tokenizer.json")), encoding="utf-8"
    )
    shutil.copyfile(folder / "tokenizer.json", folder / "model.onnx")
    model = _Model("--bundle", str(folder))
    assert model.client.read(_TEXT, []).state is ModelState.UNAVAILABLE
    assert model.health.detail(HealthCode.CLASSIFIER_REFUSED) == "the model cannot be loaded"
    model.client.close()


def test_a_delivered_bundle_whose_manifest_was_changed_since_is_refused_by_the_next_worker(tmp_path: Path):
    folder = shutil.copytree(bundle_folder(), tmp_path / "bundle")
    manifest = folder / "manifest.json"
    model = _Model("--bundle", str(folder), "--identity", _sha256(manifest), "--idle-s", "0.2")
    assert model.client.read("1", []).state is ModelState.COMPLETE
    wait_until(lambda: model.process() is None, what="the worker to be gone")
    manifest.write_text(manifest.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert model.client.read("2", []).state is ModelState.UNAVAILABLE
    assert model.health.detail(HealthCode.CLASSIFIER_REFUSED) == "manifest.json was altered"
    model.client.close()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
