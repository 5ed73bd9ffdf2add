"""The whole tray in this process: a fake agent, a real prompt channel, and a desktop that a test controls."""

from __future__ import annotations

import select
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from agent.core.health import HealthCode
from agent.ipc.app_messages import AppListResult
from agent.ipc.codec import FrameDecoder, Notification, Request, encode_message, parse_message
from agent.ipc.messages import GuiShowParams, GuiWindow
from agent.ipc.prompt_messages import AppNotice, Prompt, PromptWithdraw
from agent.ipc.wire import WireModel
from gui.app import TrayApp, agent_command
from gui.client.agent_client import AgentClient
from gui.client.prompt_channel import PromptChannel
from gui.samples import sample_apps, sample_events, sample_prompt, sample_secret_prompt, sample_status
from gui.viewmodels.link import LinkState
from gui.views.geometry import Geometry
from gui.views.notifier import NoticeAnswer
from gui.views.status_window import StatusPage
from tests.fakes.agent_server import FakeAgent
from tests.fakes.notices import FakeNotifier


class Desk:
    """A tray application and everything around it."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self.socket_path = folder / "agent.sock"
        ours, self.agent_end = socket.socketpair()
        self.agent_end.settimeout(5)
        self._decoder = FrameDecoder()
        self._asked: list[Request] = []
        self.has_tray_host = True
        self.agent_starts = 0
        self.can_start = True
        self.notifier = FakeNotifier()
        self.client = AgentClient(self.socket_path, version="0.1.0")
        self.channel = PromptChannel(ours.detach())
        self.tray = TrayApp(
            app,
            client=self.client,
            channel=self.channel,
            notifier=self.notifier,
            geometry=Geometry(folder / "tray.ini"),
            start_agent=self._start,
            has_tray_host=lambda: self.has_tray_host,
            tray_poll_ms=10,
        )

    def _start(self) -> bool:
        self.agent_starts += 1
        return self.can_start

    def tell(self, method: str, params: WireModel) -> None:
        """Speak on the prompt channel, as the agent."""
        self.agent_end.sendall(encode_message(Notification(method=method, params=params.to_json())))

    def has_answers(self) -> bool:
        """Return whether `answers` has some."""
        while select.select([self.agent_end], [], [], 0)[0] and (data := self.agent_end.recv(65536)):
            messages = [parse_message(each) for each in self._decoder.feed(data)]
            self._asked += [each for each in messages if isinstance(each, Request)]
        return bool(self._asked)

    def answers(self) -> list[tuple[object, object]]:
        """Return what was answered on the prompt channel since the last call."""
        asked, self._asked = (self._asked, []) if self.has_answers() else ([], [])
        return [(each.params["prompt_id"], each.params["choice"]) for each in asked]

    def press_menu(self, text: str) -> None:
        """Choose from the tray's menu."""
        next(each for each in self.tray.tray.menu.actions() if each.text() == text).trigger()

    def close(self) -> None:
        """End it all."""
        self.tray.stop()
        self.agent_end.close()
        for each in (self.tray, self.client, self.channel, self.notifier):
            each.deleteLater()


@pytest.fixture
def fresh(now: datetime) -> Prompt:
    """A prompt that does not expire while it is tested."""
    return sample_prompt(now).with_fields({"expires_at": datetime.now(UTC) + timedelta(minutes=5)})


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qapp, tmp_path)
    yield made
    made.close()


def connected(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: desk.client.link.state is LinkState.CONNECTED, timeout=8_000)


def headline(desk: Desk) -> str:
    return desk.tray.tray.menu.actions()[0].text()


def test_color_follows_the_agent_through_death_and_restart(desk: Desk, qtbot: QtBot, now: datetime):
    with FakeAgent(desk.socket_path, sample_status(now)):
        desk.tray.start()
        connected(desk, qtbot)
        assert headline(desk) == "Cordon: Protected"
    qtbot.waitUntil(lambda: headline(desk) == "Cordon: Not protected")
    desk.press_menu("Start Cordon")
    assert desk.agent_starts == 1
    with FakeAgent(desk.socket_path, sample_status(now)):
        qtbot.waitUntil(lambda: headline(desk) == "Cordon: Protected", timeout=8_000)


def test_agent_that_cannot_be_started_is_told(desk: Desk, qtbot: QtBot):
    desk.can_start = False
    desk.tray.start()
    qtbot.waitUntil(lambda: headline(desk) == "Cordon: Not protected", timeout=8_000)
    desk.press_menu("Start Cordon")
    assert [each.accessibleName() for each in desk.tray.toasts.visible] == ["Cordon could not be started"]


