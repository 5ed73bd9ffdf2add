"""What the tray's menu offers, by state."""

from datetime import datetime

from gui.samples import sample_prompt, sample_status
from gui.viewmodels.link import Link, LinkState
from gui.viewmodels.tray_menu import CommandKind, tray_menu


def kinds(link: Link) -> list[CommandKind]:
    return [entry.command.kind for entry in tray_menu(link, ()) if entry.command is not None]


def test_running_agent_can_be_stopped_but_the_tray_alone_cannot_quit(now: datetime):
    offered = kinds(Link(state=LinkState.CONNECTED, status=sample_status(now)))
    assert CommandKind.STOP in offered
    assert CommandKind.QUIT not in offered
    assert CommandKind.START not in offered


def test_lost_agent_can_be_started():
    offered = kinds(Link(state=LinkState.LOST))
    assert CommandKind.START in offered
    assert CommandKind.QUIT in offered
    assert CommandKind.STOP not in offered


def test_first_line_says_the_state_and_does_nothing():
    first = tray_menu(Link(state=LinkState.LOST), ())[0]
    assert first.text == "Cordon: Not protected"
    assert first.command is None


def test_waiting_warnings_can_be_opened_and_hold_no_content(now: datetime):
    link = Link(state=LinkState.CONNECTED, status=sample_status(now))
    prompt = sample_prompt(now)
    opened = [each for each in tray_menu(link, (prompt,)) if each.command and each.command.prompt_id]
    assert [each.text for each in opened] == ["Open warning: Card number on your clipboard"]
    assert opened[0].command is not None
    assert opened[0].command.kind is CommandKind.WARNING
    assert opened[0].command.prompt_id == prompt.prompt_id
