"""The set in force is found, or it is said why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.sync.manifest import MANIFEST_FILE, current_link, sync_folder
from agent.sync.reading import PolicySetError, SetTrouble, check_file, has_policy_set, load_manifest, read_file
from agent.sync.sets import stored_file
from tests.sync.device import Device


def test_the_manifest_alone_is_read_without_the_files(device: Device):
    folder, manifest = load_manifest(device.state)
    assert has_policy_set(device.state)
    assert folder == device.policy_set().folder
    assert "policy/policy.json" in manifest.files


@pytest.mark.parametrize("has_link", [True, False])
def test_nothing_stored_is_missing_and_so_is_a_link_that_leads_nowhere(tmp_path: Path, *, has_link: bool):
    if has_link:
        sync_folder(tmp_path).mkdir()
        current_link(tmp_path).symlink_to("sets/9")
    with pytest.raises(PolicySetError) as caught:
        load_manifest(tmp_path)
    assert caught.value.trouble is SetTrouble.MISSING
    assert not has_policy_set(tmp_path)


@pytest.mark.parametrize("content", [b"", b"{}", b"x" * (5 << 20)])
def test_a_manifest_that_cannot_be_read_is_damaged(device: Device, content: bytes):
    (current_link(device.state).resolve() / MANIFEST_FILE).write_bytes(content)
    with pytest.raises(PolicySetError) as caught:
        load_manifest(device.state)
    assert caught.value.trouble is SetTrouble.DAMAGED


def test_a_file_is_what_was_stored_or_damaged(tmp_path: Path):
    file = tmp_path / "file"
    file.write_bytes(b"content")
    check_file(file, stored_file(b"content"))
    for expected in (stored_file(b"other"), stored_file(b"content").model_copy(update={"length_bytes": 1})):
        with pytest.raises(PolicySetError):
            check_file(file, expected)
    (tmp_path / "link").symlink_to(file)
    for other in ("link", "none"):
        with pytest.raises(PolicySetError):
            check_file(tmp_path / other, stored_file(b"content"))


def test_no_more_is_read_than_tells_that_it_is_too_much(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"x" * 100)
    assert len(read_file(tmp_path / "file", 10)) == 11
    (tmp_path / "link").symlink_to("file")
    with pytest.raises(OSError, match="symbolic"):
        read_file(tmp_path / "link", 10)
