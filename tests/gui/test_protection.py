"""Health decides the tray's color."""

from datetime import datetime

import pytest

from agent.core.gestures import Channel
from agent.core.health import HealthCode
from agent.core.verdicts import Mode
from agent.ipc.messages import CoverageModel
from agent.service.coverage import channel_coverage
from gui.samples import sample_status
from gui.viewmodels.link import Link, LinkState
from gui.viewmodels.protection import Tone, protection


@pytest.mark.parametrize(
    ("issues", "is_blind", "tone"),
    [
        ((), False, Tone.GOOD),
        ((HealthCode.CLIPBOARD_OWNER_SILENT,), False, Tone.GOOD),
        ((HealthCode.NO_KEYRING,), False, Tone.CAUTION),
        ((HealthCode.NO_KEYRING, HealthCode.HISTORY_UNAVAILABLE), False, Tone.BAD),
        ((), True, Tone.BAD),
        ((HealthCode.NO_DISPLAY,), True, Tone.BAD),
    ],
)
def test_color_follows_the_worst_issue(issues: tuple[HealthCode, ...], is_blind: bool, tone: Tone, now: datetime):
    state = protection(Link(state=LinkState.CONNECTED, status=sample_status(now, issues=issues, is_blind=is_blind)))
    assert state.tone is tone
    assert state.can_stop
    assert not state.can_start


@pytest.mark.parametrize(
    ("link_state", "tone", "can_start"),
    [
        (LinkState.CONNECTING, Tone.NEUTRAL, False),
        (LinkState.LOST, Tone.BAD, True),
        (LinkState.REFUSED, Tone.BAD, False),
    ],
)
def test_without_an_agent_nobody_is_called_protected(link_state: LinkState, tone: Tone, can_start: bool):
    state = protection(Link(state=link_state))
    assert state.tone is tone
    assert state.can_start is can_start
    assert not state.can_stop


def coverage(*issues: HealthCode, backend: str = "x11") -> tuple[CoverageModel, ...]:
    """Return what the agent says about its channels."""
    rows = channel_coverage(health=issues, backend=backend, can_warn=True)
    return tuple(CoverageModel(channel=Channel(row.channel), coverage=row.coverage, why=row.why) for row in rows)


@pytest.mark.parametrize(
    ("issues", "backend", "headline"),
    [
        ((), "x11", "Protected"),
        ((HealthCode.HISTORY_UNAVAILABLE,), "x11", "Partly protected"),
        ((HealthCode.NO_DISPLAY,), "none", "Not protected"),
        ((HealthCode.DISPLAY_LOST,), "x11", "Not protected"),
        ((), "none", "Not protected"),
    ],
)
def test_says_not_protected_only_when_every_channel_is_blind(
    now: datetime, issues: tuple[HealthCode, ...], backend: str, headline: str
):
    rows = coverage(*issues, backend=backend)
    status = sample_status(now, issues=issues).with_fields({"coverage": rows})
    assert protection(Link(state=LinkState.CONNECTED, status=status)).headline == headline


def test_command_line_alone_protects_nobody(now: datetime):
    rows = tuple(row for row in coverage() if row.channel is not Channel.CLIPBOARD)
    status = sample_status(now).with_fields({"coverage": rows})
    assert protection(Link(state=LinkState.CONNECTED, status=status)).tone is Tone.BAD


def test_names_the_first_issue_and_counts_the_rest(now: datetime):
    status = sample_status(now, issues=(HealthCode.NO_KEYRING, HealthCode.HISTORY_CORRUPT))
    assert protection(Link(state=LinkState.CONNECTED, status=status)).text == "No system keyring and 1 more."


def test_monitoring_is_said(now: datetime):
    state = protection(Link(state=LinkState.CONNECTED, status=sample_status(now, mode=Mode.MONITOR)))
    assert "monitoring" in state.headline
    assert state.headline in state.tooltip
