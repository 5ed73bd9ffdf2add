"""What the signing commands share."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from server.repository.command_options import open_signers, published, read_file
from server.repository.errors import RepositoryError, SigningKeyError
from tests.server.repository.commands import Desk
from tests.server.repository.organization import policy_text


def test_one_passphrase_file_is_for_all_keys_or_each_has_its_own(desk: Desk):
    keys = [desk.folder / f"{name}.pem" for name in ("ada", "bo")]
    file = Path(desk.passphrase()[1])
    for files in ([file], [file, file]):
        assert [signer.public_key.unrecognized_fields["x-cordon-owner"] for signer in open_signers(keys, files)] == [
            "ada",
            "bo",
        ]
    with pytest.raises(typer.BadParameter, match="one for each --key, or one for all"):
        open_signers(keys, [file] * 3)


def test_the_files_are_in_the_order_of_the_keys(desk: Desk):
    wrong = desk.write("wrong", "another one it is")
    wrong.chmod(0o600)
    keys = [desk.folder / f"{name}.pem" for name in ("ada", "bo")]
    with pytest.raises(SigningKeyError, match=r"bo\.pem cannot be opened"):
        open_signers(keys, [Path(desk.passphrase()[1]), wrong])


def test_a_repository_is_read_where_there_is_one(desk: Desk):
    assert published(desk.repository).version_of("root") == 1
    with pytest.raises(RepositoryError, match="no repository in this folder"):
        published(desk.folder)


def test_files_are_read_up_to_a_limit(tmp_path: Path):
    file = tmp_path / "file"
    file.write_bytes(b"12345")
    assert read_file(file, 5) == b"12345"
    with pytest.raises(RepositoryError, match="file is too large"):
        read_file(file, 4)
    with pytest.raises(RepositoryError, match="other cannot be read"):
        read_file(tmp_path / "other", 4)


def test_a_key_holds_on_to_the_repository_that_it_signs_for(desk: Desk):
    """A malicious author makes up a copy in which their policy is there already, so that nothing seems to change."""
    publication = desk.sign(desk.write("policy.yaml", policy_text()), "ada")
    assert "signs for the repository with the first root" in desk.approve(publication, "bo")
    out = desk.folder / "made-up.publication"
    ada, bo, online = (desk.folder / f"{name}.pub.json" for name in ("ada", "bo", "online"))
    desk.run(
        *("create", "--root-key", ada, "--targets-key", ada, "--targets-key", bo, "--online-key", online),
        *("--root-threshold", 1, "--targets-threshold", 1, "--one-person", "--key", desk.folder / "ada.pem"),
        *(*desk.passphrase(), "--out", out),
    )
    made_up = desk.folder / "made-up"
    desk.run("publish", out, "--repository", made_up, "--online-key", desk.folder / "online.pem", *desk.passphrase())
    approving = ("sign", "--approve", publication, "--yes", "--repository", made_up)
    refusal = desk.refused(*approving, "--key", desk.folder / "bo.pem", *desk.passphrase())
    assert refusal.title == "This is not the repository that bo has signed for"
    assert published(desk.repository, [desk.folder / "bo.pub.json"]).version_of("root") == 1
