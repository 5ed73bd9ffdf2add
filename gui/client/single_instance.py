"""One tray for each runtime folder.

The tray that holds `tray.lock` listens on `tray.sock`. A newcomer that an agent started (it has a prompt channel) asks
the holder to yield; the holder does so only when its own prompt channel is dead, because its agent is gone then. In
every other case the newcomer gives up. The system releases the lock when its holder dies, so a socket file without a
lock is stale and is replaced.

Any program of the same user can ask a tray to yield; it gets nothing by it, because a tray that is of use refuses.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from agent.core.errors import EnvironmentProblemError
from agent.ipc.codec import FrameDecoder, FrameError, MessageError, Request, Response, encode_message, parse_message
from agent.ipc.wire import WireModel
from gui.client.connection import JsonRpcConnection

__all__ = ["AlreadyRunningError", "SingleInstance"]

_log = logging.getLogger(__name__)

_ASK_TIMEOUT_MS = 1_000
_HANDOVER_TIMEOUT_MS = 5_000


class AlreadyRunningError(EnvironmentProblemError):
    """Another tray of this user does the work."""

    code = "gui_already_running"


class _Yielded(WireModel, frozen=True):
    is_yielding: bool


class SingleInstance(QObject):
    """Holds the place, and gives it up when a better tray asks.

    Signals:
        yielded: a newcomer takes over; quit now.
    """

    yielded = Signal()

    def __init__(self, runtime_folder: Path, *, is_in_use: Callable[[], bool], parent: QObject | None = None) -> None:
        """Prepare; `acquire` takes the place.

        Args:
            runtime_folder: private to the user.
            is_in_use: whether the agent behind this tray lives.
            parent: Qt owner.
        """
        super().__init__(parent)
        self._socket_path = str(runtime_folder / "tray.sock")
        self._is_in_use = is_in_use
        self._lock = QLockFile(str(runtime_folder / "tray.lock"))
        # Age says nothing: a tray runs for weeks.
        self._lock.setStaleLockTime(0)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept)
        self._connections: set[JsonRpcConnection] = set()

    def acquire(self) -> None:
        """Become the tray. Blocks for a few seconds at most; no event loop is needed.

        Raises:
            AlreadyRunningError: another tray keeps the place.
            EnvironmentProblemError: the runtime folder cannot be used.
        """
        if not self._lock.tryLock(0):
            self._take_over()
        QLocalServer.removeServer(self._socket_path)
        if not self._server.listen(self._socket_path):
            self._lock.unlock()
            raise EnvironmentProblemError(
                "The tray cannot use the runtime folder",
                detail=f"{self._server.serverError().name}.",
                hint="Check that XDG_RUNTIME_DIR is a folder that only you can use.",
            )

    def release(self) -> None:
        """Give the place up; idempotent."""
        self._server.close()
        for connection in list(self._connections):
            connection.close()
        self._lock.unlock()

    def _take_over(self) -> None:
        if self._lock.error() is not QLockFile.LockError.LockFailedError:
            raise EnvironmentProblemError(
                "The tray cannot use the runtime folder",
                detail=f"{self._lock.error().name}.",
                hint="Check that XDG_RUNTIME_DIR is a folder that only you can use.",
            )
        answer = ask_to_yield(self._socket_path) if self._is_in_use() else False
        if answer is None:
            # Nobody answers: a dead tray's file. The system refuses to remove it while its holder lives.
            self._lock.removeStaleLockFile()
        if answer is False or not self._lock.tryLock(_HANDOVER_TIMEOUT_MS):
            raise AlreadyRunningError(
                "Cordon's tray is already running", hint="Use its icon, or run `cordon gui` to bring it to the front."
            )

    def _accept(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            connection = JsonRpcConnection(socket, self)
            self._connections.add(connection)
            connection.requested.connect(lambda request, asker=connection: self._answer(asker, request))
            connection.closed.connect(lambda asker=connection: self._forget(asker))

    def _answer(self, asker: JsonRpcConnection, request: Request) -> None:
        is_yielding = request.method == "tray.yield" and not self._is_in_use()
        asker.respond(request, _Yielded(is_yielding=is_yielding))
        asker.flush(_ASK_TIMEOUT_MS)
        if is_yielding:
            _log.info("another tray takes over")
            self.yielded.emit()

    def _forget(self, connection: JsonRpcConnection) -> None:
        self._connections.discard(connection)
        connection.deleteLater()


def ask_to_yield(socket_path: str) -> bool | None:
    """Return whether the tray that listens there yields; None when none answers in time."""
    deadline = QDeadlineTimer(_ASK_TIMEOUT_MS)
    socket = QLocalSocket()
    socket.connectToServer(socket_path)
    if not socket.waitForConnected(_ASK_TIMEOUT_MS):
        return None
    socket.write(encode_message(Request(id=1, method="tray.yield")))
    decoder = FrameDecoder()
    try:
        while socket.waitForReadyRead(max(0, deadline.remainingTime())):
            for payload in decoder.feed(bytes(socket.readAll().data())):
                message = parse_message(payload)
                return isinstance(message, Response) and message.result.get("is_yielding") is True
    except (FrameError, MessageError) as exc:
        _log.warning("another tray answers in an unknown way: %s", exc.title)
        return False
    finally:
        socket.abort()
    return None
