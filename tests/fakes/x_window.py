"""A window that says about itself whatever a test wants."""

from __future__ import annotations

import contextlib
from types import TracebackType
from typing import Any, Self

from Xlib import X, Xatom
from Xlib.display import Display

from tests.e2e.screen import Screen
from tests.waiting import wait_until

__all__ = ["XWindow"]


class XWindow:
    """A window of a connection of its own, mapped while the block runs. Use it in one thread.

    Args:
        display_name: of the X server.
        title: `_NET_WM_NAME`, as UTF-8.
    """

    def __init__(self, display_name: str, title: str = "") -> None:
        self._display_name = display_name
        self._display = Display(f"unix{display_name}")
        self._window = self._create()
        if title:
            self.set_title(title)

    def _create(self) -> Any:  # noqa: ANN401 - python-xlib publishes no types
        return self._display.screen().root.create_window(10, 10, 80, 40, 0, X.CopyFromParent)

    @property
    def window_id(self) -> int:
        """The X server's number."""
        return int(self._window.id)

    def set_title(self, title: str) -> None:
        """Change `_NET_WM_NAME`."""
        self.set_property("_NET_WM_NAME", "UTF8_STRING", 8, title.encode())

    def set_property(self, name: str, kind: str, width: int, value: Any) -> None:  # noqa: ANN401 - bytes or numbers
        """Set any property, of any type."""
        self._window.change_property(self._display.get_atom(name), self._display.get_atom(kind), width, value)
        self._display.sync()

    def set_root_property(self, name: str, window_id: int | None) -> None:
        """Name a window on the root window, as a window manager does; None removes the property."""
        root, atom = self._display.screen().root, self._display.get_atom(name)
        if window_id is None:
            root.delete_property(atom)
        else:
            root.change_property(atom, Xatom.WINDOW, 32, [window_id])
        self._display.sync()

    def get_focus(self) -> None:
        """Ask the window manager for the focus, as soon as it has taken the window in hand; return when it has it.

        A manager that is just starting may overlook a window; opening it anew helps.
        """
        for _ in range(5):
            with contextlib.suppress(TimeoutError):
                wait_until(self._is_managed, what="the window manager", timeout_s=1.0)
                break
            self._window.unmap()
            self._window.map()
        screen = Screen(self._display_name)
        screen.activate(self.window_id)
        wait_until(lambda: screen.active_window() == self.window_id, what="the focus")
        screen.close()

    def _is_managed(self) -> bool:
        return self.window_id in self._root_windows("_NET_CLIENT_LIST")

    def _root_windows(self, name: str) -> tuple[int, ...]:
        value = self._display.screen().root.get_full_property(self._display.get_atom(name), X.AnyPropertyType)
        return tuple(value.value) if value is not None else ()

    def destroy(self) -> None:
        """Close the window and keep the connection."""
        self._window.destroy()
        self._display.sync()

    def reopen(self, title: str) -> None:
        """Open another window after `destroy`; python-xlib gives it the same number."""
        self._window = self._create()
        self.set_title(title)

    def close(self) -> None:
        """End the connection."""
        self._display.close()

    def __enter__(self) -> Self:
        self._window.map()
        self._display.sync()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
