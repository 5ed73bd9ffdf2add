"""What the status window is told to show."""

from datetime import datetime

from agent.core.health import Coverage, HealthCode
from gui.samples import sample_status
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


def test_employer_page_says_what_is_and_what_is_never_recorded():
    state = privacy_state()
    assert "nothing" in state.heading
    assert len(state.recorded) == len(state.never) == 3
