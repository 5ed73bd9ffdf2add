"""The public socket: status, history and `agent.stop`, over a connection that comes back by itself.

Order of one connection: connect, `hello`, `notify.subscribe`, then `notify` messages. It counts as connected only
after the first whole status. Whatever goes wrong ends the attempt, and the next one starts after a pause that doubles
from `RETRY_FIRST_MS` to `RETRY_LAST_MS`. Until the first `LOST_AFTER_MS` are over without an agent the link is
"connecting", afterwards "lost".
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtNetwork import QLocalSocket

from agent.ipc.app_messages import AppListResult
from agent.ipc.codec import PROTOCOL_VERSION, Notification
from agent.ipc.messages import HelloParams, HelloResult, HistoryListParams, HistoryListResult, Notify, StatusResult
from agent.ipc.wire import Nothing, ParamsError
from gui.client.connection import JsonRpcConnection, RequestError
from gui.viewmodels.link import Link, LinkState

__all__ = ["LOST_AFTER_MS", "RETRY_FIRST_MS", "RETRY_LAST_MS", "AgentClient"]

_log = logging.getLogger(__name__)

RETRY_FIRST_MS = 200
RETRY_LAST_MS = 5_000
LOST_AFTER_MS = 3_000
_HANDSHAKE_TIMEOUT_MS = 3_000


class AgentClient(QObject):
    """Keeps the link to the agent.

    Signals:
        link_changed: a `Link`, whenever the state or the status is another.
        event_received: an `EventModel`, new or with a new disposition.
        apps_changed: `list_apps` would return something else than before.
    """

    link_changed = Signal(object)
    event_received = Signal(object)
    apps_changed = Signal()

    def __init__(self, socket_path: Path, *, version: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = str(socket_path)
        self._version = version
        self._link = Link()
        self._is_started = False
        self._retry_ms = RETRY_FIRST_MS
        self._socket = QLocalSocket()
        self._connection = JsonRpcConnection(self._socket, self)
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.timeout.connect(self._connect)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._give_up_waiting)
        self._socket.connected.connect(self._greet)
        self._socket.errorOccurred.connect(self._on_socket_error)
        self._connection.closed.connect(self._on_closed)
        self._connection.notified.connect(self._on_notified)

    @property
    def link(self) -> Link:
        """What is known now."""
        return self._link

    def start(self) -> None:
        """Begin to connect."""
        self._is_started = True
        self._patience.start(LOST_AFTER_MS)
        self._connect()

    def stop(self) -> None:
        """Close and do not come back; idempotent."""
        self._is_started = False
        self._retry.stop()
        self._patience.stop()
        self._connection.close()

    def list_history(
        self,
        params: HistoryListParams,
        on_page: Callable[[HistoryListResult], None],
        on_failure: Callable[[RequestError], None],
    ) -> None:
        """Ask for a page of history; exactly one callback is called, later."""

        def parsed(untrusted: dict[str, object]) -> None:
            try:
                page = HistoryListResult.parse(untrusted)
            except ParamsError as exc:
                on_failure(RequestError(exc.title, detail=exc.detail))
                return
            on_page(page)

        self._connection.request("history.list", params, on_result=parsed, on_failure=on_failure)

    def list_apps(self, on_list: Callable[[AppListResult], None], on_failure: Callable[[RequestError], None]) -> None:
        """Ask for the AI apps on this device; exactly one callback is called, later."""

        def parsed(untrusted: dict[str, object]) -> None:
            try:
                found = AppListResult.parse(untrusted)
            except ParamsError as exc:
                on_failure(RequestError(exc.title, detail=exc.detail))
                return
            on_list(found)

        self._connection.request("apps.list", Nothing(), on_result=parsed, on_failure=on_failure)

    def stop_agent(self, on_done: Callable[[], None], on_failure: Callable[[RequestError], None]) -> None:
        """Ask the agent to stop; exactly one callback is called, later."""
        self._connection.request("agent.stop", Nothing(), on_result=lambda _: on_done(), on_failure=on_failure)

    def _connect(self) -> None:
        if self._is_started and self._socket.state() == QLocalSocket.LocalSocketState.UnconnectedState:
            self._socket.connectToServer(self._path)

    def _greet(self) -> None:
        hello = HelloParams(protocol=PROTOCOL_VERSION, client="tray", client_version=self._version)
        self._connection.request(
            "hello",
            hello,
            on_result=self._on_hello,
            on_failure=self._on_hello_failed,
            timeout_ms=_HANDSHAKE_TIMEOUT_MS,
        )

    def _on_hello(self, untrusted: dict[str, object]) -> None:
        try:
            protocol = HelloResult.parse(untrusted).protocol
        except ParamsError:
            # A hello that cannot be read is what an agent of another version sends.
            protocol = None
        if protocol != PROTOCOL_VERSION:
            self._refuse()
            return
        self._connection.request(
            "notify.subscribe",
            Nothing(),
            on_result=self._on_subscribed,
            on_failure=lambda error: self._abandon(error.title),
            timeout_ms=_HANDSHAKE_TIMEOUT_MS,
        )

    def _on_hello_failed(self, error: RequestError) -> None:
        if error.answer_code:
            self._refuse()
        else:
            self._abandon(error.title)

    def _on_subscribed(self, untrusted: dict[str, object]) -> None:
        try:
            status = StatusResult.parse(untrusted)
        except ParamsError as exc:
            self._abandon(str(exc))
            return
        self._patience.stop()
        self._retry_ms = RETRY_FIRST_MS
        self._set_link(Link(state=LinkState.CONNECTED, status=status))

    def _on_notified(self, message: Notification) -> None:
        if message.method != "notify" or self._link.state is not LinkState.CONNECTED:
            return
        try:
            notify = Notify.parse(message.params)
        except ParamsError as exc:
            _log.info("a notification was skipped: %s", exc)
            return
        if notify.status is not None:
            self._set_link(Link(state=LinkState.CONNECTED, status=notify.status))
        if notify.event is not None:
            self.event_received.emit(notify.event)
        if notify.apps_changed:
            self.apps_changed.emit()

    def _refuse(self) -> None:
        self._patience.stop()
        self._retry_ms = RETRY_LAST_MS
        self._set_link(Link(state=LinkState.REFUSED))
        self._connection.close()

    def _abandon(self, why: str) -> None:
        _log.info("connection given up: %s", why)
        self._connection.close()

    def _on_closed(self) -> None:
        if self._link.state is LinkState.CONNECTED:
            self._set_link(Link(state=LinkState.LOST))
        self._try_later()

    def _on_socket_error(self, error: QLocalSocket.LocalSocketError) -> None:
        _log.debug("socket: %s", error.name)
        # While it is connected, the end of the connection is told by `closed`.
        if self._socket.state() != QLocalSocket.LocalSocketState.ConnectedState:
            if self._link.state is LinkState.REFUSED:
                self._set_link(Link(state=LinkState.LOST))
            self._try_later()

    def _try_later(self) -> None:
        if self._is_started and not self._retry.isActive():
            self._retry.start(self._retry_ms)
            self._retry_ms = min(self._retry_ms * 2, RETRY_LAST_MS)

    def _give_up_waiting(self) -> None:
        if self._link.state is LinkState.CONNECTING:
            self._set_link(Link(state=LinkState.LOST))

    def _set_link(self, link: Link) -> None:
        if link != self._link:
            self._link = link
            self.link_changed.emit(link)
