"""`cordon server init|run|migrate`: real processes, from an empty folder to a device's assignment."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
import urllib3
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent.fleet.enrolment import TOKEN_LIMIT_BYTES, EnrolmentRequest, EnrolmentToken
from agent.fleet.message import parse_message
from agent.fleet.request_signature import public_key_text, sign_request
from agent.fleet.targets import device_path
from server.cli_options import OptionError
from server.repository.folder import RepositoryFolder
from tests.server.command_line import Running, ServerFolder, invoke, running
from tests.waiting import wait_until


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> ServerFolder:
    """Made ready."""
    made = ServerFolder(tmp_path_factory.mktemp("server"))
    result = made.init()
    assert result.exit_code == 0, result.output
    return made


def children(process: subprocess.Popen[bytes]) -> dict[str, int]:
    """Processes of ours by the program that they run."""
    found = {}
    for number in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
        command = Path(f"/proc/{number}/cmdline").read_bytes().split(b"\0")
        found[next((part.decode() for part in command if b":main" in part), "?")] = int(number)
    return found


def get(pool: urllib3.PoolManager, url: str, key: str = "") -> urllib3.BaseHTTPResponse:
    """Ask."""
    return pool.request(
        "GET", url, headers={"Authorization": f"Bearer {key}"} if key else {}, timeout=10, retries=False
    )


def enrol(pool: urllib3.PoolManager, token: EnrolmentToken) -> str:
    """Enrol a device by its token's file."""
    key = Ed25519PrivateKey.generate()
    public = public_key_text(key.public_key())
    message = EnrolmentRequest(secret=token.secret, public_key=public, os="linux", agent_version="1")
    body = message.to_bytes()
    headers = sign_request(key, public, method="POST", target="/v1/devices", body=body, at=datetime.now(UTC))
    answer = pool.request("POST", f"{token.server}/v1/devices", body=body, headers=headers, timeout=10, retries=False)
    assert answer.status == 201, answer.data
    return str(answer.json()["device_id"])


def test_a_device_that_enrols_has_its_assignment_within_seconds(folder: ServerFolder, tmp_path: Path):
    with (
        running(tmp_path / "log", "run", *folder.data, "--port", "0") as server,
        urllib3.PoolManager() as pool,
    ):
        file = tmp_path / "a.token"
        assert invoke("token", "create", str(file), *folder.data, "--server", server.address).exit_code == 0
        device_id = enrol(pool, parse_message(EnrolmentToken, file.read_bytes(), TOKEN_LIMIT_BYTES))
        repository = RepositoryFolder(folder.path / "repository")
        wait_until(lambda: repository.target_bytes(device_path(device_id)), what="the assignment", timeout_s=10)
        assert get(pool, f"{server.address}/health/ready").status == 200
        assert get(pool, f"{server.address}/v1/admin/summary", folder.key).json()["devices"] >= 1
        _its_processes_are_looked_after(server, pool)
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(20) == 0


def _its_processes_are_looked_after(server: Running, pool: urllib3.PoolManager) -> None:
    before = children(server.process)
    assert set(before) == {"server.worker:main", "server.signer.program:main"}
    os.kill(before["server.worker:main"], signal.SIGKILL)
    os.kill(before["server.signer.program:main"], signal.SIGKILL)
    wait_until(lambda: server.said.count("is ready") >= 4, what="both processes again", timeout_s=40)
    after = children(server.process)
    assert set(after) == set(before)
    assert set(after.values()).isdisjoint(before.values())
    assert get(pool, f"{server.address}/health/ready").status == 200


def test_two_web_processes_add_up_their_figures(folder: ServerFolder, tmp_path: Path):
    arguments = ("run", *folder.data, "--port", "0", "--workers", "2", "--no-signer")
    with running(tmp_path / "log", *arguments) as server:
        address = server.address
        for _ in range(12):
            with urllib3.PoolManager() as pool:
                assert get(pool, f"{address}/health/live").status == 200
        with urllib3.PoolManager() as pool:
            text = get(pool, f"{address}/metrics", folder.key).data.decode()
        assert 'cordon_http_requests_total{method="GET",route="/health/live",status="200"} 12.0' in text


def test_what_it_needs_is_said_and_it_ends(folder: ServerFolder, tmp_path: Path):
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("nonsense")
    tls = ("--tls-certificate", str(wrong), "--tls-key", str(wrong))
    with running(tmp_path / "log", "run", *folder.data, "--port", "0", "--no-signer", *tls) as server:
        assert server.process.wait(40) == 5
        assert "certificate or its key cannot be used" in server.said
    with running(tmp_path / "log2", "run", "--data", str(tmp_path / "new"), "--port", "0") as server:
        assert server.process.wait(40) == 5
        assert "no repository yet" in server.said
    assert isinstance(invoke("run", *folder.data, "--tls-key", str(wrong)).exception, OptionError)
    assert isinstance(invoke("signer", "--database", "sqlite://", "--repository", "x").exception, OptionError)


def test_a_folder_is_made_ready_once(folder: ServerFolder):
    assert stat.S_IMODE((folder.path / "first-operator.key").stat().st_mode) == 0o600
    assert isinstance(folder.init().exception, OptionError)


def test_a_database_is_migrated(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'a.db'}"
    assert "Migrated to" in invoke("migrate", "--database", url).output
    assert "already" in invoke("migrate", "--database", url).output
