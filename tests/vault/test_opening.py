"""Where the key comes from, and which files are refused."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from agent.core.health import HealthCode
from agent.system.sealed_connection import connect
from agent.system.secrets import SystemSecretStore
from agent.vault import VaultCorruptError, VaultTooNewError, VaultUnavailableError, delete_vault, open_vault
from agent.vault.errors import VAULT_ERRORS
from tests.fakes.health import RecordingHealth
from tests.fakes.keyring import FakeKeyring
from tests.vault.setting import DAY, NOW, FixedSecret, adding, opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A vault with one conversation."""
    with closing(opened(tmp_path)) as vault:
        vault.revise(adding("canary"), now=NOW, lifetime=DAY)
    return tmp_path / "vault.db"


def test_the_file_is_private_and_encrypted(path: Path):
    assert path.stat().st_mode & 0o777 == 0o600
    assert b"canary" not in path.read_bytes()
    assert {each.name for each in path.parent.iterdir()} == {"vault.db", "vault.db.lock"}


@pytest.mark.parametrize("content", [b"", b"hello", bytes(range(256)) * 80])
def test_a_damaged_vault_is_refused_with_the_next_step_and_stays_as_it_is(path: Path, content: bytes):
    path.write_bytes(content)
    with pytest.raises(VaultCorruptError, match="cordon vault forget --all"):
        opened(path.parent)
    assert path.read_bytes() == content


def test_another_key_is_refused(path: Path):
    with pytest.raises(VaultCorruptError, match="key is another one"):
        open_vault(path, FixedSecret(1))


def test_a_later_version_is_refused(path: Path):
    with closing(connect(path, bytes(range(32)), "rw", errors=VAULT_ERRORS)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(VaultTooNewError, match="vault was written by a later version"):
        opened(path.parent)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path):
    with pytest.raises(VaultUnavailableError) as caught:
        opened(tmp_path / "missing")
    assert str(tmp_path) not in str(caught.value)


def test_a_deleted_vault_is_started_anew(path: Path):
    path.write_bytes(b"damaged")
    delete_vault(path)
    delete_vault(path)
    with closing(opened(path.parent)) as vault:
        assert vault.conversations(now=NOW) == ()


def test_the_key_is_kept_as_the_history_s_is(tmp_path: Path):
    health, keyring = RecordingHealth(), FakeKeyring()
    for _ in range(2):
        store = SystemSecretStore(keyring=keyring, folder=tmp_path, health=health)
        with closing(open_vault(tmp_path / "vault.db", store)) as vault:
            vault.revise(adding("a"), now=NOW, lifetime=DAY, name="n")
    assert not (tmp_path / "vault.key").exists()
    assert (tmp_path / "vault.keyring").exists()
    assert HealthCode.NO_KEYRING not in health.open_codes
