"""The capability matrix, case by case."""

from __future__ import annotations

import pytest

from agent.core import Channel
from agent.core.health import HEALTH_ISSUES, ChannelCoverage, Coverage, HealthCode
from agent.service.coverage import channel_coverage


def row(channel: Channel, *codes: HealthCode, backend: str = "x11", can_warn: bool = True) -> ChannelCoverage:
    rows = channel_coverage(health=codes, backend=backend, can_warn=can_warn)
    return next(each for each in rows if each.channel == channel)


@pytest.mark.parametrize("backend", ["x11", "polling", "none"])
def test_every_channel_has_one_row_and_a_reason(backend: str):
    rows = channel_coverage(health=(), backend=backend, can_warn=True)
    assert [each.channel for each in rows] == list(Channel)
    assert all(each.why.endswith(".") for each in rows)


@pytest.mark.parametrize(
    ("backend", "can_warn", "coverage", "words"),
    [
        ("x11", True, Coverage.SEEN, ["Every copy is judged", "you are warned", "not held"]),
        ("x11", False, Coverage.SEEN, ["Every copy is judged", "nobody is warned"]),
        ("polling", True, Coverage.SEEN, ["twice a second", "you are warned"]),
        ("polling", False, Coverage.SEEN, ["twice a second", "nobody is warned"]),
        ("none", True, Coverage.BLIND, ["no background program"]),
    ],
)
def test_the_clipboard_is_what_its_sensor_can_do(backend: str, *, can_warn: bool, coverage: Coverage, words: list[str]):
    clipboard = row(Channel.CLIPBOARD, backend=backend, can_warn=can_warn)
    assert clipboard.coverage is coverage
    assert [word for word in words if word not in clipboard.why] == []


@pytest.mark.parametrize(
    "code",
    [
        HealthCode.NO_DISPLAY,
        HealthCode.DISPLAY_LOST,
        HealthCode.CLIPBOARD_BLIND,
        HealthCode.ACTIVE_WINDOW_BLIND,
    ],
)
def test_the_clipboard_is_blind_with_what_makes_it_so(code: HealthCode):
    clipboard = row(Channel.CLIPBOARD, HealthCode.NO_KEYRING, code)
    assert clipboard.coverage is Coverage.BLIND
    assert clipboard.why.startswith(HEALTH_ISSUES[code].title)


def test_the_cause_is_named_before_the_consequence():
    clipboard = row(Channel.CLIPBOARD, HealthCode.CLIPBOARD_BLIND, HealthCode.NO_DISPLAY)
    assert clipboard.why.startswith(HEALTH_ISSUES[HealthCode.NO_DISPLAY].title)


@pytest.mark.parametrize("code", [HealthCode.NO_KEYRING, HealthCode.HISTORY_UNAVAILABLE, HealthCode.GUI_NOT_RUNNING])
def test_other_trouble_blinds_no_channel(code: HealthCode):
    assert row(Channel.CLIPBOARD, code).coverage is Coverage.SEEN


@pytest.mark.parametrize(
    ("channel", "coverage"),
    [
        (Channel.PRIMARY_SELECTION, Coverage.BLIND),
        (Channel.DRAG_AND_DROP, Coverage.BLIND),
        (Channel.BROWSER, Coverage.BLIND),
        (Channel.FILE_UPLOAD, Coverage.BLIND),
        (Channel.AI_APP, Coverage.BLIND),
        (Channel.COMMAND_LINE, Coverage.SEEN),
    ],
)
def test_nothing_is_claimed_that_is_not_built(channel: Channel, coverage: Coverage):
    assert row(channel).coverage is coverage


def test_apps_are_known_unless_processes_cannot_be_read():
    assert "cordon apps list" in row(Channel.AI_APP).why
    unreadable = row(Channel.AI_APP, HealthCode.PROCESSES_UNREADABLE)
    assert unreadable.why.startswith(HEALTH_ISSUES[HealthCode.PROCESSES_UNREADABLE].title)
    assert "windows only" in unreadable.why
