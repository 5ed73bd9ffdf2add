"""The log file: private, small, and never a reason to stop."""

from __future__ import annotations

import logging
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.core.health import HealthCode
from agent.system.logs import open_log_file
from tests.fakes.health import RecordingHealth

_log = logging.getLogger("agent.test")


@pytest.fixture
def health() -> RecordingHealth:
    return RecordingHealth()


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """Every handler is gone afterwards, and the level is as it was."""
    root = logging.getLogger()
    before = (root.level, list(root.handlers))
    yield
    assert (root.level, list(root.handlers)) == before


def _modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def test_keeps_messages_of_info_and_above(tmp_path: Path, health: RecordingHealth):
    with open_log_file(tmp_path, health):
        _log.info("request %s: warned", "r1")
        _log.debug("a detail")
    _log.info("after the end")
    text = (tmp_path / "agent.log").read_text(encoding="utf-8")
    assert "INFO MainThread agent.test: request r1: warned" in text
    assert "detail" not in text
    assert "after the end" not in text
    assert health.reported == ()


def test_goes_on_where_the_last_agent_stopped(tmp_path: Path, health: RecordingHealth):
    for number in range(2):
        with open_log_file(tmp_path, health):
            _log.info("run %d", number)
    assert len((tmp_path / "agent.log").read_text(encoding="utf-8").splitlines()) == 2


def test_turns_over_before_it_is_large_and_stays_private(tmp_path: Path, health: RecordingHealth):
    with open_log_file(tmp_path, health):
        for _ in range(60):
            _log.info("x" * (100 << 10))
    modes = _modes(tmp_path)
    assert sorted(modes) == ["agent.log", "agent.log.1", "agent.log.2", "agent.log.3"]
    assert set(modes.values()) == {0o600}
    assert all(path.stat().st_size <= 1 << 20 for path in tmp_path.iterdir())


@pytest.mark.parametrize("has_folder", [False, True])
def test_a_file_that_cannot_be_opened_is_a_health_issue(tmp_path: Path, health: RecordingHealth, *, has_folder: bool):
    folder = tmp_path / "state"
    if has_folder:
        folder.mkdir()
        (folder / "agent.log").mkdir()
    with open_log_file(folder, health):
        _log.warning("the agent goes on")
    assert health.open_codes == {HealthCode.LOG_UNAVAILABLE}


def test_a_file_that_could_not_be_opened_at_first_is_written_later(tmp_path: Path, health: RecordingHealth):
    blocker = tmp_path / "agent.log"
    blocker.mkdir()
    with open_log_file(tmp_path, health):
        _log.warning("lost")
        assert health.open_codes == {HealthCode.LOG_UNAVAILABLE}
        blocker.rmdir()
        _log.warning("kept")
    assert health.open_codes == set()
    assert "kept" in blocker.read_text(encoding="utf-8")


def test_a_link_is_not_written_through(tmp_path: Path, health: RecordingHealth):
    (tmp_path / "agent.log").symlink_to(tmp_path / "victim")
    with open_log_file(tmp_path, health):
        _log.warning("not here")
    assert health.open_codes == {HealthCode.LOG_UNAVAILABLE}
    assert not (tmp_path / "victim").exists()


def test_a_disk_that_refuses_later_is_a_health_issue_and_nothing_on_stderr(
    tmp_path: Path, health: RecordingHealth, capfd: pytest.CaptureFixture[str]
):
    with open_log_file(tmp_path, health):
        _log.info("x" * (1000 << 10))
        # In the way of the turn-over.
        (tmp_path / "agent.log.2").touch()
        (tmp_path / "agent.log.3").mkdir()
        _log.info("y" * (100 << 10))
        assert health.open_codes == {HealthCode.LOG_UNAVAILABLE}
        (tmp_path / "agent.log.3").rmdir()
        _log.info("and on it goes")
    assert "and on it goes" in (tmp_path / "agent.log").read_text(encoding="utf-8")
    assert health.open_codes == frozenset()
    assert capfd.readouterr().err == ""


def test_the_level_of_others_comes_back(tmp_path: Path, health: RecordingHealth):
    before = logging.getLogger().level
    with open_log_file(tmp_path, health):
        assert logging.getLogger().level == logging.INFO
    assert logging.getLogger().level == before
