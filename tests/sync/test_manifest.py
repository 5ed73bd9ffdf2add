"""Paths of a set lead nowhere else, and a manifest says all that it has to."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.verdicts import Layer
from agent.fleet.message import MessageRefusedError, parse_message
from agent.fleet.targets import device_path, layer_folder
from agent.sync.manifest import (
    MANIFEST_LIMIT_BYTES,
    SetManifest,
    StoredFile,
    current_link,
    newest_generation,
    target_file,
)

_SHA256 = "a" * 64
_FOLDER = Path("/sets/1")


def _manifest(**changes: object) -> SetManifest:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    values: dict[str, object] = {
        "generation": 1,
        "device_id": "0" * 32,
        "verified_at": now,
        "fresh_until": now,
        "versions": {"root": 1},
        "files": {"policy/policy.json": StoredFile(sha256=_SHA256, length_bytes=3)},
        "metadata": {"1.root.json": StoredFile(sha256=_SHA256, length_bytes=3)},
    }
    return SetManifest.model_validate({**values, **changes})


@pytest.mark.parametrize(
    "path",
    [
        "policy/policy.json",
        f"{layer_folder(Layer.TEAM, 'sales')}/terms.txt",
        f"{layer_folder(Layer.USER, 'ana')}/policy.json",
        device_path("0" * 32),
        "models/sensitive-text/model.onnx",
    ],
)
def test_files_of_the_repository_have_a_place(path: str):
    assert target_file(_FOLDER, path) == _FOLDER / "targets" / path


@pytest.mark.parametrize(
    "path", ["", "policy", "/etc/passwd", "policy/../x", "policy/..", "policy//x", "policy/x\n", "a/b/c/d/e", "./x/y"]
)
def test_what_could_lead_elsewhere_has_none(path: str):
    with pytest.raises(ValueError, match="no path"):
        target_file(_FOLDER, path)


@given(st.text(alphabet="a./\\-\n\x00", max_size=30))
def test_no_path_leads_out_of_the_set(path: str):
    try:
        file = target_file(_FOLDER, path)
    except ValueError:
        return
    assert file.resolve().is_relative_to(_FOLDER / "targets")


def test_a_manifest_is_read_as_it_was_written():
    manifest = _manifest()
    assert parse_message(SetManifest, manifest.to_bytes(), MANIFEST_LIMIT_BYTES) == manifest


@pytest.mark.parametrize(
    "changes",
    [
        {"files": {"../x/y": {"sha256": _SHA256, "length_bytes": 1}}},
        {"files": {"policy/policy.json": {"sha256": "a", "length_bytes": 1}}},
        {"metadata": {"../root.json": {"sha256": _SHA256, "length_bytes": 1}}},
        {"generation": 0},
    ],
)
def test_a_manifest_that_leads_elsewhere_is_refused(changes: dict[str, object]):
    text = json.dumps({**json.loads(_manifest().to_bytes()), **changes})
    with pytest.raises(MessageRefusedError):
        parse_message(SetManifest, text.encode(), MANIFEST_LIMIT_BYTES)


def test_the_link_says_which_set_is_the_newest(tmp_path: Path):
    assert newest_generation(tmp_path) is None
    link = current_link(tmp_path)
    link.parent.mkdir()
    for leads_to, expected in (("sets/12", 12), ("sets/none", None), ("sets/13", 13)):
        link.unlink(missing_ok=True)
        link.symlink_to(leads_to)
        assert newest_generation(tmp_path) == expected
