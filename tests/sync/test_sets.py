"""A set is put in force in one step: killed at any moment, a device has the old set or the new one, whole."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.core.verdicts import Layer
from agent.sync.manifest import SetManifest, StoredFile, current_link, sets_folder
from agent.sync.sets import SetDraft, is_stored, modes_of, prepare_state, stored_file
from agent.sync.stored import load_manifest
from agent.sync.verification import verify_stored
from tests.fakes.repository_server import RepositoryServer
from tests.fakes.signed_repository import policy_text
from tests.sync.device import Device

_NOW = datetime(2026, 1, 1, tzinfo=UTC)


def _manifest(generation: int) -> SetManifest:
    return SetManifest(
        generation=generation,
        device_id="0" * 32,
        verified_at=_NOW,
        fresh_until=_NOW,
        versions={"root": 1},
        files={},
        metadata={},
    )


def _writing(content: bytes) -> Callable[[Path], None]:
    def write(file: Path) -> None:
        file.write_bytes(content)

    return write


def _finish(state: Path, content: bytes, previous: tuple[Path, SetManifest] | None = None) -> list[str]:
    """Put a set of one file in force; which files had to be fetched for it."""
    fetched = []

    def fetch(file: Path) -> None:
        fetched.append(file.name)
        file.write_bytes(content)

    draft = SetDraft(state, previous)
    draft.add("policy/policy.json", stored_file(content), fetch)
    draft.finish(_manifest(draft.generation), [("1.root.json", b"root")])
    return fetched


@pytest.fixture
def state(tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    prepare_state(tmp_path)
    return tmp_path


def test_a_finished_set_is_in_force(state: Path):
    assert _finish(state, b"one") == ["policy.json"]
    folder, manifest = load_manifest(state)
    assert (folder.name, manifest.generation) == ("1", 1)
    assert (folder / "targets/policy/policy.json").read_bytes() == b"one"
    assert manifest.metadata == {"1.root.json": stored_file(b"root")}


def test_what_is_the_same_is_not_fetched_again(state: Path):
    _finish(state, b"one")
    first = load_manifest(state)
    assert _finish(state, b"one", first) == []
    second = load_manifest(state)[0]
    assert (first[0] / "targets/policy/policy.json").samefile(second / "targets/policy/policy.json")


def test_what_was_damaged_is_fetched_again(state: Path):
    _finish(state, b"one")
    folder, manifest = load_manifest(state)
    (folder / "targets/policy/policy.json").write_bytes(b"eno")
    assert _finish(state, b"one", (folder, manifest)) == ["policy.json"]
    assert (folder / "targets/policy/policy.json").read_bytes() == b"eno"


def test_the_set_before_stays_and_older_ones_go(state: Path):
    previous = None
    for content in (b"one", b"two", b"three"):
        _finish(state, content, previous)
        previous = load_manifest(state)
    assert sorted(folder.name for folder in sets_folder(state).iterdir()) == ["2", "3"]


def test_a_draft_that_was_cleared_changes_nothing(state: Path):
    _finish(state, b"one")
    before = load_manifest(state)
    draft = SetDraft(state, before)
    draft.add("policy/policy.json", stored_file(b"two"), _writing(b"two"))
    assert load_manifest(state) == before
    draft.clear(is_complete=True)
    assert sorted(folder.name for folder in sets_folder(state).iterdir()) == ["1"]


def test_what_an_attempt_left_serves_the_next_one_and_goes(state: Path):
    draft = SetDraft(state, None)
    draft.add("policy/policy.json", stored_file(b"one"), _writing(b"one"))
    draft.add("policy/terms.txt", stored_file(b"damaged"), _writing(b"demagad"))  # the process ends here
    draft = SetDraft(state, None)
    fetched: list[str] = []

    def fetch(file: Path) -> None:
        fetched.append(file.name)
        file.write_bytes(b"damaged")

    draft.add("policy/policy.json", stored_file(b"one"), fetch)
    draft.add("policy/terms.txt", stored_file(b"damaged"), fetch)
    draft.finish(_manifest(draft.generation), [])
    assert fetched == ["terms.txt"]
    assert sorted(folder.name for folder in sets_folder(state).iterdir()) == ["1"]


def test_files_below_a_folder_can_be_taken_out_again(state: Path):
    draft = SetDraft(state, None)
    for path in ("models/a/manifest.json", "policy/policy.json"):
        draft.add(path, stored_file(b"x"), _writing(b"x"))
    draft.drop("models/a/")
    assert list(draft.files) == ["policy/policy.json"]
    assert draft.size_bytes == 1
    assert not (draft.folder / "targets/models/a").exists()
    draft.add("models/a/manifest.json", stored_file(b"x"), _writing(b"not asked for"))
    assert draft.file("models/a/manifest.json").read_bytes() == b"x"


def test_a_file_is_what_stands_in_the_manifest_or_not(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"x")
    assert is_stored(tmp_path / "file", stored_file(b"x"))
    assert not is_stored(tmp_path / "file", StoredFile(sha256="a" * 64, length_bytes=1))


def test_what_is_stored_is_as_open_as_the_state_folder(tmp_path: Path):
    for mode, expected in ((0o755, (0o755, 0o644)), (0o700, (0o700, 0o600)), (0o750, (0o700, 0o600))):
        tmp_path.chmod(mode)
        assert modes_of(tmp_path) == expected


def test_killed_at_any_step_a_device_has_a_whole_set(server: RepositoryServer, device: Device):
    root = Path(__file__).parents[2]
    command = [sys.executable, "-P", "-m", "tests.sync.ending", str(device.state)]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    version, step, code = 1, 1 - _STRIDE, -9
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, cwd=root, text=True
    ) as runner:
        assert runner.stdin is not None
        assert runner.stdout is not None
        while code == -9:
            step += _STRIDE
            version += 1
            server.repository.publish(
                Layer.GLOBAL, policy_text(str(version), extra=_EXTRA), files={"terms.txt": b"alpha%d\n" % version}
            )
            runner.stdin.write(f"{step}\n")
            runner.stdin.flush()
            code = int(runner.stdout.readline())
            assert device.version() in {str(version), str(version - 1)}
            verify_stored(device.state)
            if device.version() != str(version):
                version -= 1
        runner.stdin.close()
    assert code == 0
    assert step > 20
    assert device.trouble() is None
    names = {each.name for each in sets_folder(device.state).iterdir()}
    assert current_link(device.state).resolve().name in names
    assert len(names) <= 2


_STRIDE = 5
"""Of the steps that are tried; each of them takes half a second."""

_EXTRA = "dictionaries:\n  - id: terms\n    entity: PROJECT\n    title: a project\n    file: terms.txt\n"
