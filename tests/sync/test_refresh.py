"""Whatever a server, the network or a clock does: the trouble has its name, and the policy stays or gets newer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, Snapshot, Targets, Timestamp

from agent.core.sync import SyncTrouble
from agent.core.verdicts import Layer
from agent.fleet.assignment import AssignedUser, Assignment
from agent.sync.manifest import current_link, sets_folder, sync_folder, target_file
from tests.fakes.repository_server import RepositoryServer, Wrong
from tests.fakes.signed_repository import SignedRepository, policy_text
from tests.sync.device import DEVICE_ID, Device

_TIMESTAMP = "/repository/metadata/timestamp.json"
_DAY = timedelta(days=1)


def _publish(server: RepositoryServer, version: str) -> None:
    server.repository.publish(Layer.GLOBAL, policy_text(version))


def _newest(server: RepositoryServer, kind: str) -> str:
    """The path of the newest policy, snapshot, … as a device asks for it."""
    repository = server.repository
    paths = {
        "timestamp": _TIMESTAMP,
        "snapshot": f"/repository/metadata/{repository.snapshot.version}.snapshot.json",
        "targets": f"/repository/metadata/{repository.roles['targets'].version}.targets.json",
        "policy": f"/repository/{repository.target_address('policy/policy.json')}",
    }
    return paths[kind]


def test_a_new_policy_is_in_force_after_one_refresh(server: RepositoryServer, device: Device):
    _publish(server, "2")
    outcome = device.refresh()
    assert (outcome.trouble, outcome.is_changed, device.version()) == (None, True, "2")
    assert outcome.versions["targets"] == 3


def test_nothing_new_changes_nothing_and_clears_what_was_left(server: RepositoryServer, device: Device):
    before = device.policy_set()
    for name in (".new", ".left"):
        (sets_folder(device.state) / name / "targets").mkdir(parents=True)
    outcome = device.refresh()
    assert (outcome.trouble, outcome.is_changed) == (None, False)
    assert device.policy_set() == before
    assert [each.name for each in sets_folder(device.state).iterdir()] == ["1"]
    assert server.fetched() == ["/repository/metadata/2.root.json", _TIMESTAMP]


def test_a_fresh_timestamp_renews_the_set_and_fetches_no_file_again(server: RepositoryServer, device: Device):
    before = device.policy_set()
    server.repository.now += timedelta(hours=1)
    server.repository.renew()
    device.ahead = timedelta(hours=1)
    outcome = device.refresh()
    after = device.policy_set()
    assert (outcome.trouble, outcome.is_changed) == (None, False)
    assert after.fresh_until == before.fresh_until + timedelta(hours=1)
    assert not [path for path in server.fetched() if "/targets/" in path]
    assert after.layers[0].policy.samefile(before.layers[0].policy)


@pytest.mark.parametrize(
    ("kind", "wrong", "expected"),
    [
        ("timestamp", Wrong.TRUNCATED, SyncTrouble.UNREACHABLE),
        ("timestamp", Wrong.DRIPPING, SyncTrouble.UNREACHABLE),
        ("timestamp", Wrong.DRIPPING_HEADERS, SyncTrouble.UNREACHABLE),
        ("timestamp", Wrong.SILENT, SyncTrouble.UNREACHABLE),
        ("timestamp", Wrong.CLOSED, SyncTrouble.UNREACHABLE),
        ("timestamp", Wrong.ENDLESS, SyncTrouble.TOO_LARGE),
        ("timestamp", Wrong.GARBLED, SyncTrouble.SERVER_FAILED),
        ("timestamp", Wrong.REDIRECTED, SyncTrouble.SERVER_FAILED),
        ("timestamp", 500, SyncTrouble.SERVER_FAILED),
        ("timestamp", 404, SyncTrouble.SERVER_FAILED),
        ("timestamp", b"<html>sign in</html>", SyncTrouble.FORGED),
        ("timestamp", b"{}", SyncTrouble.FORGED),
        ("snapshot", b"{}", SyncTrouble.FORGED),
        ("snapshot", Wrong.ENDLESS, SyncTrouble.TOO_LARGE),
        ("snapshot", Wrong.TRUNCATED, SyncTrouble.UNREACHABLE),
        ("targets", b"{}", SyncTrouble.FORGED),
        ("targets", 503, SyncTrouble.SERVER_FAILED),
        ("policy", b"name: another", SyncTrouble.FORGED),
        ("policy", Wrong.ENDLESS, SyncTrouble.TOO_LARGE),
        ("policy", Wrong.TRUNCATED, SyncTrouble.UNREACHABLE),
        ("policy", Wrong.DRIPPING, SyncTrouble.UNREACHABLE),
        ("policy", Wrong.REDIRECTED, SyncTrouble.SERVER_FAILED),
        ("policy", 404, SyncTrouble.SERVER_FAILED),
        ("policy", 401, SyncTrouble.NOT_KNOWN),
        ("policy", 403, SyncTrouble.NOT_KNOWN),
    ],
)
def test_what_a_server_does_wrong_has_its_name_and_is_survived(
    server: RepositoryServer, device: Device, kind: str, wrong: Wrong | bytes | int, expected: SyncTrouble
):
    _publish(server, "2")
    server.wrong[_newest(server, kind)] = wrong
    device.request_s = 0.6
    outcome = device.refresh()
    assert (outcome.trouble, outcome.is_changed, device.version()) == (expected, False, "1")
    server.wrong.clear()
    device.request_s = 10.0
    assert device.trouble() is None
    assert device.version() == "2"


def test_a_body_of_the_right_length_with_another_content_is_forged(server: RepositoryServer, device: Device):
    _publish(server, "2")
    path = _newest(server, "policy")
    content = server.repository.files[path.removeprefix("/repository/")]
    server.wrong[path] = content.replace(b"block", b"audit")
    assert device.trouble() is SyncTrouble.FORGED
    assert device.version() == "1"


def _with_other_key(repository: SignedRepository) -> None:
    """The timestamp as somebody without the online key can sign it."""
    metadata = Metadata[Timestamp].from_bytes(repository.files["metadata/timestamp.json"])
    metadata.signed.version += 1
    metadata.sign(CryptoSigner.generate_ed25519())
    repository.files["metadata/timestamp.json"] = metadata.to_bytes()


def _with_online_key_for_targets(repository: SignedRepository) -> None:
    """Targets as a stolen server can sign them."""
    targets = repository.roles["targets"]
    targets.version += 1
    metadata: Metadata[Targets] = Metadata(targets)
    metadata.sign(repository.keys.online)
    repository.files[f"metadata/{targets.version}.targets.json"] = metadata.to_bytes()
    repository.snapshot.meta["targets.json"].version = targets.version
    repository.renew()


def _with_one_root_signature(repository: SignedRepository) -> None:
    repository.root.version += 1
    metadata = Metadata(repository.root)
    metadata.sign(repository.keys.root[0])
    repository.files[f"metadata/{repository.root.version}.root.json"] = metadata.to_bytes()


@pytest.mark.parametrize("forge", [_with_other_key, _with_online_key_for_targets, _with_one_root_signature])
def test_what_the_right_keys_have_not_signed_is_forged(
    server: RepositoryServer, device: Device, forge: Callable[[SignedRepository], None]
):
    forge(server.repository)
    assert device.trouble() is SyncTrouble.FORGED
    assert device.version() == "1"


def test_a_team_key_cannot_sign_another_teams_policy(server: RepositoryServer, device: Device):
    repository = server.repository
    repository.publish(Layer.TEAM, policy_text(layer=Layer.TEAM), name="sales")
    repository.add_team("legal")
    repository.assign(Assignment(device_id=DEVICE_ID, team="sales", issued_at=datetime.now(UTC)))
    assert device.trouble() is None
    loose = policy_text("stolen", layer=Layer.TEAM, action="audit").encode()
    repository.put("teams/sales/policy.json", loose, role="team-legal")
    repository.put("policy/policy.json", loose, role="team-legal")
    assert device.trouble() is None
    assert b"stolen" not in b"".join(layer.policy.read_bytes() for layer in device.policy_set().layers)


def test_an_older_state_is_rolled_back(server: RepositoryServer, device: Device):
    server.freeze()
    _publish(server, "2")
    old, server.frozen = server.frozen, None
    assert device.trouble() is None
    server.frozen = old
    assert device.trouble() is SyncTrouble.ROLLED_BACK
    assert device.version() == "2"
    server.frozen = None
    _publish(server, "3")
    assert device.trouble() is None
    assert device.version() == "3"


def test_an_older_state_is_refused_also_when_the_trusted_metadata_was_removed(server: RepositoryServer, device: Device):
    server.freeze()
    _publish(server, "2")
    old, server.frozen = server.frozen, None
    assert device.trouble() is None
    for file in (sync_folder(device.state) / "tuf").glob("*.json"):
        file.unlink()
    server.frozen = old
    assert device.trouble() is SyncTrouble.ROLLED_BACK
    assert device.version() == "2"


def test_an_older_snapshot_under_a_newer_timestamp_is_rolled_back(server: RepositoryServer, device: Device):
    repository = server.repository
    _publish(server, "2")
    assert device.trouble() is None
    repository.snapshot.meta["targets.json"].version -= 1
    repository.renew()
    assert device.trouble() is SyncTrouble.ROLLED_BACK
    assert device.version() == "2"


def test_a_policy_that_this_version_does_not_understand_is_unusable(server: RepositoryServer, device: Device):
    server.repository.put("policy/policy.json", b'{"name":"x","version":"2","rules":[{"id":"a","action":"teleport"}]}')
    assert device.trouble() is SyncTrouble.UNUSABLE
    assert device.version() == "1"


def test_a_team_layer_that_does_not_fit_the_global_one_is_unusable(server: RepositoryServer, device: Device):
    team = policy_text(layer=Layer.TEAM).replace("label: secret", "label: unheard_of")
    server.repository.publish(Layer.TEAM, team, name="sales")
    server.repository.assign(Assignment(device_id=DEVICE_ID, team="sales", issued_at=datetime.now(UTC)))
    outcome = device.refresh()
    assert outcome.trouble is SyncTrouble.UNUSABLE
    assert len(device.policy_set().layers) == 1


def test_a_repository_without_a_global_policy_is_unusable(server: RepositoryServer, device: Device):
    server.repository.remove("policy/")
    assert device.trouble() is SyncTrouble.UNUSABLE
    assert device.version() == "1"


def test_an_assignment_of_another_device_is_unusable(server: RepositoryServer, device: Device):
    other = Assignment(device_id="f" * 32, team="sales", issued_at=datetime.now(UTC))
    mine = Assignment(device_id=DEVICE_ID, issued_at=datetime.now(UTC))
    server.repository.assign(mine)
    for role, targets in server.repository.roles.items():
        for path in [path for path in targets.targets if path.startswith("devices/")]:
            server.repository.put(path, other.to_bytes(), role=role)
    assert device.trouble() is SyncTrouble.UNUSABLE


def test_layers_follow_the_assignment(server: RepositoryServer, device: Device):
    repository = server.repository
    repository.publish(Layer.TEAM, policy_text("t", layer=Layer.TEAM), name="sales")
    repository.publish(Layer.USER, policy_text("u", layer=Layer.USER), name="ana@example.org")
    repository.add_team("new", is_published=False)
    users = (AssignedUser(account="ana", user="ana@example.org", groups=("Sales",)),)
    repository.assign(Assignment(device_id=DEVICE_ID, team="sales", users=users, issued_at=datetime.now(UTC)))
    assert device.trouble() is None
    found = device.policy_set("ana")
    assert [layer.layer for layer in found.layers] == [Layer.GLOBAL, Layer.TEAM, Layer.USER]
    assert (found.team, found.groups) == ("sales", frozenset({"Sales"}))
    assert [layer.layer for layer in device.policy_set("guest").layers] == [Layer.GLOBAL, Layer.TEAM]
    repository.assign(Assignment(device_id=DEVICE_ID, team="new", issued_at=datetime.now(UTC)))
    assert device.trouble() is None
    assert [layer.layer for layer in device.policy_set("ana").layers] == [Layer.GLOBAL]
    assert device.policy_set("ana").team == "new"


def test_a_stored_file_that_was_changed_is_found_and_fetched_again(device: Device):
    folder = current_link(device.state).resolve()
    file = target_file(folder, "policy/policy.json")
    changed = file.read_bytes().replace(b"block", b"audit")
    file.write_bytes(changed)
    # Whoever changes the manifest as well is found by the signatures.
    manifest = json.loads((folder / "set.json").read_bytes())
    manifest["files"]["policy/policy.json"]["sha256"] = hashlib.sha256(changed).hexdigest()
    (folder / "set.json").write_text(json.dumps(manifest))
    outcome = device.refresh()
    assert (outcome.trouble, outcome.is_changed) == (SyncTrouble.FORGED, True)
    assert "stored" in outcome.detail
    assert b"block" in device.policy_set().layers[0].policy.read_bytes()
    assert device.trouble() is None


def test_a_server_that_is_gone_for_days_leaves_the_policy(server: RepositoryServer, device: Device):
    server.wrong[_TIMESTAMP] = Wrong.CLOSED
    device.ahead = 10 * _DAY
    outcome = device.refresh()
    assert (outcome.trouble, device.version()) == (SyncTrouble.UNREACHABLE, "1")
    server.wrong.clear()
    server.repository.now += 10 * _DAY
    _publish(server, "2")
    assert device.trouble() is None
    assert device.version() == "2"


def test_a_snapshot_type_is_no_timestamp(server: RepositoryServer, device: Device):
    metadata: Metadata[Snapshot] = Metadata(server.repository.snapshot)
    metadata.sign(server.repository.keys.online)
    server.wrong[_TIMESTAMP] = metadata.to_bytes()
    assert device.trouble() is SyncTrouble.FORGED
