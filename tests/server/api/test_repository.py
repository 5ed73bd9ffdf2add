"""The repository's files: public ones to anybody, others to devices; nothing but files of the repository."""

from __future__ import annotations

from typing import Any

import pytest

from agent.fleet.request_signature import sign_request
from agent.fleet.targets import device_path
from server.repository.layout import target_file
from tests.server.repository.organization import policy_text
from tests.server.world import DeviceClient, World


def policy_target(world: World) -> str:
    """Where the global policy lies."""
    signed = world.organization.folder.state().target("policy/policy.json")
    assert signed is not None
    return "/repository/targets/" + target_file("policy/policy.json", signed.hashes["sha256"])


@pytest.fixture
def published(world: World) -> World:
    """With a policy."""
    world.organization.publish_global(policy_text("1"))
    return world


def test_metadata_is_for_anybody(published: World):
    answer = published.anybody("GET", "/repository/metadata/1.root.json")
    assert answer.body == (published.organization.path / "metadata" / "1.root.json").read_bytes()
    assert "immutable" in answer.headers["Cache-Control"]
    assert published.anybody("HEAD", "/repository/metadata/1.root.json").status == 200


def test_a_timestamp_that_has_not_changed_is_not_sent_again(published: World):
    first = published.anybody("GET", "/repository/metadata/timestamp.json")
    again = published.anybody("GET", "/repository/metadata/timestamp.json", If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    assert sum(len(name) + len(value) + 4 for name, value in again.headers.items()) < 1024
    published.organization.publish_global(policy_text("2"))
    changed = published.anybody("GET", "/repository/metadata/timestamp.json", If_None_Match=first.headers["ETag"])
    assert (changed.status, changed.body != first.body) == (200, True)


def test_a_policy_is_for_devices_only(published: World):
    target = policy_target(published)
    assert published.anybody("GET", target).status == 401
    client = published.device()
    answer = client.send("GET", target)
    assert (answer.status, answer.body) == (200, policy_text("1"))
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert DeviceClient(world=published, device_id="0" * 32).send("GET", target).status == 401
    assert client.send("GET", target, signed_target="/repository/targets/other").status == 401


@pytest.mark.parametrize(
    "target",
    [
        "/repository/metadata/9.root.json",
        "/repository/metadata/..%2Fserver.db",
        "/repository/metadata/writing.lock",
        "/repository/targets/../../server.db",
        "/repository/targets/%2e%2e/%2e%2e/server.db",
        "/repository/targets/policy/policy.json",
        f"/repository/targets/catalogue/{'0' * 64}.catalogue.json",
        f"/repository/targets/catalogue/..%2f..%2f{'0' * 64}.x",
    ],
)
def test_nothing_else_is_there(published: World, target: str):
    assert published.device().send("GET", target).status == 404


def test_an_assignment_is_for_its_own_device_only(published: World):
    one, other = published.device(), published.device()
    published.sign()
    folder = published.organization.path / "targets" / "devices"
    paths = {
        each.device_id: f"/repository/targets/devices/{file.name}"
        for each in (one, other)
        for file in folder.iterdir()
        if file.name.endswith(device_path(each.device_id).partition("/")[2])
    }
    assert len(set(paths.values())) == 2
    for reader in (one, other):
        for owner, path in paths.items():
            expected = 200 if owner == reader.device_id else 404
            assert reader.send("GET", path).status == expected
            asked = published.anybody(
                "GET",
                "/internal/authorize",
                X_Original_URI=path,
                X_Original_Method="GET",
                **dict[str, Any](_signed(published, reader, path)),
            )
            assert asked.status == (204 if owner == reader.device_id else 404)


def test_a_file_host_may_ask_who_may_read(published: World):
    target = policy_target(published)
    client = published.device()

    def ask(device: DeviceClient | None, original: str) -> int:
        signed: dict[str, Any] = {} if device is None else _signed(published, device, original)
        return published.anybody(
            "GET", "/internal/authorize", X_Original_URI=original, X_Original_Method="GET", **signed
        ).status

    assert ask(client, target) == 204
    assert ask(None, target) == 401
    assert ask(None, f"/repository/targets/catalogue/{'0' * 64}.catalogue.json") == 204
    assert ask(client, "/repository/targets/../server.db") == 404
    assert ask(client, "/v1/admin/devices") == 404


def _signed(world: World, device: DeviceClient, target: str) -> dict[str, str]:
    headers = sign_request(device.key, device.device_id, method="GET", target=target, body=b"", at=world.now)
    return {name.replace("-", "_"): value for name, value in headers.items()}
