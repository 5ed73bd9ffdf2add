"""A token becomes a device, or nothing at all happens."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from agent.core.sync import SyncTrouble
from agent.core.verdicts import Layer
from agent.fleet.enrolment import ENROLMENT_PATH
from agent.sync.enrolling import recover
from agent.sync.enrolment import load_enrolment, parse_proxy
from agent.sync.manifest import sync_folder
from agent.sync.stored import has_policy_set
from agent.sync.verification import verify_stored
from agent.system.enrolment import ENROLMENT_FILE
from tests.fakes.authority import Authority
from tests.fakes.proxy_server import ProxyServer
from tests.fakes.repository_server import RepositoryServer, Wrong
from tests.fakes.signed_repository import SignedRepository, policy_text
from tests.sync.device import DEVICE_ID, Device


@pytest.fixture
def new(tmp_path: Path) -> Device:
    return Device(tmp_path / "new")


def _files(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*"))


def test_a_device_is_enrolled_with_its_first_policy(server: RepositoryServer, new: Device):
    report = new.enroll(server.token())
    assert (report.sync.trouble, report.sync.is_changed, report.device_id) == (None, True, DEVICE_ID)
    enrolment = load_enrolment(new.state)
    assert (enrolment.server, enrolment.device_id) == (server.address, DEVICE_ID)
    assert new.version() == "1"
    assert verify_stored(new.state).generation == 1
    assert sorted(file.name for file in new.state.iterdir()) == [ENROLMENT_FILE, "sync"]
    assert new.trouble() is None


@pytest.mark.parametrize(
    ("path", "wrong", "expected"),
    [
        ("/repository/metadata/1.root.json", 404, SyncTrouble.SERVER_FAILED),
        ("/repository/metadata/timestamp.json", b"{}", SyncTrouble.FORGED),
        (ENROLMENT_PATH, 500, SyncTrouble.SERVER_FAILED),
        (ENROLMENT_PATH, b"{}", SyncTrouble.SERVER_FAILED),
        (ENROLMENT_PATH, Wrong.CLOSED, SyncTrouble.UNREACHABLE),
        (ENROLMENT_PATH, 403, SyncTrouble.NOT_KNOWN),
        ("policy", b"x", SyncTrouble.FORGED),
    ],
)
def test_whatever_goes_wrong_leaves_nothing(
    server: RepositoryServer, new: Device, path: str, wrong: Wrong | bytes | int, expected: SyncTrouble
):
    if path == "policy":
        path = f"/repository/{server.repository.target_address('policy/policy.json')}"
    server.wrong[path] = wrong
    assert new.enroll(server.token()).sync.trouble is expected
    assert _files(new.state) == []


def test_another_fingerprint_is_refused_and_uses_no_token_up(server: RepositoryServer, new: Device):
    report = new.enroll(server.token(root_sha256="a" * 64))
    assert report.sync.trouble is SyncTrouble.FORGED
    assert _files(new.state) == []
    assert server.tokens == {server.token().secret.get_secret_value(): 1}


def test_a_token_that_is_used_up_is_refused(server: RepositoryServer, new: Device, tmp_path: Path):
    Device(tmp_path / "first").enrolled(server.token())
    assert new.enroll(server.token()).sync.trouble is SyncTrouble.NOT_KNOWN
    assert _files(new.state) == []


def test_a_device_with_its_clock_far_off_can_enrol(server: RepositoryServer, new: Device):
    new.ahead = -timedelta(days=3)
    assert new.enroll(server.token()).sync.trouble is None


def test_an_enrolled_device_stays_what_it_is_unless_it_is_to_be_replaced(server: RepositoryServer, device: Device):
    server.tokens[server.token().secret.get_secret_value()] = 1
    before = load_enrolment(device.state)
    assert device.enroll(server.token()).sync.trouble is SyncTrouble.STORE_FAILED
    assert load_enrolment(device.state) == before
    server.next_device_id = "f" * 32
    assert device.enroll(server.token(), is_replacing=True).sync.trouble is None
    assert load_enrolment(device.state).device_id == "f" * 32
    assert device.policy_set().device_id == "f" * 32
    assert device.trouble() is None
    assert sorted(file.name for file in device.state.iterdir()) == [ENROLMENT_FILE, "sync"]


def test_a_device_may_move_to_another_organization(server: RepositoryServer, device: Device):
    other = SignedRepository()
    other.publish(Layer.GLOBAL, policy_text("other"))
    with RepositoryServer(other) as elsewhere:
        elsewhere.next_device_id = "e" * 32
        assert device.enroll(elsewhere.token(), is_replacing=True).sync.trouble is None
        assert device.version() == "other"
        assert device.trouble() is None
    assert server.check_ins == []


def test_a_replacement_that_fails_leaves_the_device_as_it_was(server: RepositoryServer, device: Device):
    before = _files(device.state)
    assert device.enroll(server.token(), is_replacing=True).sync.trouble is SyncTrouble.NOT_KNOWN
    assert _files(device.state) == before
    assert device.trouble() is None


@pytest.mark.parametrize("has_new_enrolment", [True, False])
def test_a_replacement_that_was_interrupted_is_finished_or_taken_back(
    server: RepositoryServer, device: Device, tmp_path: Path, *, has_new_enrolment: bool
):
    server.tokens[server.token().secret.get_secret_value()] = 1
    server.next_device_id = "f" * 32
    new = Device(tmp_path / "other").enrolled(server.token())
    sync_folder(device.state).rename(device.state / "sync.old")
    shutil.copytree(sync_folder(new.state), sync_folder(device.state), symlinks=True)
    if has_new_enrolment:
        shutil.copy(new.state / ENROLMENT_FILE, device.state / ENROLMENT_FILE)
    recover(device.state)
    assert not (device.state / "sync.old").exists()
    assert device.policy_set().device_id == load_enrolment(device.state).device_id
    assert load_enrolment(device.state).device_id == ("f" * 32 if has_new_enrolment else DEVICE_ID)
    assert device.trouble() is None


def test_a_replacement_that_ended_between_two_names_is_taken_back(device: Device):
    sync_folder(device.state).rename(device.state / "sync.old")
    recover(device.state)
    recover(device.state)
    assert has_policy_set(device.state)
    assert device.trouble() is None


def test_a_proxy_and_an_authority_are_used_from_the_first_request_on(new: Device, tmp_path: Path):
    authority = Authority()
    repository = SignedRepository()
    repository.publish(Layer.GLOBAL, policy_text())
    with RepositoryServer(repository, tls=authority.server_context(tmp_path)) as server, ProxyServer("a", "b") as proxy:
        chosen = parse_proxy(f"http://a:b@127.0.0.1:{proxy.port}")
        assert new.enroll(server.token(), proxy=chosen).sync.trouble is SyncTrouble.UNTRUSTED_SERVER
        assert _files(new.state) == []
        assert new.enroll(server.token(ca_pem=authority.pem), proxy=chosen).sync.trouble is None
        reached = len(proxy.reached)
        assert new.trouble() is None
        assert len(proxy.reached) == reached + 1


@pytest.mark.parametrize(("mode", "folder", "file"), [(0o755, 0o755, 0o644), (0o700, 0o700, 0o600)])
def test_files_are_as_open_as_the_state_folder_and_secrets_never(
    server: RepositoryServer, new: Device, mode: int, folder: int, file: int
):
    new.state.chmod(mode)
    assert new.enroll(server.token()).sync.trouble is None
    found = new.policy_set()

    def permissions(path: Path) -> int:
        return path.stat().st_mode & 0o777

    policy = found.layers[0].policy
    assert {permissions(each) for each in [*policy.parents][: [*policy.parents].index(new.state) + 1]} == {folder}
    assert {permissions(policy), permissions(found.folder / "set.json")} == {file}
    private = [new.state / ENROLMENT_FILE, new.state / "sync" / "device.key", new.state / "sync" / "memory.json"]
    assert {permissions(each) for each in private} == {0o600}
    assert permissions(new.state / "sync" / "tuf") == 0o700
