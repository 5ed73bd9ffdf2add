"""Where a key ends up, and that no way there loses, doubles or shows it."""

from __future__ import annotations

import stat
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from agent.core import SecretStoreError, SecretStoreLockedError
from agent.core.health import HealthCode
from agent.system.folders import xdg_folders
from agent.system.keyring_port import KeyringMissingError
from agent.system.secrets import SystemSecretStore, system_secret_store
from tests.fakes.health import RecordingHealth
from tests.fakes.keyring import FakeKeyring
from tests.ipc.foreign_user import as_nobody, needs_root, open_folder
from tests.system.keyring_session import KeyringSession

MISSING = KeyringMissingError("There is no keyring")
LOCKED = SecretStoreLockedError("The keyring is locked")
NO_KEYRING = {HealthCode.NO_KEYRING}


@dataclass
class Machine:
    """A state folder, a keyring and a health table; every `key` is asked for after a restart of the agent."""

    folder: Path
    keyring: FakeKeyring = field(default_factory=FakeKeyring)
    health: RecordingHealth = field(default_factory=RecordingHealth)

    def store(self) -> SystemSecretStore:
        """A store as it is after a start."""
        self.health = RecordingHealth()
        return SystemSecretStore(keyring=self.keyring, folder=self.folder, health=self.health)

    def key(self) -> bytes:
        """The history's key."""
        return self.store().load_or_create("history", 32)

    def files(self) -> set[str]:
        """What lies in the folder."""
        return {path.name for path in self.folder.iterdir()}


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_with_a_keyring_the_key_is_in_it_and_in_no_file(machine: Machine):
    key = machine.key()
    assert len(key) == 32
    assert list(machine.keyring.entries.values()) == [key.hex()]
    assert machine.key() == key
    assert machine.files() == {"history.keyring"}
    assert key.hex() not in (machine.folder / "history.keyring").read_text(encoding="ascii")
    assert machine.health.open_codes == set()


def test_without_a_keyring_the_key_is_in_a_private_file_and_health_says_so(machine: Machine):
    machine.keyring.failure = MISSING
    key = machine.key()
    assert machine.key() == key
    assert machine.files() == {"history.key"}
    assert stat.S_IMODE((machine.folder / "history.key").stat().st_mode) == 0o600
    assert machine.health.open_codes == NO_KEYRING
    assert machine.health.detail(HealthCode.NO_KEYRING) == "There is no keyring."


def test_a_key_in_a_file_moves_into_a_keyring_that_appears(machine: Machine):
    machine.keyring.failure = MISSING
    key = machine.key()
    machine.keyring.failure = None
    assert machine.key() == key
    assert machine.files() == {"history.keyring"}
    assert list(machine.keyring.entries.values()) == [key.hex()]
    assert machine.health.open_codes == set()
    assert machine.key() == key


@pytest.mark.parametrize("failure", [MISSING, LOCKED])
def test_a_key_in_a_file_is_used_while_the_keyring_cannot_take_it(machine: Machine, failure: SecretStoreError):
    machine.keyring.failure = MISSING
    key = machine.key()
    machine.keyring.failure = failure
    assert machine.key() == key
    assert machine.files() == {"history.key"}
    assert machine.health.open_codes == NO_KEYRING


def test_a_keyring_that_keeps_nothing_does_not_get_the_key(machine: Machine):
    machine.keyring.is_forgetful = True
    key = machine.key()
    assert machine.key() == key
    assert machine.files() == {"history.key"}
    assert machine.health.open_codes == NO_KEYRING


def test_a_locked_keyring_is_waited_for_and_nothing_is_made_meanwhile(machine: Machine):
    machine.keyring.failure = LOCKED
    store = machine.store()
    for _ in range(2):
        with pytest.raises(SecretStoreLockedError):
            store.load_or_create("history", 32)
    assert machine.files() == set()
    machine.keyring.failure = None
    key = store.load_or_create("history", 32)
    assert list(machine.keyring.entries.values()) == [key.hex()]


@pytest.mark.parametrize("failure", [MISSING, LOCKED])
def test_a_key_in_a_keyring_that_is_away_is_waited_for(machine: Machine, failure: SecretStoreError):
    key = machine.key()
    machine.keyring.failure = failure
    with pytest.raises(SecretStoreLockedError):
        machine.key()
    assert machine.files() == {"history.keyring"}
    machine.keyring.failure = None
    assert machine.key() == key


