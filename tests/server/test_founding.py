"""A server's folder made ready: a device that enrols would find the packaged policy."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from agent.policy import parse_policy
from agent.policy.packaged import packaged_text
from server.founding import ONLINE_KEY, ONLINE_PASSPHRASE, found_repository, is_founded
from server.repository.errors import RepositoryError
from server.repository.folder import RepositoryFolder
from server.repository.keys import load_signer
from server.repository.passphrases import read_secret_file
from tests.server.repository.organization import NOW, Device

PASSPHRASE = b"four words are enough"


def test_a_repository_with_the_packaged_policy_is_made(tmp_path: Path):
    repository, keys = tmp_path / "repository", tmp_path / "keys"
    assert not is_founded(repository)
    made = found_repository(repository, keys, PASSPHRASE, lambda: NOW, bin_bits=2)
    assert is_founded(repository)
    folder = RepositoryFolder(repository)
    assert made.root_sha256 == folder.root_fingerprint()
    assert folder.policies()["policy"].document == parse_policy(packaged_text())
    assert (folder.state().root.signed.roles["root"].threshold, len(made.keys)) == (2, 5)
    device = Device(repository=repository, store=tmp_path / "device")
    assert device.read("policy/policy.json") is not None
    for file in (*made.keys, keys / ONLINE_KEY, keys / ONLINE_PASSPHRASE):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    load_signer(keys / ONLINE_KEY, lambda _: read_secret_file(keys / ONLINE_PASSPHRASE))
    load_signer(made.keys[0], lambda _: PASSPHRASE)


def test_nothing_is_made_over_keys(tmp_path: Path):
    keys = tmp_path / "keys"
    keys.mkdir()
    (keys / "some.pem").write_bytes(b"x")
    with pytest.raises(RepositoryError):
        found_repository(tmp_path / "repository", keys, PASSPHRASE, lambda: NOW)
    assert [file.name for file in keys.iterdir()] == ["some.pem"]
    assert not (tmp_path / "repository").exists()
