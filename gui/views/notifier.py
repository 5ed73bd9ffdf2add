"""Native notifications with buttons, through desktop-notifier, which is asyncio; so it lives in a thread of its own.

Rules kept here: what cannot be shown within `SEND_TIMEOUT_S` is reported as failed, so that the caller shows it another
way while it still matters, and is taken back should it arrive after all. The service is probed in the background, at
start and after each failure, because it may come later. Work waits in the thread's event loop; the caller shows a
bounded number of prompts, so the queue is bounded, too.

Buttons offer the careful ways on only: whoever can speak on the session bus can press them (docs/adr/0020).
"""

from __future__ import annotations

import asyncio
import enum
import logging
import threading
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, Protocol

from desktop_notifier import Button, Capability, DesktopNotifier, Icon, Urgency
from PySide6.QtCore import QObject, Signal, SignalInstance

from gui.viewmodels.warning import Notice
from gui.viewmodels.wording import Text, tr

__all__ = ["SEND_TIMEOUT_S", "NativeNotifier", "NoticeAnswer", "Notifier"]

_log = logging.getLogger(__name__)

SEND_TIMEOUT_S = 0.2
_PROBE_TIMEOUT_S = 3.0
_STOP_TIMEOUT_S = 2.0


class NoticeAnswer(enum.Enum):
    """What the person did with a notification."""

    DETAILS = enum.auto()
    REDACTED = enum.auto()
    DISMISSED = enum.auto()


class Notifier(Protocol):
    """Something that shows notices outside our own windows.

    Signals:
        answered: key (str) and `NoticeAnswer`.
        failed: the key (str) of a notice that is not on the screen.
    """

    @property
    def answered(self) -> SignalInstance:
        """Key and answer."""

    @property
    def failed(self) -> SignalInstance:
        """Key of a notice that could not be shown."""

    @property
    def is_available(self) -> bool:
        """True when `show` is worth trying."""

    def show(self, key: str, notice: Notice) -> None:
        """Show a notice, in place of one with the same key."""

    def withdraw(self, key: str) -> None:
        """Take a notice off the screen; unknown keys are ignored."""

    def look_again(self) -> None:
        """Probe whether the service is there now; returns at once."""


