"""What the status window is told to show."""

from datetime import datetime

import pytest

from agent.core.health import Coverage, HealthCode
from agent.core.sync import SyncTrouble
from agent.ipc.messages import StatusResult
from gui.samples import sample_governed_status, sample_status
from gui.viewmodels.link import Link, LinkState
from gui.viewmodels.protection import Tone
from gui.viewmodels.status_view import coverage_legend, privacy_state, status_state


def test_issues_come_worst_first(now: datetime):
    codes = (HealthCode.CLIPBOARD_OWNER_SILENT, HealthCode.NO_KEYRING, HealthCode.HISTORY_UNAVAILABLE)
    link = Link(state=LinkState.CONNECTED, status=sample_status(now, issues=codes))
    tones = [row.tone for row in status_state(link, tray_version="1", now=now).issues]
    assert tones == [Tone.BAD, Tone.CAUTION, Tone.INFO]


def test_detail_of_an_issue_is_shown_with_its_text(now: datetime):
    status = sample_status(now, issues=(HealthCode.HISTORY_EVENTS_LOST,))
    detailed = status.health[0].with_fields({"detail": "3 events."})
    link = Link(state=LinkState.CONNECTED, status=status.with_fields({"health": (detailed,)}))
    assert status_state(link, tray_version="1", now=now).issues[0].text.endswith("3 events.")


def test_every_channel_has_its_row_and_reason(now: datetime):
    status = sample_status(now)
    first, *others = status.coverage
    status = status.with_fields({"coverage": (first.with_fields({"coverage": Coverage.HELD}), *others)})
    rows = status_state(Link(state=LinkState.CONNECTED, status=status), tray_version="1", now=now).coverage
    assert [row.why for row in rows] == [row.why for row in status.coverage]
    assert {row.coverage for row in rows} == {"Held", "Seen", "Blind"}


def test_without_status_nothing_is_claimed(now: datetime):
    state = status_state(Link(state=LinkState.LOST), tray_version="1.2", now=now)
    assert not state.is_known
    assert [*state.issues, *state.facts, *state.coverage] == []
    assert [fact.value for fact in state.about][:2] == ["Version 1.2", "not connected"]


def test_unknown_backend_is_shown_as_it_is(now: datetime):
    status = sample_status(now).with_fields({"clipboard_backend": "wayland"})
    facts = status_state(Link(state=LinkState.CONNECTED, status=status), tray_version="1", now=now).facts
    assert "wayland" in [fact.value for fact in facts]


def test_legend_names_all_three():
    assert all(word in coverage_legend() for word in ("Held", "Seen", "Blind"))


def test_employer_page_says_what_is_and_what_is_never_recorded(now: datetime):
    state = privacy_state(sample_status(now))
    assert "nothing" in state.heading
    assert len(state.recorded) == len(state.never) == 3


def test_employer_page_of_a_governed_device_names_the_server_and_how_to_see_all_of_it(now: datetime):
    state = privacy_state(sample_governed_status(now))
    assert "nothing" not in state.heading
    assert "https://cordon.example.com" in state.text
    assert "cordon sync sent" in state.text


def test_employer_page_of_a_governed_device_is_so_while_nobody_knows_the_server(now: datetime):
    state = privacy_state(sample_governed_status(now).with_fields({"sync": None}))
    assert "nothing" not in state.heading
    assert "your organization's server" in state.text


def test_employer_page_claims_nothing_while_nobody_answers():
    state = privacy_state(None)
    assert "nothing" not in state.heading
    assert "does not answer" in state.text


def _facts_of(status: StatusResult, now: datetime) -> dict[str, str]:
    state = status_state(Link(state=LinkState.CONNECTED, status=status), tray_version="1", now=now)
    return {fact.name: fact.value for fact in state.facts}


def test_a_governed_device_shows_who_signed_the_policy_and_the_last_sync(now: datetime):
    facts = _facts_of(sample_governed_status(now), now)
    assert facts["Policy"] == "Acme, version 12+3; signed by your organization"
    assert facts["Server"] == "https://cordon.example.com"
    assert "Last sync" in facts
    assert {"Server", "Last sync"}.isdisjoint(_facts_of(sample_status(now), now))


@pytest.mark.parametrize("trouble", SyncTrouble)
def test_each_trouble_has_its_words(now: datetime, trouble: SyncTrouble):
    shown = _facts_of(sample_governed_status(now, trouble=trouble), now)["Last sync"]
    assert len(shown.partition("; ")[2]) > 10


def test_a_missing_policy_is_not_called_signed(now: datetime):
    status = sample_governed_status(now, issues=(HealthCode.POLICY_MISSING,))
    assert "signed" not in _facts_of(status, now)["Policy"]


def test_before_the_first_sync_nothing_is_claimed(now: datetime):
    status = sample_governed_status(now)
    assert status.sync is not None
    waiting = status.with_fields({"sync": status.sync.with_fields({"succeeded_at": None})})
    assert _facts_of(waiting, now)["Last sync"] == "not since Cordon was started"
