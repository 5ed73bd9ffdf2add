"""The tray application: builds every object, wires them, and owns their end.

The only module that makes or asks for the `QApplication`. It decides nothing: what is shown comes from view models, and
what happens to data from the agent.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

import platformdirs
from PySide6.QtCore import QObject, QProcess, QSocketNotifier, Qt
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from agent import __version__
from agent.ipc.messages import EventModel, GuiWindow
from gui.client.agent_client import AgentClient
from gui.client.connection import RequestError
from gui.client.prompt_channel import PromptChannel
from gui.client.single_instance import SingleInstance
from gui.itemmodels.app_list import AppList
from gui.itemmodels.history_model import HistoryModel
from gui.viewmodels.link import LinkState
from gui.viewmodels.protection import Tone, protection
from gui.viewmodels.status_view import status_state
from gui.viewmodels.tray_menu import Command, CommandKind, tray_menu
from gui.viewmodels.warning import Notice
from gui.viewmodels.wording import Text, tr
from gui.views.app_notices import AppNotices
from gui.views.apps_page import AppsPage
from gui.views.geometry import Geometry
from gui.views.history_window import HistoryWindow
from gui.views.icons import shield, shield_pixmap
from gui.views.notifier import NativeNotifier, Notifier
from gui.views.prompts import PromptPresenter
from gui.views.status_window import StatusPage, StatusWindow
from gui.views.stop_question import StopQuestion
from gui.views.theme import Theme, apply_theme, choose_theme
from gui.views.toast import ToastStack
from gui.views.tray import HOST_POLL_MS, Tray
from gui.views.warning_dialog import WarningDialog

__all__ = ["TrayApp", "agent_command", "run_tray"]

_log = logging.getLogger(__name__)

_NOTICE_ICON_PX = 64


class StartsAgent(Protocol):
    """Starts an agent that lives on its own; returns whether that worked."""

    def __call__(self) -> bool: ...


class TrayApp(QObject):
    """All parts of a running tray.

    Windows are made when they are first wanted, and made again when the theme changes.
    """

    def __init__(
        self,
        app: QApplication,
        *,
        client: AgentClient,
        channel: PromptChannel,
        notifier: Notifier,
        geometry: Geometry,
        start_agent: StartsAgent,
        has_tray_host: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable,
        tray_poll_ms: int = HOST_POLL_MS,
    ) -> None:
        super().__init__()
        self._app = app
        self._client = client
        self._channel = channel
        self._geometry = geometry
        self._start_agent = start_agent
        self._theme = self._chosen_theme()
        self._status: StatusWindow | None = None
        self._history: HistoryWindow | None = None
        self._history_model: HistoryModel | None = None
        self._question: StopQuestion | None = None
        apply_theme(app, self._theme)
        app.setWindowIcon(shield(Tone.GOOD, self._theme))
        self.tray = Tray(has_host=has_tray_host, poll_ms=tray_poll_ms, parent=self)
        self.toasts = ToastStack(theme=lambda: self._theme, parent=self)
        self._dialog = WarningDialog(theme=self._theme)
        self.prompts = PromptPresenter(
            answers=channel,
            notifier=notifier,
            toasts=self.toasts,
            dialog=self._dialog,
            clock=_now,
            parent=self,
        )
        self._apps = AppList(client, parent=self)
        self._app_notices = AppNotices(notifier=notifier, toasts=self.toasts, parent=self)
        self._app_notices.details_wanted.connect(lambda: self.show_status(StatusPage.APPS))
        channel.app_started.connect(self._app_notices.show)
        client.apps_changed.connect(self._apps.announce)
        client.link_changed.connect(self._on_link)
        client.event_received.connect(self._on_event)
        channel.prompt_shown.connect(self.prompts.show)
        channel.prompt_withdrawn.connect(self.prompts.withdraw)
        channel.window_requested.connect(self._on_window_requested)
        channel.closed.connect(self.prompts.forget_all)
        self.prompts.changed.connect(self._render)
        self.tray.commanded.connect(self._on_command)
        self.tray.host_changed.connect(self._on_tray_host)
        app.styleHints().colorSchemeChanged.connect(self.settings_changed)

    def start(self) -> None:
        """Appear and connect."""
        self._render()
        self.tray.start()
        self._client.start()
        self._channel.announce_ready()

    def stop(self) -> None:
        """Answer what waits, close everything; idempotent."""
        self.prompts.answer_all()
        self._channel.close()
        self._client.stop()
        self.toasts.clear()
        self.tray.stop()
        for window in (self._status, self._history, self._question, self._dialog):
            if window is not None:
                window.hide()
                window.deleteLater()
        self._status = self._history = self._question = None

    @property
    def status_window(self) -> StatusWindow | None:
        """The status window, if it was ever wanted."""
        return self._status

    @property
    def history_window(self) -> HistoryWindow | None:
        """The history window, if it was ever wanted."""
        return self._history

    @property
    def stop_question(self) -> StopQuestion | None:
        """The question before Cordon is stopped, if it was ever asked."""
        return self._question

    @property
    def warning_dialog(self) -> WarningDialog:
        """The warning dialog."""
        return self._dialog

    def show_status(self, page: StatusPage = StatusPage.OVERVIEW, *, is_asked_for: bool = True) -> None:
        """Bring the status window to the front; by itself it only appears."""
        window = self._status_window()
        window.show_page(page)
        _bring(window, is_asked_for=is_asked_for)

    def show_history(self) -> None:
        """Bring the history to the front, with what is new."""
        window = self._history_window()
        if self._history_model is not None:
            self._history_model.reload()
        _bring(window, is_asked_for=True)

    def settings_changed(self) -> None:
        """Look whether another theme is wanted; if so, change to it."""
        theme = self._chosen_theme()
        if theme is self._theme:
            return
        self._theme = theme
        apply_theme(self._app, theme)
        visible = [window for window in (self._status, self._history) if window is not None and window.isVisible()]
        was_status, was_history = self._status in visible, self._history in visible
        page = StatusPage.OVERVIEW if self._status is None else self._status.page
        for window in (self._status, self._history):
            if window is not None:
                window.close()
                window.deleteLater()
        self._status = self._history = self._history_model = None
        self._dialog = WarningDialog(theme=theme)
        self.prompts.use_dialog(self._dialog)
        self._render()
        if was_status:
            self.show_status(page, is_asked_for=False)
        if was_history:
            self.show_history()

    def _status_window(self) -> StatusWindow:
        if self._status is None:
            page = AppsPage(self._apps, theme=self._theme, clock=_now)
            self._status = StatusWindow(theme=self._theme, geometry=self._geometry, apps=page)
            self._status.history_wanted.connect(self.show_history)
            self._status.start_wanted.connect(self._start)
            self._status.stop_wanted.connect(self._ask_to_stop)
            self._render()
        return self._status

    def _history_window(self) -> HistoryWindow:
        if self._history is None:
            self._history_model = HistoryModel(self._client, clock=_now)
            self._history = HistoryWindow(self._history_model, theme=self._theme, geometry=self._geometry, clock=_now)
        return self._history

    def _render(self) -> None:
        link = self._client.link
        self.tray.render_state(protection(link), self._theme, tray_menu(link, self.prompts.waiting))
        if self._status is not None:
            state = status_state(link, tray_version=__version__, now=_now())
            self._status.render_state(state, has_tray=self.tray.is_visible)

    def _on_link(self) -> None:
        self._render()
        if self._client.link.state is LinkState.CONNECTED:
            self._apps.announce()
        if self._client.link.state is LinkState.CONNECTED and self._history is not None and self._history.isVisible():
            self._reload_if_failed()

    def _reload_if_failed(self) -> None:
        model = self._history_model
        if model is not None and model.state.problem:
            model.reload()

    def _on_event(self, event: EventModel) -> None:
        if self._history_model is not None:
            self._history_model.announce(event)

    def _on_window_requested(self, window: GuiWindow) -> None:
        if window is GuiWindow.HISTORY:
            self.show_history()
        else:
            self.show_status(StatusPage.APPS if window is GuiWindow.APPS else StatusPage.OVERVIEW)

    def _on_tray_host(self, has_host: bool) -> None:
        self._render()
        if not has_host:
            self.show_status(is_asked_for=False)

    def _on_command(self, command: Command) -> None:
        match command.kind:
            case CommandKind.WARNING:
                self.prompts.open_details(command.prompt_id)
            case CommandKind.HISTORY:
                self.show_history()
            case CommandKind.STATUS:
                self.show_status()
            case CommandKind.APPS:
                self.show_status(StatusPage.APPS)
            case CommandKind.PRIVACY:
                self.show_status(StatusPage.PRIVACY)
            case CommandKind.ABOUT:
                self.show_status(StatusPage.ABOUT)
            case CommandKind.START:
                self._start()
            case CommandKind.STOP:
                self._ask_to_stop()
            case CommandKind.QUIT:
                self._app.quit()

    def _start(self) -> None:
        if not self._start_agent():
            failed = Notice(title=tr(Text.START_FAILED), text=tr(Text.START_FAILED_TEXT))
            self.toasts.tell(failed, Tone.BAD)

    def _ask_to_stop(self) -> None:
        if self._question is None:
            self._question = StopQuestion()
            self._question.accepted.connect(self._stop_agent)
        _bring(self._question, is_asked_for=True)

    def _stop_agent(self) -> None:
        self._client.stop_agent(self._app.quit, self._on_stop_failed)

    def _on_stop_failed(self, error: RequestError) -> None:
        self.toasts.tell(Notice(title=tr(Text.STOP_FAILED), text=str(error)), Tone.BAD)

    def _chosen_theme(self) -> Theme:
        return choose_theme(
            environment=os.environ.get("CORDON_THEME"),
            setting=self._geometry.theme,
            desktop=self._app.styleHints().colorScheme(),
        )


def run_tray(socket_path: Path, prompt_fd: int | None) -> int:
    """Run the tray until it is told to quit; returns the exit code.

    Raises:
        AlreadyRunningError: another tray of this user does the work.
        EnvironmentProblemError: the runtime folder cannot be used.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    # Logs whole notifications at debug level; they hold no content, and still are nobody's business.
    logging.getLogger("desktop_notifier").setLevel(logging.CRITICAL)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("cordon")
    app.setApplicationDisplayName(tr(Text.APP_NAME))
    app.setDesktopFileName("cordon")
    app.setApplicationVersion(__version__)
    app.setQuitOnLastWindowClosed(False)
    channel = PromptChannel(prompt_fd)
    instance = SingleInstance(socket_path.parent, is_in_use=lambda: channel.is_open)
    instance.acquire()
    icon_path = socket_path.parent / "notice.png"
    has_icon = shield_pixmap(Tone.CAUTION, Theme.LIGHT, _NOTICE_ICON_PX).save(str(icon_path))
    notifier = NativeNotifier(app_name=tr(Text.APP_NAME), icon_path=icon_path if has_icon else None)
    tray = TrayApp(
        app,
        client=AgentClient(socket_path, version=__version__),
        channel=channel,
        notifier=notifier,
        geometry=Geometry(platformdirs.user_config_path("cordon") / "tray.ini"),
        start_agent=_start_agent,
    )
    instance.yielded.connect(app.quit)
    with _QuitOnSignal(app.quit):
        notifier.start()
        tray.start()
        try:
            return app.exec()
        finally:
            tray.stop()
            notifier.stop()
            icon_path.unlink(missing_ok=True)
            instance.release()


