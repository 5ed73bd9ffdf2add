"""`cordon server token|key|team`."""

from __future__ import annotations

import json
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from agent.fleet.enrolment import TOKEN_LIMIT_BYTES, EnrolmentToken
from agent.fleet.message import parse_message
from server.cli_access import parse_duration, write_secret
from server.cli_options import OptionError
from server.repository.folder import RepositoryFolder
from tests.server.command_line import invoke
from tests.server.repository.organization import Organization


@pytest.fixture
def data(organization: Organization, sqlite_url: str, tmp_path: Path) -> tuple[str, ...]:
    """Options of a folder with a repository and a database."""
    assert organization.path == tmp_path / "repository"
    assert sqlite_url.endswith(f"{tmp_path / 'server.db'}")
    return ("--data", str(tmp_path))


def test_a_token_is_a_file_that_only_its_owner_reads(data: tuple[str, ...], tmp_path: Path):
    assert invoke("team", "add", "berlin", *data).exit_code == 0
    file = tmp_path / "rollout.token"
    arguments = ("--server", "https://cordon.example.org/", "--uses", "5", "--team", "berlin", "--expires-in", "2w")
    made = invoke("token", "create", str(file), *data, *arguments)
    assert made.exit_code == 0, made.output
    token = parse_message(EnrolmentToken, file.read_bytes(), TOKEN_LIMIT_BYTES)
    assert (token.server, token.repository_address) == (
        "https://cordon.example.org",
        "https://cordon.example.org/repository",
    )
    assert token.root_sha256 == RepositoryFolder(tmp_path / "repository").root_fingerprint()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert token.secret.get_secret_value() not in made.output
    (listed,) = json.loads(invoke("token", "list", *data, "--format", "json").output)["tokens"]
    assert (listed["name"], listed["team"], listed["uses_left"]) == ("rollout", "berlin", 5)
    assert "good" in invoke("token", "list", *data).output
    assert invoke("token", "revoke", listed["id"], *data).exit_code == 0
    assert "revoked" in invoke("token", "list", *data).output


def test_no_file_is_written_over_and_no_token_left_behind(data: tuple[str, ...], tmp_path: Path):
    file = tmp_path / "rollout.token"
    file.write_text("precious")
    made = invoke("token", "create", str(file), *data, "--server", "https://cordon.example.org")
    assert isinstance(made.exception, OptionError)
    assert file.read_text() == "precious"
    bad = invoke("token", "create", str(tmp_path / "b.token"), *data, "--server", "nonsense")
    assert isinstance(bad.exception, OptionError)
    assert json.loads(invoke("token", "list", *data, "--format", "json").output)["tokens"] == []
    assert not (tmp_path / "b.token").exists()


def test_certificates_go_into_the_token(data: tuple[str, ...], tmp_path: Path):
    ca = tmp_path / "ca.pem"
    ca.write_text("nonsense")
    server = ("--server", "https://cordon.example.org", "--ca-file", str(ca))
    assert isinstance(invoke("token", "create", str(tmp_path / "a.token"), *data, *server).exception, OptionError)


def test_a_key_is_made_listed_and_revoked(data: tuple[str, ...], tmp_path: Path):
    file = tmp_path / "jane.key"
    made = invoke("key", "create", str(file), *data, "--owner", "jane.doe", "--role", "approver")
    assert made.exit_code == 0, made.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (listed,) = json.loads(invoke("key", "list", *data, "--format", "json").output)["keys"]
    assert (listed["name"], listed["owner"], listed["role"]) == ("jane", "jane.doe", "approver")
    assert invoke("key", "revoke", listed["id"], *data).exit_code == 0
    assert "revoked" in invoke("key", "list", *data).output
    other = invoke("key", "create", str(tmp_path / "x.key"), *data, "--owner", "x", "--role", "god")
    assert isinstance(other.exception, OptionError)


def test_teams_come_and_go(data: tuple[str, ...]):
    assert "Added" in invoke("team", "add", "berlin", *data).output
    assert "already" in invoke("team", "add", "berlin", *data).output
    assert json.loads(invoke("team", "list", *data, "--format", "json").output)["teams"] == [
        {"name": "berlin", "devices": 0, "users": 0}
    ]
    assert "berlin" in invoke("team", "list", *data).output
    assert invoke("team", "remove", "berlin", *data).exit_code == 0
    assert isinstance(invoke("team", "add", "Berlin!", *data).exception, OptionError)


@pytest.mark.parametrize(
    ("text", "lasts"),
    [
        ("30m", timedelta(minutes=30)),
        ("12h", timedelta(hours=12)),
        ("7d", timedelta(days=7)),
        ("4w", timedelta(weeks=4)),
    ],
)
def test_durations_are_read(text: str, lasts: timedelta):
    assert parse_duration(text) == lasts


@pytest.mark.parametrize("text", ["", "7", "0d", "-1d", "7y", "1.5h"])
def test_other_durations_are_refused(text: str):
    with pytest.raises(OptionError):
        parse_duration(text)


def test_a_secret_is_written_once(tmp_path: Path):
    write_secret(tmp_path / "a", b"x")
    with pytest.raises(OptionError):
        write_secret(tmp_path / "a", b"y")
    with pytest.raises(OptionError):
        write_secret(tmp_path / "none" / "a", b"y")
    assert (tmp_path / "a").read_bytes() == b"x"