def test_a_key_that_is_gone_from_its_keyring_is_made_anew(machine: Machine):
    old = machine.key()
    machine.keyring.entries.clear()
    new = machine.key()
    assert new != old
    assert machine.key() == new
    assert len(machine.keyring.entries) == 1


def test_a_move_that_was_interrupted_is_finished(machine: Machine):
    machine.keyring.failure = MISSING
    key = machine.key()
    content = (machine.folder / "history.key").read_bytes()
    machine.keyring.failure = None
    machine.key()
    # As if the agent had been killed before it deleted the file.
    (machine.folder / "history.key").write_bytes(content)
    (machine.folder / "history.key").chmod(0o600)
    assert machine.key() == key
    assert machine.files() == {"history.keyring"}
    assert list(machine.keyring.entries.values()) == [key.hex()]


def test_two_homes_in_one_session_have_keys_of_their_own(tmp_path: Path):
    keyring = FakeKeyring()
    machines = [Machine(tmp_path / name, keyring) for name in ("one", "two")]
    for machine in machines:
        machine.folder.mkdir()
    keys = [machine.key() for machine in machines]
    assert keys[0] != keys[1]
    assert [machine.key() for machine in machines] == keys


def test_secrets_of_two_names_are_two(machine: Machine):
    store = machine.store()
    assert store.load_or_create("history", 32) != store.load_or_create("fingerprints", 32)
    assert len(store.load_or_create("short", 16)) == 16


def test_a_secret_is_looked_up_once(machine: Machine):
    store = machine.store()
    key = store.load_or_create("history", 32)
    machine.keyring.failure = LOCKED
    assert store.load_or_create("history", 32) == key


@pytest.mark.parametrize("content", ["", "00" * 31, "00" * 33, "zz" * 32])
def test_a_damaged_key_file_is_refused_without_being_quoted_or_replaced(machine: Machine, content: str):
    path = machine.folder / "history.key"
    path.write_text(content, encoding="ascii")
    path.chmod(0o600)
    with pytest.raises(SecretStoreError, match=r"history\.key holds no key of 32 bytes") as caught:
        machine.key()
    assert not content or content not in f"{caught.value!r} {caught.value}"
    assert path.read_text(encoding="ascii") == content


def test_a_damaged_keyring_entry_is_refused(machine: Machine):
    machine.key()
    for account in machine.keyring.entries:
        machine.keyring.entries[account] = "no key"
    with pytest.raises(SecretStoreError, match="The entry in the system keyring holds no key"):
        machine.key()


def test_a_key_file_that_others_can_read_is_refused(machine: Machine):
    machine.keyring.failure = MISSING
    machine.key()
    (machine.folder / "history.key").chmod(0o640)
    with pytest.raises(SecretStoreError, match="chmod 600"):
        machine.key()


@needs_root
def test_on_a_read_only_disk_no_key_is_made_and_the_keyring_stays_clean():
    with open_folder() as folder, as_nobody():
        machine = Machine(folder / "state")
        machine.folder.mkdir(mode=0o500)
        for failure in (None, MISSING):
            machine.keyring.failure = failure
            with pytest.raises(SecretStoreError, match="cannot be written"):
                machine.key()
        assert machine.keyring.entries == {}


def test_a_key_is_in_no_representation(machine: Machine):
    store = machine.store()
    key = store.load_or_create("history", 32)
    assert key.hex() not in repr(store)
    assert repr(key) not in repr(store)


# ---- with the real keyring -----------------------------------------------------------------------------------------


def test_from_no_keyring_to_a_real_one_to_a_locked_one_and_back(session: KeyringSession):
    folders = xdg_folders(session.env)
    folders.prepare()
    health = RecordingHealth()

    def key() -> bytes:
        return system_secret_store(folders, session.env, health).load_or_create("history", 32)

    first = key()
    assert health.open_codes == NO_KEYRING
    assert folders.key_file.exists()
    with session.keyring(unlocked=True):
        assert key() == first
        assert health.open_codes == set()
        assert not folders.key_file.exists()
        assert [secret for _, secret in session.items()] == [first.hex()]
        session.lock()
        with pytest.raises(SecretStoreLockedError):
            key()
    with pytest.raises(SecretStoreLockedError):
        key()
    with session.keyring(unlocked=True):
        assert key() == first
    assert health.reported == (HealthCode.NO_KEYRING,)
