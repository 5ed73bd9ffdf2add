"""The packaged bundle as a reader."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from agent.classifier.loading import reader_of
from agent.classifier.manifest import BundleError, bundle_folder


def test_the_packaged_bundle_reads():
    answer = reader_of(bundle_folder()).read("Please call Maria Jensen in Oslo tomorrow.", [], 10.0)
    assert answer.is_finished
    assert answer.share == 1.0
    assert "PERSON" in [each.entity for each in answer.spans]


def test_an_altered_bundle_does_not(tmp_path: Path):
    folder = shutil.copytree(bundle_folder(), tmp_path / "bundle")
    with (folder / "model.onnx").open("ab") as file:
        file.write(b"!")
    with pytest.raises(BundleError, match="altered"):
        reader_of(folder)
