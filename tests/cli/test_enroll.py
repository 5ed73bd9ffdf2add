"""`cordon enroll`: what is checked before anybody is asked; enrolling itself is in tests/test_fronts.py."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import Result

from agent.cli.enroll import EnrolmentRefusedError
from agent.fleet.enrolment import EnrolmentToken
from agent.machine import MachineStateError
from tests.cli.conftest import Home
from tests.fakes.policy_sets import StoredSets

SECRET = "secret-of-a-test"


def _state(home: Home) -> Path:
    return Path(home.env["HOME"]) / ".local/state/cordon"


@pytest.fixture
def token(tmp_path: Path) -> Path:
    """A token of a server that nobody runs."""
    file = tmp_path / "acme.token"
    _write(file)
    return file


def _write(file: Path, *, valid_for: timedelta = timedelta(days=1)) -> None:
    made = EnrolmentToken(
        server="http://127.0.0.1:9",
        root_sha256="0" * 64,
        secret=SecretStr(SECRET),
        expires_at=datetime.now(UTC) + valid_for,
    )
    file.write_bytes(made.to_bytes())
    file.chmod(0o600)


def _refused(done: Result) -> EnrolmentRefusedError:
    assert isinstance(done.exception, EnrolmentRefusedError), done.exception
    assert SECRET not in str(done.exception)
    return done.exception


def test_a_server_that_does_not_answer_leaves_everything_as_it_was(
    cordon: Callable[..., Result], home: Home, token: Path
):
    refused = _refused(cordon("enroll", "--token-file", str(token)))
    assert "the server does not answer" in refused.title
    assert "Nothing on this device has changed" in refused.hint
    assert not (_state(home) / "enrolment.json").exists()
    assert token.exists()


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"secret": "secret-of-a-test"}', b"x" * 100_000])
def test_what_is_no_token_is_refused(cordon: Callable[..., Result], token: Path, content: bytes):
    token.write_bytes(content)
    assert "no enrolment token" in _refused(cordon("enroll", "--token-file", str(token))).title


def test_an_expired_token_is_refused_before_anybody_is_asked(cordon: Callable[..., Result], token: Path):
    _write(token, valid_for=timedelta(seconds=-1))
    assert "has expired" in _refused(cordon("enroll", "--token-file", str(token))).title


def test_a_file_that_is_not_there_is_said(cordon: Callable[..., Result], tmp_path: Path):
    refused = _refused(cordon("enroll", "--token-file", str(tmp_path / "none.token")))
    assert refused.title == "none.token cannot be read"
    assert str(tmp_path) not in str(refused)


def test_a_token_that_others_can_read_is_worth_a_word(cordon: Callable[..., Result], token: Path):
    token.chmod(0o644)
    done = cordon("enroll", "--token-file", str(token))
    assert "Others on this device can read acme.token" in done.stderr


def test_a_device_that_is_enrolled_stays_so(cordon: Callable[..., Result], home: Home, token: Path):
    sets = StoredSets(_state(home))
    _state(home).mkdir(parents=True, mode=0o700)
    sets.enroll()
    before = (_state(home) / "enrolment.json").read_bytes()
    assert "enrolled already" in _refused(cordon("enroll", "--token-file", str(token))).title
    _refused(cordon("enroll", "--replace", "--token-file", str(token)))
    assert (_state(home) / "enrolment.json").read_bytes() == before


@pytest.mark.parametrize(
    ("line", "mode", "said"),
    [
        ("http://user:secret-of-a-test@proxy.example.com:3128", 0o644, "can read proxy.txt"),
        ("ftp://proxy.example.com", 0o600, "no address of a proxy"),
        ("", 0o600, "no address of a proxy"),
    ],
)
def test_a_proxy_comes_from_a_file_of_one_s_own(
    cordon: Callable[..., Result], token: Path, tmp_path: Path, line: str, mode: int, said: str
):
    file = tmp_path / "proxy.txt"
    file.write_text(line)
    file.chmod(mode)
    refused = _refused(cordon("enroll", "--token-file", str(token), "--proxy-file", str(file)))
    assert said in refused.title


def test_a_folder_of_one_s_own_goes_with_a_machine_only(cordon: Callable[..., Result], token: Path, tmp_path: Path):
    assert cordon("enroll", "--token-file", str(token), "--state", str(tmp_path)).exit_code == 2


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become nobody")
def test_only_root_enrolls_for_all_users(cordon: Callable[..., Result], token: Path):
    os.seteuid(65534)
    try:
        done = cordon("enroll", "--machine", "--token-file", str(token))
    finally:
        os.seteuid(0)
    assert "Only root" in _refused(done).title


def test_a_folder_for_all_users_can_be_read_by_them_whatever_the_umask(
    cordon: Callable[..., Result], token: Path, tmp_path: Path
):
    before = os.umask(0o077)
    try:
        done = cordon("enroll", "--machine", "--state", str(tmp_path / "machine"), "--token-file", str(token))
    finally:
        os.umask(before)
    assert "the server does not answer" in _refused(done).title
    assert stat.S_IMODE((tmp_path / "machine").stat().st_mode) == 0o755


def test_a_folder_that_others_may_write_to_is_refused(cordon: Callable[..., Result], token: Path, tmp_path: Path):
    (tmp_path / "machine").mkdir()
    (tmp_path / "machine").chmod(0o777)
    done = cordon("enroll", "--machine", "--state", str(tmp_path / "machine"), "--token-file", str(token))
    assert isinstance(done.exception, MachineStateError)
