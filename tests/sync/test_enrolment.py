"""What enrolment leaves: read back as written, by its owner only, and silent about secrets."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.sync.enrolment import (
    Enrolment,
    EnrolmentProblem,
    EnrolmentProblemError,
    load_enrolment,
    parse_proxy,
    save_enrolment,
)
from agent.system.enrolment import ENROLMENT_FILE

_ENROLMENT = Enrolment(
    server="https://cordon.example.org",
    repository="https://cordon.example.org/repository",
    root_sha256="a" * 64,
    device_id="0" * 32,
    proxy=parse_proxy("http://ana:hidden@proxy:3128"),
    enrolled_at=datetime(2026, 1, 1, tzinfo=UTC),
)


def test_it_is_read_as_it_was_written(tmp_path: Path):
    save_enrolment(tmp_path, _ENROLMENT)
    found = load_enrolment(tmp_path)
    assert found == _ENROLMENT
    assert found.proxy is not None
    assert found.proxy.password.get_secret_value() == "hidden"
    assert (tmp_path / ENROLMENT_FILE).stat().st_mode & 0o777 == 0o600


def test_secrets_are_in_no_repr():
    assert "hidden" not in repr(_ENROLMENT)
    assert "ana" not in repr(_ENROLMENT)


def test_nothing_there_is_missing(tmp_path: Path):
    with pytest.raises(EnrolmentProblemError) as caught:
        load_enrolment(tmp_path)
    assert caught.value.problem is EnrolmentProblem.MISSING


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00", _ENROLMENT.to_bytes()[:-1], b"x" * (256 << 10)])
def test_what_is_damaged_is_not_taken_for_missing(tmp_path: Path, content: bytes):
    save_enrolment(tmp_path, _ENROLMENT)
    (tmp_path / ENROLMENT_FILE).write_bytes(content)
    with pytest.raises(EnrolmentProblemError) as caught:
        load_enrolment(tmp_path)
    assert caught.value.problem is EnrolmentProblem.UNREADABLE


def test_what_others_can_read_is_refused(tmp_path: Path):
    save_enrolment(tmp_path, _ENROLMENT)
    (tmp_path / ENROLMENT_FILE).chmod(0o644)
    with pytest.raises(EnrolmentProblemError) as caught:
        load_enrolment(tmp_path)
    assert caught.value.problem is EnrolmentProblem.UNREADABLE


def test_a_link_is_refused(tmp_path: Path):
    save_enrolment(tmp_path, _ENROLMENT)
    (tmp_path / ENROLMENT_FILE).rename(tmp_path / "elsewhere")
    (tmp_path / ENROLMENT_FILE).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(EnrolmentProblemError):
        load_enrolment(tmp_path)


@pytest.mark.parametrize(
    ("text", "address", "user", "password"),
    [
        ("http://proxy:3128", "http://proxy:3128", "", ""),
        ("http://proxy\n", "http://proxy:80", "", ""),
        ("http://ana:p%40w@proxy:1/", "http://proxy:1", "ana", "p@w"),
        ("http://[::1]:8080", "http://[::1]:8080", "", ""),
    ],
)
def test_a_proxys_line_is_read(text: str, address: str, user: str, password: str):
    found = parse_proxy(text)
    assert (found.address, found.user, found.password.get_secret_value()) == (address, user, password)


@pytest.mark.parametrize("text", ["", "proxy:3128", "https://proxy", "socks5://proxy", "http://p:x", "http://p/?q"])
def test_what_is_no_proxys_line_is_refused_and_not_quoted(text: str):
    with pytest.raises(ValueError, match=r"^no address of a proxy$"):
        parse_proxy(text)
