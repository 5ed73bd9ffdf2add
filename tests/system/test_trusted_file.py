"""A file that decides something must be out of others' reach."""

from __future__ import annotations

import grp
import os
import pwd
from pathlib import Path

import pytest

from agent.system.trusted_file import UntrustedFileError, check_ownership, trusted_path
from tests.ipc.foreign_user import open_folder

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


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another user")
def test_a_group_that_is_the_user_s_own_is_nobody_else(file: Path):
    own = next(each for each in pwd.getpwall() if each.pw_uid and _own_group_of(each) is not None)
    with open_folder() as folder:
        below = folder / "state"
        below.mkdir()
        kept = below / "policy.yaml"
        kept.write_text("name: x")
        folder.chmod(0o755)
        for path, mode in ((below, 0o775), (kept, 0o664)):
            path.chmod(mode)
            os.chown(path, own.pw_uid, own.pw_gid)
        os.seteuid(own.pw_uid)
        try:
            assert trusted_path(kept) == kept.resolve()
            check_ownership(kept.name, kept.stat())
        finally:
            os.seteuid(0)
        os.chown(kept, own.pw_uid, SOMEBODY)
        os.seteuid(own.pw_uid)
        try:
            with pytest.raises(UntrustedFileError, match="Others may write"):
                check_ownership(kept.name, kept.stat())
        finally:
            os.seteuid(0)
    file.chmod(0o664)
    with pytest.raises(UntrustedFileError):  # root's group is no one person's
        check_ownership(file.name, file.stat())


def _own_group_of(account: pwd.struct_passwd) -> grp.struct_group | None:
    try:
        group = grp.getgrgid(account.pw_gid)
    except KeyError:
        return None
    return group if group.gr_name == account.pw_name and not group.gr_mem else None