def agent_command(executable: str, *, is_packaged: bool) -> tuple[str, ...]:
    """Return how to start an agent: `executable` is this process's, a packaged Cordon or a Python interpreter."""
    # -P: a folder named "agent" in the current directory, which can be anybody's, is not Cordon.
    return (executable, "run") if is_packaged else (executable, "-P", "-m", "agent", "run")


def _start_agent() -> bool:
    program, *arguments = agent_command(sys.executable, is_packaged=getattr(sys, "frozen", False))
    process = QProcess()
    process.setProgram(program)
    process.setArguments(arguments)
    process.setStandardOutputFile(QProcess.nullDevice())
    process.setStandardErrorFile(QProcess.nullDevice())
    started, _ = process.startDetached()
    return started


class _QuitOnSignal:
    """SIGTERM and SIGINT quit the event loop.

    Python handlers run only between bytecodes, of which an idle Qt loop executes none; the wake-up descriptor makes the
    loop turn.
    """

    def __init__(self, quit_loop: Callable[[], None]) -> None:
        self._quit = quit_loop

    def __enter__(self) -> None:
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)  # noqa: FBT003 - the standard library takes it by position
        self._previous_fd = signal.set_wakeup_fd(self._writer.fileno())
        self._previous = {
            each: signal.signal(each, lambda *_: self._quit()) for each in (signal.SIGTERM, signal.SIGINT)
        }
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(lambda: self._reader.recv(64))

    def __exit__(self, *_: object) -> None:
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._previous_fd)
        for each, handler in self._previous.items():
            signal.signal(each, handler)
        self._reader.close()
        self._writer.close()


def _bring(window: StatusWindow | HistoryWindow | StopQuestion, *, is_asked_for: bool) -> None:
    window.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not is_asked_for)
    window.show()
    if is_asked_for:
        window.raise_()
        window.activateWindow()


def _now() -> datetime:
    return datetime.now().astimezone()
