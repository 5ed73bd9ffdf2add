"""The tray icon.

Works without a tray host: it says so, looks every `HOST_POLL_MS` whether one has come, and appears there. Color and
words are those of `protection`; the sign on the shield tells the same for who does not see the color.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon
from shiboken6 import isValid

from gui.viewmodels.protection import Protection
from gui.viewmodels.tray_menu import Command, CommandKind, MenuEntry
from gui.views.icons import shield
from gui.views.theme import Theme

__all__ = ["HOST_POLL_MS", "Tray", "fill_menu"]

HOST_POLL_MS = 2_000


class Tray(QObject):
    """Shows the state and the menu.

    Signals:
        commanded: a `Command`.
        host_changed: whether there is a tray host (bool).
    """

    commanded = Signal(object)
    host_changed = Signal(bool)

    def __init__(
        self,
        *,
        has_host: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable,
        poll_ms: int = HOST_POLL_MS,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._has_host = has_host
        self._menu = QMenu()
        self._icon: QSystemTrayIcon | None = None
        self._shown: tuple[Protection, Theme] | None = None
        self._entries: tuple[MenuEntry, ...] = ()
        self._poll = QTimer(self)
        self._poll.setInterval(poll_ms)
        self._poll.timeout.connect(self._look_for_host)

    @property
    def is_visible(self) -> bool:
        """True while there is a tray host that shows the icon."""
        return self._icon is not None

    @property
    def menu(self) -> QMenu:
        """The menu as it is now."""
        return self._menu

    def start(self) -> None:
        """Appear, or wait for a host; either way notice when hosts come and go."""
        self._poll.start()
        if self._has_host():
            self._appear()
        else:
            self.host_changed.emit(self.is_visible)

    def stop(self) -> None:
        """Disappear; idempotent."""
        self._poll.stop()
        self._disappear()
        if isValid(self._menu):
            self._menu.close()
            self._menu.deleteLater()

    def render_state(self, state: Protection, theme: Theme, entries: Sequence[MenuEntry]) -> None:
        """Show a state and a menu."""
        if self._shown != (state, theme):
            self._shown = (state, theme)
            self._dress()
        if self._entries != tuple(entries):
            self._entries = tuple(entries)
            fill_menu(self._menu, self._entries, self.commanded.emit)

    def _look_for_host(self) -> None:
        if self._has_host() == self.is_visible:
            return
        if self.is_visible:
            self._disappear()
        else:
            self._appear()
        self.host_changed.emit(self.is_visible)

    def _appear(self) -> None:
        # Made only when there is a host: on X11 Qt decides for good how to show an icon when it is made.
        self._icon = QSystemTrayIcon(self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._on_activated)
        self._dress()
        self._icon.show()

    def _disappear(self) -> None:
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
            self._icon = None

    def _dress(self) -> None:
        if self._icon is not None and self._shown is not None:
            state, theme = self._shown
            self._icon.setIcon(shield(state.tone, theme))
            self._icon.setToolTip(state.tooltip)

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.commanded.emit(Command(kind=CommandKind.STATUS))


def fill_menu(menu: QMenu, entries: Sequence[MenuEntry], on_command: Callable[[Command], None]) -> None:
    """Fill a menu, in place of what it held."""
    menu.clear()
    for entry in entries:
        if not entry.text:
            menu.addSeparator()
            continue
        # An ampersand would become a keyboard mnemonic.
        action = menu.addAction(entry.text.replace("&", "&&"))
        if entry.command is None:
            action.setEnabled(False)
        else:
            action.triggered.connect(lambda _=False, command=entry.command: on_command(command))
