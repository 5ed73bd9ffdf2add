"""A governed device is known by what enrolment leaves behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.system.enrolment import ENROLMENT_FILE, is_enrolled
from agent.system.folders import Folders, xdg_folders


@pytest.fixture(name="folders")
def _folders(tmp_path: Path) -> Folders:
    return xdg_folders({"HOME": str(tmp_path)})


def test_nobody_governs_a_new_device(folders: Folders, tmp_path: Path):
    assert not is_enrolled(folders, tmp_path / "machine")


def test_the_machine_or_the_user_may_be_enrolled(folders: Folders, tmp_path: Path):
    machine = tmp_path / "machine"
    for folder in (machine, folders.state):
        folder.mkdir(parents=True)
        assert not is_enrolled(folders, machine)
        (folder / ENROLMENT_FILE).write_text("{}")
        assert is_enrolled(folders, machine)
        (folder / ENROLMENT_FILE).unlink()


def test_doubt_counts_as_governed(folders: Folders, tmp_path: Path):
    file = tmp_path / "file"
    file.write_text("")
    assert is_enrolled(folders, file)  # a file where the folder should be