def test_warning_travels_to_the_person_and_the_answer_back(desk: Desk, qtbot: QtBot, fresh: Prompt):
    desk.tray.start()
    desk.tell("prompt.show", fresh)
    qtbot.waitUntil(lambda: "sample-card" in desk.notifier.shown)
    desk.press_menu("Open warning: Card number on your clipboard")
    dialog = desk.tray.warning_dialog
    assert dialog.isVisible()
    next(each for each in dialog.findChildren(QPushButton) if each.text() == "Copy redacted version").click()
    qtbot.waitUntil(desk.has_answers)
    assert desk.answers() == [("sample-card", "redacted")]
    assert "Open warning: Card number on your clipboard" not in [e.text() for e in desk.tray.tray.menu.actions()]


def test_withdrawn_warning_disappears(desk: Desk, qtbot: QtBot, fresh: Prompt):
    desk.tray.start()
    desk.tell("prompt.show", fresh)
    qtbot.waitUntil(lambda: bool(desk.notifier.shown))
    desk.tell("prompt.withdraw", PromptWithdraw(prompt_id="sample-card"))
    qtbot.waitUntil(lambda: not desk.notifier.shown)
    assert desk.answers() == []


def test_quitting_answers_what_waits(desk: Desk, qtbot: QtBot, fresh: Prompt):
    desk.tray.start()
    desk.tell("prompt.show", fresh)
    qtbot.waitUntil(lambda: bool(desk.notifier.shown))
    desk.tray.stop()
    assert desk.answers() == [("sample-card", "not_shown")]


def test_warnings_go_when_the_agent_dies_and_the_tray_stays(desk: Desk, qtbot: QtBot, now: datetime):
    desk.tray.start()
    prompt = sample_secret_prompt(now).with_fields({"expires_at": datetime.now(UTC) + timedelta(minutes=5)})
    desk.tell("prompt.show", prompt)
    qtbot.waitUntil(desk.tray.warning_dialog.isVisible)
    desk.agent_end.close()
    qtbot.waitUntil(lambda: not desk.tray.warning_dialog.isVisible())
    assert desk.tray.tray.is_visible


def test_without_a_tray_host_the_status_window_stands_in(desk: Desk, qtbot: QtBot):
    desk.has_tray_host = False
    desk.tray.start()
    window = desk.tray.status_window
    assert window is not None
    assert window.isVisible()
    assert _says(window, "cordon gui")
    desk.has_tray_host = True
    qtbot.waitUntil(lambda: desk.tray.tray.is_visible)
    assert not _says(window, "cordon gui")


def test_status_window_stands_in_when_the_tray_host_goes_away(desk: Desk, qtbot: QtBot):
    desk.tray.start()
    assert desk.tray.tray.is_visible
    desk.has_tray_host = False
    qtbot.waitUntil(lambda: desk.tray.status_window is not None)
    window = desk.tray.status_window
    assert window is not None
    assert window.isVisible()
    assert _says(window, "cordon gui --window status")
    assert not desk.tray.tray.is_visible


def test_agent_is_not_looked_for_in_the_current_directory(tmp_path: Path):
    (tmp_path / "agent").mkdir()
    (tmp_path / "agent" / "__init__.py").touch()
    (tmp_path / "agent" / "__main__.py").write_text("print('not Cordon')")
    command = [*agent_command(sys.executable, is_packaged=False), "--help"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, timeout=30)
    assert "Usage" in done.stdout
    assert "not Cordon" not in done.stdout


def test_packaged_program_is_its_own_agent():
    assert agent_command("/opt/cordon/cordon", is_packaged=True) == ("/opt/cordon/cordon", "run")


def _says(window: object, part: str) -> bool:
    QCoreApplication.processEvents()
    labels = window.findChildren(QLabel)  # type: ignore[attr-defined]  # a window
    return any(part in each.text() and each.isVisible() for each in labels)


def test_windows_that_the_agent_asks_for_are_shown(desk: Desk, qtbot: QtBot, now: datetime):
    with FakeAgent(desk.socket_path, sample_status(now)) as agent:
        agent.events = list(sample_events(datetime.now(UTC)))
        desk.tray.start()
        connected(desk, qtbot)
        desk.tell("window.show", GuiShowParams(window=GuiWindow.HISTORY))
        qtbot.waitUntil(lambda: desk.tray.history_window is not None and _says(desk.tray.history_window, "11 events"))
        desk.tell("window.show", GuiShowParams(window=GuiWindow.STATUS))
        qtbot.waitUntil(lambda: desk.tray.status_window is not None and desk.tray.status_window.isVisible())


def test_open_history_learns_of_new_events(desk: Desk, qtbot: QtBot, now: datetime):
    newest, *older = sample_events(datetime.now(UTC))
    with FakeAgent(desk.socket_path, sample_status(now)) as agent:
        agent.events = older
        desk.tray.start()
        connected(desk, qtbot)
        desk.press_menu("Recent activity…")
        window = desk.tray.history_window
        qtbot.waitUntil(lambda: _says(window, "10 events"))
        agent.tell(event=newest)
        qtbot.waitUntil(lambda: _says(window, "11 events"))


