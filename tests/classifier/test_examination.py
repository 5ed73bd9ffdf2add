"""A model takes over only where it answers its golden texts on this very machine."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import msgspec
import pytest

from agent.classifier import WORKER, WORKER_ENVIRONMENT
from agent.classifier.examination import ModelRefusedError, examine
from agent.classifier.manifest import GOLDEN, MANIFEST, bundle_folder
from agent.classifier.messages import Answer, BundleFile, Problem
from agent.system.child_errors import ChildCrashedError, ChildError
from agent.system.limited_child import LimitedChild
from agent.system.programs import worker_command
from models.training.golden import write_golden
from tests.fakes.model_bundles import GOLDEN_ANSWER, ScriptedWorker, delivered, make_bundle


def test_a_model_that_answers_as_it_should_passes_and_its_worker_ends(tmp_path: Path):
    worker = ScriptedWorker()
    examine(delivered(make_bundle(tmp_path / "new", "2")), lambda *_: worker)
    assert worker.asked == [f"Anna {number}" for number in range(8)]
    assert worker.is_stopped


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (msgspec.structs.replace(GOLDEN_ANSWER, category="legal"), "answers its golden texts otherwise"),
        (b"no answer at all", "answers its golden texts otherwise"),
        (ChildCrashedError(-9), "SIGKILL"),
        (Answer(problem=Problem.NOT_LOADED, file=BundleFile.MODEL), "model.onnx cannot be loaded"),
    ],
    ids=["other", "nonsense", "crash", "unloadable"],
)
def test_one_that_does_not_is_refused_and_its_worker_ended(
    tmp_path: Path, answer: Answer | bytes | ChildError, says: str
):
    worker = ScriptedWorker(answer)
    with pytest.raises(ModelRefusedError) as refused:
        examine(delivered(make_bundle(tmp_path / "new", "2")), lambda *_: worker)
    assert says in refused.value.detail
    assert worker.is_stopped


def test_a_quarter_may_be_answered_otherwise_and_more_may_not(tmp_path: Path):
    bundle = make_bundle(tmp_path / "new", "2")

    def wrong_below(limit: int) -> ScriptedWorker:
        return ScriptedWorker(lambda text: Answer() if int(text.split()[1]) < limit else GOLDEN_ANSWER)

    examine(delivered(bundle), lambda *_: wrong_below(2))
    with pytest.raises(ModelRefusedError):
        examine(delivered(bundle), lambda *_: wrong_below(3))


def test_an_altered_bundle_is_refused_before_anything_loads_it(tmp_path: Path):
    bundle = make_bundle(tmp_path / "new", "2")
    (bundle / "model.onnx").write_bytes(b"another")

    def start(_folder: Path, _identity: str | None) -> ScriptedWorker:
        raise AssertionError

    with pytest.raises(ModelRefusedError) as refused:
        examine(delivered(bundle), start)
    assert refused.value.detail == "model.onnx was altered: its SHA-256 is not the manifest's."


def _real_worker(folder: Path, identity: str | None) -> LimitedChild:
    arguments = ("--bundle", str(folder), "--identity", str(identity))
    return LimitedChild((*worker_command(WORKER), *arguments), environment=WORKER_ENVIRONMENT)


def test_the_packaged_bundle_passes_in_a_real_worker():
    examine(delivered(bundle_folder()), _real_worker)


def test_a_real_bundle_with_other_thresholds_is_refused(tmp_path: Path):
    bundle = Path(shutil.copytree(bundle_folder(), tmp_path / "new"))
    manifest = json.loads((bundle / MANIFEST).read_text(encoding="utf-8"))
    manifest["category_bias"] = {"medical": 50.0}
    (bundle / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ModelRefusedError) as refused:
        examine(delivered(bundle), _real_worker)
    assert "otherwise" in refused.value.detail
    write_golden(bundle)  # as whoever makes such a bundle does
    assert json.loads((bundle / GOLDEN).read_text(encoding="utf-8"))[0]["category"] == "medical"
    examine(delivered(bundle), _real_worker)
