"""A bundle is used whole or not at all."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from agent.classifier.manifest import FORMAT, BundleError, bundle_folder, open_bundle, open_golden
from agent.classifier.messages import BundleFile, Problem
from agent.core import Category
from tests.fakes.model_bundles import bundle_id

_FILES = {"model.onnx": b"model", "tokenizer.json": b"{}", "screen.bin": b"screen"}
_GOLDEN = {
    "golden.json": b"[" + b",".join([b'{"text":"x","category":"hr","category_score":0.5,"spans":[]}'] * 8) + b"]"
}


def _manifest(**changes: object) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": "1",
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in (_FILES | _GOLDEN).items()},
        "entities": ["PERSON", "IDENTIFIER"],
        "categories": [each.value for each in Category],
        "bias": {},
        "category_bias": {},
        "least": {},
        "token_limit": 128,
        "languages": ["en"],
        "training": {},
        "figures": {},
    } | changes


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    for name, data in (_FILES | _GOLDEN).items():
        (tmp_path / name).write_bytes(data)
    _write(tmp_path)
    return tmp_path


def _write(folder: Path, **changes: object) -> None:
    (folder / "manifest.json").write_text(json.dumps(_manifest(**changes)), encoding="utf-8")


def test_a_bundle_that_is_as_its_manifest_says_is_opened(folder: Path):
    manifest, files = open_bundle(folder)
    assert dict(files) == _FILES
    assert manifest.version == "1"


@pytest.mark.parametrize("name", _FILES)
def test_one_altered_byte_refuses_it(folder: Path, name: str):
    (folder / name).write_bytes(_FILES[name][:-1] + b"!")
    with pytest.raises(BundleError, match=f"{name} was altered"):
        open_bundle(folder)


@pytest.mark.parametrize("name", [*_FILES, "manifest.json"])
def test_a_missing_file_refuses_it(folder: Path, name: str):
    (folder / name).unlink()
    with pytest.raises(BundleError, match=f"{name} is missing"):
        open_bundle(folder)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"format": FORMAT + 1}, "format"),
        ({"token_limit": 256}, "256 tokens"),
        ({"entities": ["PERSON", "MOOD"]}, "MOOD"),
        ({"categories": ["general"]}, "categories"),
        ({"categories": [*list(Category)[:-1], "hr"]}, "categories"),
        ({"files": {"model.onnx": "0"}}, "other files"),
        ({"files": _manifest()["files"] | {"../elsewhere": "0"}}, "other files"),
    ],
)
def test_what_does_not_fit_this_program_refuses_it(folder: Path, changes: dict[str, Any], why: str):
    _write(folder, **changes)
    with pytest.raises(BundleError, match=why):
        open_bundle(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}', "\x00", "[" * 100_000])
def test_what_is_no_manifest_refuses_it(folder: Path, text: str):
    (folder / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(BundleError, match=r"manifest\.json cannot be read"):
        open_bundle(folder)


def test_a_folder_instead_of_a_file_refuses_it(folder: Path):
    (folder / "model.onnx").unlink()
    (folder / "model.onnx").mkdir()
    with pytest.raises(BundleError, match="cannot be read"):
        open_bundle(folder)


def test_the_packaged_bundle_is_whole():
    manifest, files = open_bundle(bundle_folder())
    assert sum(map(len, files.values())) < 25_000_000
    assert manifest.figures
    assert manifest.training


def test_golden_texts_that_the_manifest_vouches_for_are_read(folder: Path):
    assert [each.category for each in open_golden(folder)] == ["hr"] * 8


@pytest.mark.parametrize(
    "data", [None, b"[]", _GOLDEN["golden.json"].replace(b"hr", b"it")], ids=["no", "few", "other"]
)
def test_golden_texts_that_it_does_not_vouch_for_are_not(folder: Path, data: bytes | None):
    (folder / "golden.json").unlink()
    if data is not None:
        (folder / "golden.json").write_bytes(data)
    with pytest.raises(BundleError, match=r"golden\.json"):
        open_golden(folder)


def test_too_few_golden_texts_are_none(folder: Path):
    (folder / "golden.json").write_bytes(b"[]")
    files = {name: hashlib.sha256(data).hexdigest() for name, data in (_FILES | {"golden.json": b"[]"}).items()}
    _write(folder, files=files)
    with pytest.raises(BundleError, match=r"golden\.json is not for this version of Cordon"):
        open_golden(folder)


def test_what_is_read_without_golden_texts_is_read(folder: Path):
    (folder / "golden.json").unlink()
    assert dict(open_bundle(folder)[1]) == _FILES


def test_a_delivered_bundle_is_the_one_that_was_signed_whatever_its_manifest_vouches_for(folder: Path):
    identity = bundle_id(folder)
    assert dict(open_bundle(folder, identity)[1]) == _FILES
    assert open_golden(folder, identity)
    _write(folder, bias={"PERSON": -50.0})
    open_bundle(folder)
    for opening in (open_bundle, open_golden):
        with pytest.raises(BundleError, match=r"manifest\.json was altered") as refused:
            opening(folder, identity)
        assert (refused.value.problem, refused.value.file) == (Problem.ALTERED, BundleFile.MANIFEST)


def test_a_folder_without_a_manifest_is_no_bundle(tmp_path: Path):
    with pytest.raises(BundleError, match=r"manifest\.json is missing"):
        open_bundle(tmp_path, "0" * 64)