class NativeNotifier(QObject):
    """The desktop's notification service.

    Signals:
        answered: key (str) and `NoticeAnswer`.
        failed: the key (str) of a notice that is not on the screen.
        probed: whether the service is there (bool).
    """

    answered = Signal(str, object)
    failed = Signal(str)
    probed = Signal(bool)

    def __init__(self, *, app_name: str, icon_path: Path | None = None, parent: QObject | None = None) -> None:
        """Prepare; `start` probes.

        Args:
            app_name: shown by some services.
            icon_path: a PNG file; not every service can draw SVG.
            parent: Qt owner.
        """
        super().__init__(parent)
        self._app_name = app_name
        self._icon = None if icon_path is None else Icon(path=icon_path)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="cordon-notifier", daemon=True)
        self._is_available = False
        # Below: touched by the notifier's thread only.
        self._service: DesktopNotifier | None = None
        self._shown: dict[str, str] = {}
        self._wishes: dict[str, object] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def is_available(self) -> bool:
        """True when the last probe or notice succeeded."""
        return self._is_available

    def start(self) -> None:
        """Start the thread and probe."""
        self._thread.start()
        self.look_again()

    def stop(self) -> None:
        """Take every notice back and end the thread; idempotent. Waits `_STOP_TIMEOUT_S` at most."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._spawn, self._finish())
            self._thread.join(_STOP_TIMEOUT_S)
        elif not self._loop.is_closed() and not self._thread.ident:
            self._loop.close()

    def look_again(self) -> None:
        """Probe whether the service is there now; `probed` tells."""
        self._submit(self._probe())

    def show(self, key: str, notice: Notice) -> None:
        """Show a notice, in place of one with the same key."""
        self._submit(self._send(key, notice))

    def withdraw(self, key: str) -> None:
        """Take a notice off the screen; unknown keys are ignored."""
        self._submit(self._clear(key))

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
        finally:
            self._loop.close()

    def _submit(self, work: Coroutine[Any, Any, None]) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._spawn, work)
        else:
            work.close()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _probe(self) -> None:
        self._is_available = await self._is_service_there()
        self.probed.emit(self._is_available)

    async def _is_service_there(self) -> bool:
        service = DesktopNotifier(app_name=self._app_name, app_icon=self._icon)
        try:
            found = await asyncio.wait_for(service.get_capabilities(), _PROBE_TIMEOUT_S)
        except Exception as exc:  # noqa: BLE001 - each platform's backend raises errors of its own; all mean "no service"
            _log.info("no notification service: %s", type(exc).__name__)
            _disconnect(service)
            return False
        if Capability.BUTTONS not in found:
            _log.info("the notification service has no buttons")
            _disconnect(service)
            return False
        if self._service is not None:
            _disconnect(service)
        else:
            self._service = service
        return True

    async def _send(self, key: str, notice: Notice) -> None:
        await self._clear(key)
        # A notice is wanted until it is withdrawn or replaced, which can happen while it is on its way.
        wish = self._wishes[key] = object()
        delivery = self._loop.create_task(self._deliver(key, notice))
        done, _ = await asyncio.wait({delivery}, timeout=SEND_TIMEOUT_S)
        if done and delivery.result() and self._wishes.get(key) is wish:
            self._shown[key] = delivery.result()
            return
        if not done or not delivery.result():
            self._is_available = False
            if self._wishes.get(key) is wish:
                self.failed.emit(key)
        # Should it arrive after all: it is not wanted any more, or by now the person sees it elsewhere.
        if late := await delivery:
            await self._clear_identifier(late)

    async def _deliver(self, key: str, notice: Notice) -> str:
        """Send; returns the notification's id, or "" when the service did not take it."""
        service = self._service
        if service is None:
            return ""
        taken = False

        def on_dispatched() -> None:
            nonlocal taken
            taken = True

        def answer(choice: NoticeAnswer) -> None:
            self._shown.pop(key, None)
            self.answered.emit(key, choice)

        buttons = [Button(title=tr(Text.BUTTON_DETAILS), on_pressed=lambda: answer(NoticeAnswer.DETAILS))]
        if notice.has_redacted:
            redacted = tr(Text.BUTTON_REDACTED_SHORT)
            buttons.insert(0, Button(title=redacted, on_pressed=lambda: answer(NoticeAnswer.REDACTED)))
        identifier = await service.send(
            title=notice.title,
            message=notice.text,
            urgency=Urgency.Normal,
            buttons=buttons,
            on_dispatched=on_dispatched,
            on_clicked=lambda: answer(NoticeAnswer.DETAILS),
            on_dismissed=lambda: answer(NoticeAnswer.DISMISSED),
        )
        if taken:
            return identifier
        # The library only logs a failure. A fresh connection is made at the next probe.
        self._service = None
        _disconnect(service)
        return ""

    async def _clear(self, key: str) -> None:
        self._wishes.pop(key, None)
        identifier = self._shown.pop(key, None)
        if identifier is not None:
            await self._clear_identifier(identifier)

    async def _clear_identifier(self, identifier: str) -> None:
        if self._service is None:
            return
        try:
            await asyncio.wait_for(self._service.clear(identifier), SEND_TIMEOUT_S)
        except KeyError:
            _log.debug("the notification had gone already")
        except Exception as exc:  # noqa: BLE001 - as in the probe; a notice that stays is no reason to fail
            _log.info("a notification could not be taken back: %s", type(exc).__name__)

    async def _finish(self) -> None:
        for key in list(self._shown):
            await self._clear(key)
        if self._service is not None:
            _disconnect(self._service)
            self._service = None
        current = asyncio.current_task()
        others = {task for task in asyncio.all_tasks(self._loop) if task is not current}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        self._loop.stop()


def _disconnect(service: DesktopNotifier) -> None:
    """Close the bus connection, which the library leaves open."""
    backend = service._backend  # noqa: SLF001 - the library has no way to close what it opened
    bus = getattr(backend, "bus", None)
    if bus is not None and bus.connected:
        bus.disconnect()
