"""The main job: what a person copies and takes to an AI app is judged, told and recorded, and nothing of it is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.canary import files_that_hold
from tests.e2e.desktop import Desktop
from tests.e2e.installed import Cordon, warnings_on_screen
from tests.waiting import wait_until

pytestmark = pytest.mark.e2e

CARD = "4111 1111 1111 1111"


def kept_folders(desktop: Desktop) -> tuple[Path, ...]:
    """Everything that a program of the person may write to."""
    return (desktop.home, Path(desktop.env["XDG_RUNTIME_DIR"]))


def test_warns_within_a_second_and_records_once_when_a_card_number_meets_an_ai_app(desktop: Desktop, cordon: Cordon):
    desktop.start(str(cordon.program), "run")
    cordon.wait_running(with_tray=True)
    editor = desktop.open_window("Notes")
    chat = desktop.open_window("ChatGPT")
    desktop.focus(editor)
    desktop.copy(f"please charge {CARD} today")

    desktop.focus(chat)
    wait_until(lambda: warnings_on_screen(desktop), what="a warning on screen", timeout_s=1.0)
    desktop.paste()
    wait_until(lambda: CARD in desktop.received(chat), what="the paste")

    (event,) = wait_until(cordon.events, what="the event")
    assert event["destination_id"] == "chatgpt"
    assert event["entities"] == [{"entity": "CREDIT_CARD", "count": 1}]
    assert event["label"]["name"] == "restricted"
    assert event["action"] == "redact"
    assert event["disposition"] in {"warned", "acknowledged"}
    assert CARD not in str(event)
    needles = (CARD, CARD.replace(" ", ""), "please charge")
    assert cordon.call("stop").exit_code == 0
    assert files_that_hold(needles, kept_folders(desktop)) == []


def test_shows_and_records_nothing_for_ordinary_text(desktop: Desktop, cordon: Cordon):
    desktop.start(str(cordon.program), "run")
    cordon.wait_running(with_tray=True)
    editor = desktop.open_window("Notes")
    chat = desktop.open_window("ChatGPT")
    desktop.focus(editor)
    desktop.copy("the quick brown fox reads a book about gardens")

    desktop.focus(chat)
    desktop.paste()
    wait_until(lambda: "gardens" in desktop.received(chat), what="the paste")
    # What comes after it was judged after it: a card number in another AI app, whose event must be the only one.
    desktop.focus(editor)
    desktop.copy(CARD)
    other_chat = desktop.open_window("Perplexity")
    desktop.focus(other_chat)

    (event,) = wait_until(cordon.events, what="the second event")
    assert event["destination_id"] == "perplexity"


def test_shows_nothing_when_a_card_number_is_pasted_elsewhere(desktop: Desktop, cordon: Cordon):
    desktop.start(str(cordon.program), "run")
    cordon.wait_running(with_tray=True)
    editor = desktop.open_window("ChatGPT notes.txt - Mousepad")
    desktop.copy(CARD)

    desktop.focus(editor)
    desktop.paste()
    wait_until(lambda: CARD in desktop.received(editor), what="the paste")

    assert warnings_on_screen(desktop) == ()
    assert cordon.events() == []
