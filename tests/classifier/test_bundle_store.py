"""Accepted bundles are kept whole, the one in use and the one before it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from agent.classifier.bundle_store import BundleStore, BundleStoreError
from agent.classifier.manifest import BundleError
from tests.fakes.model_bundles import bundle_id, delivered, make_bundle


@pytest.fixture(name="store")
def _store(tmp_path: Path) -> BundleStore:
    return BundleStore(tmp_path / "state" / "models")


def test_a_kept_bundle_is_found_after_its_origin_is_gone(store: BundleStore, tmp_path: Path):
    origin = make_bundle(tmp_path / "one", "1")
    identity = bundle_id(origin)
    kept = store.keep(delivered(origin))
    for file in origin.iterdir():
        file.unlink()
    assert store.find(identity) == kept
    assert kept.stat().st_mode & 0o077 == 0


def test_one_that_was_never_kept_is_not_found(store: BundleStore, tmp_path: Path):
    assert store.find(bundle_id(make_bundle(tmp_path / "one", "1"))) is None


@pytest.mark.parametrize("file", ["model.onnx", "manifest.json", "golden.json"])
def test_a_damaged_one_is_not_found_and_can_be_kept_again(store: BundleStore, tmp_path: Path, file: str):
    origin = make_bundle(tmp_path / "one", "1")
    kept = store.keep(delivered(origin))
    (kept / file).write_bytes(b"{}")
    assert store.find(bundle_id(origin)) is None
    assert store.keep(delivered(origin)) == kept
    assert store.find(bundle_id(origin)) == kept


def test_the_newest_and_the_one_before_stay(store: BundleStore, tmp_path: Path):
    origins = [make_bundle(tmp_path / str(number), str(number)) for number in range(4)]
    for age, origin in enumerate(origins[:3]):
        os.utime(store.keep(delivered(origin)), (age, age))
    assert store.find(bundle_id(origins[0])) is None
    assert store.find(bundle_id(origins[1])) is not None  # which makes it the newest
    store.keep(delivered(origins[3]))
    assert [store.find(bundle_id(each)) is not None for each in origins] == [False, True, False, True]


def test_an_altered_origin_is_not_kept_and_leaves_nothing(store: BundleStore, tmp_path: Path):
    origin = make_bundle(tmp_path / "one", "1")
    (origin / "model.onnx").write_bytes(b"another")
    with pytest.raises(BundleError):
        store.keep(delivered(origin))
    assert list((tmp_path / "state" / "models").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_an_error_with_a_next_step(tmp_path: Path):
    (tmp_path / "models").write_bytes(b"a file")
    with pytest.raises(BundleStoreError) as refused:
        BundleStore(tmp_path / "models").keep(delivered(make_bundle(tmp_path / "one", "1")))
    assert "disk" in refused.value.hint
