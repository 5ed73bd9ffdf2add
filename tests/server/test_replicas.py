"""Two replicas on one PostgreSQL behind a real nginx, with the configuration that is shipped."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from server.app import create_app
from server.repository.layout import target_file
from server.storage.roles import Role
from tests.server.command_line import ROOT
from tests.server.postgresql import PostgreSql
from tests.server.repository.organization import Organization, policy_text
from tests.server.world import DeviceClient, RunningApp, World
from tests.waiting import wait_until

CONFIGURATION = ROOT / "installer" / "linux" / "nginx-cordon.conf"


class Replicated(World):
    """Asked through nginx."""

    front = ""

    @property
    def address(self) -> str:
        """Nginx', once it runs."""
        return self.front or super().address


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


@contextmanager
def running_nginx(folder: Path, repository: Path, servers: list[str]) -> Iterator[str]:
    """Run nginx; returns its address."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(program).exists() and not os.environ.get("CI"):
        pytest.skip("nginx is not installed (installer/linux/system-packages.sh test)")
    port = free_port()
    filled = (
        CONFIGURATION.read_text()
        .replace("server @SERVER@;", " ".join(f"server {server} max_fails=1 fail_timeout=2s;" for server in servers))
        .replace("@LISTEN@", f"127.0.0.1:{port}")
        .replace("@NAME@", "localhost")
        .replace("@REPOSITORY@", str(repository))
    )
    (folder / "cordon.conf").write_text(filled)
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.geteuid() == 0 else ""  # reads the test's folder
    (folder / "nginx.conf").write_text(
        f"{user} daemon off; pid {folder}/nginx.pid; worker_processes 1; error_log {folder}/error.log;"
        f"events {{}} http {{ {temporary} include {folder}/cordon.conf; }}"
    )
    with subprocess.Popen([program, "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]) as process:
        try:
            wait_until(lambda: _answers(port), what="nginx")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


@pytest.fixture
def replicas(
    organization: Organization, postgresql: PostgreSql, postgresql_template: str, tmp_path: Path
) -> Iterator[tuple[Replicated, RunningApp]]:
    """The first replica, asked through nginx, and the second one."""
    organization.publish_global(policy_text("1"))
    nginx = tmp_path / "nginx"
    nginx.mkdir()
    with Replicated(organization, postgresql.new_database(postgresql_template)) as world:
        second = RunningApp(create_app(world.settings, clock=lambda: world.now))
        with second:
            servers = [world.address.removeprefix("http://"), second.address.removeprefix("http://")]
            with running_nginx(nginx, organization.path, servers) as front:
                world.front = front
                yield world, second


def test_replicas_are_one_server(replicas: tuple[Replicated, RunningApp]):
    world, _ = replicas
    client = world.device()
    assert [client.check_in(number).status for number in (1, 2, 3, 4)] == [200] * 4
    assert [client.check_in(number).status for number in (2, 4, 5)] == [409, 409, 200]
    assert len(world.admin(Role.OPERATOR, "GET", "/v1/admin/devices").json["items"]) == 1
    secret = world.token()
    clients = [DeviceClient(world=world) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(lambda each: each.enrol(secret).status, clients))
    assert statuses == [201] + [403] * 7


def test_files_come_from_nginx_and_only_devices_get_policies(replicas: tuple[Replicated, RunningApp]):
    world, _ = replicas
    signed = world.organization.folder.state().target("policy/policy.json")
    assert signed is not None
    target = "/repository/targets/" + target_file("policy/policy.json", signed.hashes["sha256"])
    client = world.device()
    answer = client.send("GET", target)
    assert (answer.status, answer.body) == (200, policy_text("1"))
    assert answer.headers["Server"] == "nginx"
    assert world.anybody("GET", target).status == 401
    assert client.send("GET", target, signed_target="/other").status == 401
    assert world.anybody("GET", "/internal/authorize").status == 404
    assert world.anybody("GET", "/repository/targets/..%2fwriting.lock").status in {400, 401, 404}
    first = world.anybody("GET", "/repository/metadata/timestamp.json")
    assert first.body == (world.organization.path / "metadata" / "timestamp.json").read_bytes()
    again = world.anybody("GET", "/repository/metadata/timestamp.json", If_None_Match=first.headers["ETag"])
    assert (again.status, again.body) == (304, b"")
    assert "immutable" in world.anybody("GET", "/repository/metadata/1.root.json").headers["Cache-Control"]


def test_one_replica_that_is_gone_is_passed_over(replicas: tuple[Replicated, RunningApp]):
    world, second = replicas
    client = world.device()
    second.stop()
    assert [client.check_in(number).status for number in range(1, 7)] == [200] * 6
