"""A file that decides something must be out of others' reach."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from agent.system.trusted_file import UntrustedFileError, check_ownership

SOMEBODY = 4242


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    folder = tmp_path / "mine"
    folder.mkdir(0o700)
    file = folder / "policy.yaml"
    file.write_text("name: x")
    file.chmod(0o644)
    return file


def test_ones_own_is_fine(file: Path):
    check_ownership(file)
    file.parent.chmod(0o1777)  # like /tmp: others may write, and replace nothing of mine
    check_ownership(file)


@pytest.mark.parametrize("mode", [0o664, 0o666, 0o646])
def test_one_that_others_may_write_to_is_not(file: Path, mode: int):
    file.chmod(mode)
    with pytest.raises(UntrustedFileError, match="Others may write"):
        check_ownership(file)


def test_nor_one_that_others_may_replace(file: Path):
    file.parent.chmod(0o777)
    with pytest.raises(UntrustedFileError, match="Others may replace"):
        check_ownership(file)


def test_nor_a_link_into_a_folder_of_others(file: Path, tmp_path: Path):
    link = tmp_path / "policy.yaml"
    link.symlink_to(file)
    check_ownership(link)
    file.parent.chmod(0o777)
    with pytest.raises(UntrustedFileError, match="Others may replace"):
        check_ownership(link)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_nor_somebody_else_s(file: Path):
    os.chown(file, SOMEBODY, -1)
    with pytest.raises(UntrustedFileError, match="belongs to somebody else"):
        check_ownership(file)
    os.chown(file, 0, -1)
    os.chown(file.parent, SOMEBODY, -1)
    with pytest.raises(UntrustedFileError, match="Others may replace"):
        check_ownership(file)


def test_one_that_is_not_there_is_said_by_the_system(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        check_ownership(tmp_path / "none.yaml")
