"""The inherited channel: prompts in, answers out, and the end of the agent."""

from __future__ import annotations

import os
import select
import socket
from collections.abc import Iterator
from datetime import datetime

import pytest
from pytestqt.qtbot import QtBot

from agent.core.verdicts import Disposition
from agent.ipc.codec import Notification, Request, Response, encode_message
from agent.ipc.messages import GuiShowParams, GuiWindow
from agent.ipc.prompt_messages import AppNotice, PromptChoice, PromptWithdraw
from agent.ipc.wire import WireModel
from gui.client.prompt_channel import PromptChannel
from gui.samples import sample_prompt
from tests.gui.test_connection import read_request

Ends = tuple[PromptChannel, socket.socket]


@pytest.fixture
def ends() -> Iterator[Ends]:
    """A channel, and the agent's end of it."""
    ours, theirs = socket.socketpair()
    os.set_inheritable(ours.fileno(), True)  # noqa: FBT003 - the standard library takes it by position
    channel = PromptChannel(ours.detach())
    theirs.settimeout(5)
    yield channel, theirs
    channel.close()
    theirs.close()
    channel.deleteLater()


def tell(theirs: socket.socket, method: str, params: WireModel) -> None:
    theirs.sendall(encode_message(Notification(method=method, params=params.to_json())))


def test_descriptor_is_not_passed_on():
    ours, theirs = socket.socketpair()
    with theirs:
        descriptor = ours.detach()
        os.set_inheritable(descriptor, True)  # noqa: FBT003 - the standard library takes it by position
        channel = PromptChannel(descriptor)
        assert not os.get_inheritable(descriptor)
        channel.close()
        channel.deleteLater()


def test_prompts_windows_and_withdrawals_are_announced(ends: Ends, qtbot: QtBot, now: datetime):
    channel, theirs = ends
    prompt = sample_prompt(now)
    with qtbot.waitSignal(channel.prompt_shown) as shown:
        tell(theirs, "prompt.show", prompt)
    with qtbot.waitSignal(channel.prompt_withdrawn) as withdrawn:
        tell(theirs, "prompt.withdraw", PromptWithdraw(prompt_id="p"))
    with qtbot.waitSignal(channel.window_requested) as wanted:
        tell(theirs, "window.show", GuiShowParams(window=GuiWindow.HISTORY))
    assert (shown.args, withdrawn.args, wanted.args) == ([prompt], ["p"], [GuiWindow.HISTORY])


def test_answer_travels_and_its_disposition_comes_back(ends: Ends, qtbot: QtBot):
    channel, theirs = ends
    told: list[Disposition] = []
    channel.answer("p", PromptChoice.REDACTED, told.append)
    request = answered(theirs, qtbot)
    assert request.params == {"prompt_id": "p", "choice": "redacted"}
    theirs.sendall(encode_message(Response(id=request.id, result={"disposition": "redacted"})))
    qtbot.waitUntil(lambda: bool(told))
    assert told == [Disposition.REDACTED]


def answered(theirs: socket.socket, qtbot: QtBot) -> Request:
    """Return the answer that the event loop sends."""
    qtbot.waitUntil(lambda: bool(select.select([theirs], [], [], 0)[0]))
    return read_request(theirs)


@pytest.mark.parametrize("result", [{}, {"disposition": "eaten"}])
def test_answer_that_is_not_understood_counts_as_failed(ends: Ends, qtbot: QtBot, result: dict[str, object]):
    channel, theirs = ends
    told: list[Disposition] = []
    channel.answer("p", PromptChoice.REDACTED, told.append)
    request = answered(theirs, qtbot)
    theirs.sendall(encode_message(Response(id=request.id, result=result)))
    qtbot.waitUntil(lambda: bool(told))
    assert told == [Disposition.FAILED]


def test_unreadable_prompt_is_answered_not_shown(ends: Ends, qtbot: QtBot, now: datetime):
    channel, theirs = ends
    body = sample_prompt(now).to_json() | {"action": "explode"}
    with qtbot.assertNotEmitted(channel.prompt_shown):
        theirs.sendall(encode_message(Notification(method="prompt.show", params=body)))
        request = answered(theirs, qtbot)
    assert request.params == {"prompt_id": "sample-card", "choice": "not_shown"}


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("prompt.show", {}),
        ("prompt.show", {"prompt_id": ["x"]}),
        ("prompt.withdraw", {"prompt_id": 3}),
        ("window.show", {"window": "wardrobe"}),
        ("prompt.unheard_of", {}),
    ],
)
def test_malformed_notifications_are_skipped(
    ends: Ends, qtbot: QtBot, method: str, params: dict[str, object], now: datetime
):
    channel, theirs = ends
    with qtbot.waitSignal(channel.prompt_shown):
        theirs.sendall(encode_message(Notification(method=method, params=params)))
        tell(theirs, "prompt.show", sample_prompt(now))
    assert channel.is_open


def test_end_of_stream_means_the_agent_is_gone(ends: Ends, qtbot: QtBot):
    channel, theirs = ends
    assert channel.is_open
    with qtbot.waitSignal(channel.closed):
        theirs.close()
    assert not channel.is_open


def test_answers_on_close_are_handed_over(ends: Ends):
    channel, theirs = ends
    channel.answer("p", PromptChoice.NOT_SHOWN)
    channel.close()
    assert read_request(theirs).params["choice"] == "not_shown"


@pytest.mark.parametrize("kind", ["none", "file", "closed"])
def test_useless_descriptor_is_a_closed_channel(kind: str):
    descriptor: int | None = None
    if kind != "none":
        descriptor = os.open(os.devnull, os.O_RDONLY)
    if kind == "closed" and descriptor is not None:
        os.close(descriptor)
    channel = PromptChannel(descriptor)
    told: list[Disposition] = []
    channel.answer("p", PromptChoice.ACKNOWLEDGED, told.append)
    assert not channel.is_open
    assert told == [Disposition.FAILED]
    if kind == "file" and descriptor is not None:
        os.close(descriptor)
    channel.deleteLater()


def test_an_app_that_was_started_is_announced(ends: Ends, qtbot: QtBot):
    channel, theirs = ends
    notice = AppNotice(destination_id="ollama", destination_name="Ollama")
    with qtbot.waitSignal(channel.app_started) as told:
        tell(theirs, "app.started", notice)
    assert told.args == [notice]
