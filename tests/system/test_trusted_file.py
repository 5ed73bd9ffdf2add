"""A file that decides something must be out of others' reach."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from agent.system.trusted_file import UntrustedFileError, check_ownership, trusted_path

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
    check_ownership(file.name, file.stat())
    assert trusted_path(file) == file
    file.parent.chmod(0o1777)  # like /tmp: others may write, and replace nothing of mine
    assert trusted_path(file) == file


@pytest.mark.parametrize("mode", [0o664, 0o666, 0o646])
def test_one_that_others_may_write_to_is_not(file: Path, mode: int):
    file.chmod(mode)
    with pytest.raises(UntrustedFileError, match=r"Others may write to policy\.yaml"):
        check_ownership(file.name, file.stat())


def test_nor_one_that_others_may_replace(file: Path):
    file.parent.chmod(0o777)
    with pytest.raises(UntrustedFileError, match="Others may replace"):
        trusted_path(file)


def test_nor_one_below_a_folder_that_others_may_replace(file: Path):
    below = file.parent / "below"
    below.mkdir(0o700)
    (below / "policy.yaml").write_text("name: y")
    assert trusted_path(below / "policy.yaml") == below / "policy.yaml"
    file.parent.chmod(0o777)
    with pytest.raises(UntrustedFileError, match="Others may replace"):
        trusted_path(below / "policy.yaml")


def test_a_link_leads_to_where_the_file_really_lies(file: Path, tmp_path: Path):
    hostile = tmp_path / "hostile"
    hostile.mkdir()
    link = hostile / "policy.yaml"
    link.symlink_to(file)
    hostile.chmod(0o777)
    assert trusted_path(link) == file
    file.parent.chmod(0o777)
    with pytest.raises(UntrustedFileError, match="Others may replace"):
        trusted_path(link)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_nor_somebody_else_s(file: Path):
    os.chown(file, SOMEBODY, -1)
    with pytest.raises(UntrustedFileError, match="belongs to somebody else"):
        check_ownership(file.name, file.stat())
    os.chown(file, 0, -1)
    os.chown(file.parent, SOMEBODY, -1)
    with pytest.raises(UntrustedFileError, match="Others may replace"):
        trusted_path(file)


def test_one_that_is_not_there_is_said(tmp_path: Path):
    with pytest.raises(UntrustedFileError, match=r"The file none\.yaml cannot be read"):
        trusted_path(tmp_path / "none.yaml")