def test_history_that_failed_is_loaded_when_the_agent_is_back(desk: Desk, qtbot: QtBot, now: datetime):
    desk.tray.start()
    desk.press_menu("Recent activity…")
    window = desk.tray.history_window
    qtbot.waitUntil(lambda: _says(window, "The history cannot be read right now"))
    with FakeAgent(desk.socket_path, sample_status(now)) as agent:
        agent.events = list(sample_events(datetime.now(UTC)))
        connected(desk, qtbot)
        qtbot.waitUntil(lambda: _says(window, "11 events"))


@pytest.mark.parametrize(
    ("entry", "page"),
    [
        ("Status…", StatusPage.OVERVIEW),
        ("What can my employer see", StatusPage.PRIVACY),
        ("About Cordon", StatusPage.ABOUT),
    ],
)
def test_menu_opens_the_page(desk: Desk, entry: str, page: StatusPage):
    desk.tray.start()
    desk.press_menu(entry)
    assert desk.tray.status_window is not None
    assert desk.tray.status_window.page is page


def test_stopping_asks_first(desk: Desk, qtbot: QtBot, now: datetime):
    with FakeAgent(desk.socket_path, sample_status(now)) as agent:
        desk.tray.start()
        connected(desk, qtbot)
        desk.press_menu("Stop Cordon")
        question = desk.tray.stop_question
        assert question is not None
        assert question.isVisible()
        question.reject()
        assert agent.asked("agent.stop") == []
        desk.press_menu("Stop Cordon")
        question.accept()
        qtbot.waitUntil(lambda: len(agent.asked("agent.stop")) == 1)


def test_windows_are_made_again_in_the_other_theme(
    desk: Desk, qtbot: QtBot, tmp_path: Path, fresh: Prompt, qapp: QApplication
):
    desk.tray.start()
    desk.press_menu("About Cordon")
    desk.tell("prompt.show", fresh)
    qtbot.waitUntil(lambda: bool(desk.notifier.shown))
    desk.tray.prompts.open_details("sample-card")
    before = desk.tray.status_window
    (tmp_path / "tray.ini").write_text("[General]\ntheme=dark\n")
    desk.tray.settings_changed()
    assert desk.tray.status_window is not before
    assert desk.tray.status_window is not None
    assert desk.tray.status_window.isVisible()
    assert desk.tray.status_window.page is StatusPage.ABOUT
    assert desk.tray.warning_dialog.isVisible()
    assert qapp.palette().window().color().lightness() < 60
    assert desk.answers() == []


def test_the_list_of_tools_is_shown_from_the_menu_and_kept_up_to_date(desk: Desk, qtbot: QtBot, now: datetime):
    with FakeAgent(desk.socket_path, sample_status(now)) as agent:
        agent.answers["apps.list"] = AppListResult(apps=())
        desk.tray.start()
        connected(desk, qtbot)
        desk.press_menu("AI tools on this device…")
        window = desk.tray.status_window
        assert window is not None
        assert window.page is StatusPage.APPS
        qtbot.waitUntil(lambda: _says(window, "No AI tool was seen yet"))
        agent.answers["apps.list"] = sample_apps(now)
        agent.send_raw(encode_message(Notification(method="notify", params={"apps_changed": True})))
        qtbot.waitUntil(lambda: _says(window, "Claude Code"))
        window.close()
        asked = len(agent.asked("apps.list"))
        agent.send_raw(encode_message(Notification(method="notify", params={"apps_changed": True})))
        agent.tell(status=sample_status(now, issues=(HealthCode.NO_KEYRING,)))
        qtbot.waitUntil(lambda: headline(desk) == "Cordon: Protected, with limits")
        assert len(agent.asked("apps.list")) == asked


def test_a_tool_that_is_not_approved_is_told_and_its_details_are_the_list(desk: Desk, qtbot: QtBot):
    desk.tray.start()
    desk.tell("app.started", AppNotice(destination_id="ollama", destination_name="Ollama"))
    qtbot.waitUntil(lambda: "app ollama" in desk.notifier.shown)
    desk.notifier.answered.emit("app ollama", NoticeAnswer.DETAILS)
    window = desk.tray.status_window
    assert window is not None
    assert window.page is StatusPage.APPS
    assert desk.answers() == []


def test_the_agent_can_have_the_list_shown(desk: Desk, qtbot: QtBot):
    desk.tray.start()
    desk.tell("window.show", GuiShowParams(window=GuiWindow.APPS))
    qtbot.waitUntil(lambda: desk.tray.status_window is not None)
    window = desk.tray.status_window
    assert window is not None
    assert window.page is StatusPage.APPS
