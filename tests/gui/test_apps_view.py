"""What the page of AI tools says, and what a notification does."""

from __future__ import annotations

from datetime import datetime

import pytest

from agent.core.apps import Evidence
from agent.core.gestures import DestinationKind, DestinationStatus
from agent.ipc.app_messages import AppListResult
from agent.ipc.prompt_messages import AppNotice
from gui.samples import sample_apps
from gui.viewmodels.apps_view import app_notice, apps_state
from gui.viewmodels.protection import Tone
from gui.viewmodels.warning import NOTICE_LIMIT


def test_each_tool_is_one_row_in_words(now: datetime):
    running, *_, plug_in = apps_state(sample_apps(now), now=now).rows
    assert (running.name, running.subtitle) == ("Claude Code", "Anthropic, coding agent")
    assert (running.status, running.status_tone, running.now) == ("Approved", Tone.GOOD, "Running")
    assert running.history == "First seen: 28 Feb, 12:42 · Last used: Today, 15:30"
    assert running.known_by == "Known by: what an interpreter runs"
    assert running.spoken == f"Claude Code: Approved. Running. {running.history}"
    assert (plug_in.now, plug_in.is_running) == ("Installed", False)
    assert plug_in.history.endswith("Not seen in use")


def test_a_tool_that_is_neither_running_nor_installed_says_nothing_of_now(now: datetime):
    seen = apps_state(sample_apps(now), now=now).rows[2]
    assert (seen.name, seen.now) == ("ChatGPT", "")
    assert "  " not in seen.spoken.replace(".  ", "")


@pytest.mark.parametrize("status", DestinationStatus)
@pytest.mark.parametrize("kind", DestinationKind)
def test_every_status_and_kind_is_shown(now: datetime, status: DestinationStatus, kind: DestinationKind):
    app = sample_apps(now).apps[0].with_fields({"status": status, "kind": kind, "evidence": tuple(Evidence)})
    (row,) = apps_state(AppListResult(apps=(app,)), now=now).rows
    assert row.status
    assert "_" not in row.subtitle + row.known_by + row.status


def test_the_whole_is_counted_and_says_what_cannot_be_seen(now: datetime):
    whole = sample_apps(now)
    assert (apps_state(whole, now=now).count, apps_state(whole, now=now).note) == ("4 tools", "")
    one = AppListResult(apps=whole.apps[:1], sees_processes=False)
    assert apps_state(one, now=now).count == "1 tool"
    assert "does not let Cordon see" in apps_state(one, now=now).note


def test_a_notification_names_the_tool_and_the_alternative():
    told = app_notice(AppNotice(destination_id="ollama", destination_name="Ollama", alternative="Jan"))
    assert told.title == "Ollama is not approved"
    assert "Jan is approved" in told.text
    assert not told.has_redacted
    alone = app_notice(AppNotice(destination_id="ollama", destination_name="Ollama"))
    assert alone.text == "Your organization has not approved it. Nothing was stopped."


def test_a_notification_is_short_whatever_a_catalogue_says():
    told = app_notice(AppNotice(destination_id="x", destination_name="x" * 200, alternative="y" * 200))
    assert len(told.title) <= NOTICE_LIMIT
    assert len(told.text) <= NOTICE_LIMIT
