"""Health decides the tray's color."""

from datetime import datetime

import pytest

from agent.core.health import HealthCode
from agent.core.verdicts import Mode
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


def test_says_not_protected_only_when_every_channel_is_blind(now: datetime):
    partly = sample_status(now, issues=(HealthCode.HISTORY_UNAVAILABLE,))
    blind = sample_status(now, issues=(HealthCode.NO_DISPLAY,), is_blind=True)
    headlines = [protection(Link(state=LinkState.CONNECTED, status=each)).headline for each in (partly, blind)]
    assert headlines == ["Partly protected", "Not protected"]


def test_names_the_first_issue_and_counts_the_rest(now: datetime):
    status = sample_status(now, issues=(HealthCode.NO_KEYRING, HealthCode.HISTORY_CORRUPT))
    assert protection(Link(state=LinkState.CONNECTED, status=status)).text == "No system keyring and 1 more."


def test_monitoring_is_said(now: datetime):
    state = protection(Link(state=LinkState.CONNECTED, status=sample_status(now, mode=Mode.MONITOR)))
    assert "monitoring" in state.headline
    assert state.headline in state.tooltip
