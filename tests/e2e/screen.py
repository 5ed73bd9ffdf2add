"""What is on an X screen, asked of the X server itself: windows, focus, selections, a picture of it all.

One object belongs to one thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from Xlib import X
from Xlib.display import Display
from Xlib.error import BadDrawable, BadWindow
from Xlib.protocol.event import ClientMessage
from Xlib.xobject.drawable import Window

__all__ = ["Screen", "VisibleWindow"]

_FROM_A_PAGER = 2  # EWMH source indication: the window manager obeys without focus-stealing rules


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibleWindow:
    """A mapped top-level window, managed or not (notifications and tooltips are not).

    Attributes:
        window_id: X resource id of the application's window, not of the frame around it.
        title: `_NET_WM_NAME`, or `WM_NAME`; may be empty.
        app_class: the class part of `WM_CLASS`; may be empty.
    """

    window_id: int
    title: str
    app_class: str
    x: int
    y: int
    width: int
    height: int


class Screen:
    """A connection to one X server.

    Raises:
        Xlib.error.DisplayError: there is no such server.
    """

    def __init__(self, display_name: str) -> None:
        # Without "unix", python-xlib tries TCP next, hides why the socket failed and leaks it.
        self._display = Display(f"unix{display_name}")
        self._root: Window = self._display.screen().root

    def close(self) -> None:
        """End the connection."""
        self._display.close()

    def has_window_manager(self) -> bool:
        """Whether a window manager has announced itself (EWMH)."""
        return self._root_values("_NET_SUPPORTING_WM_CHECK") != ()

    def paint_background(self, color: int) -> None:
        """Fill what no window covers; the color is 0xRRGGBB."""
        self._root.change_attributes(background_pixel=color)
        self._root.clear_area()
        self._display.flush()

    def active_window(self) -> int | None:
        """The window that has the focus, as the window manager tells it."""
        values = self._root_values("_NET_ACTIVE_WINDOW")
        return values[0] if values and values[0] != X.NONE else None

    def activate(self, window_id: int) -> None:
        """Ask the window manager to give a window the focus."""
        event = ClientMessage(
            window=self._display.create_resource_object("window", window_id),
            client_type=self._display.intern_atom("_NET_ACTIVE_WINDOW"),
            data=(32, [_FROM_A_PAGER, X.CurrentTime, 0, 0, 0]),
        )
        self._root.send_event(event, event_mask=X.SubstructureRedirectMask | X.SubstructureNotifyMask)
        self._display.flush()

    def selection_owner(self, selection: str) -> int | None:
        """The window that owns a selection ("CLIPBOARD", "_NET_SYSTEM_TRAY_S0"), or None."""
        owner = self._display.get_selection_owner(self._display.intern_atom(selection))
        return None if owner == X.NONE else int(owner.id)

    def visible_windows(self) -> tuple[VisibleWindow, ...]:
        """Every mapped top-level window, managed ones first, oldest first."""
        return tuple(self._visible_windows())

    def save_picture(self, path: Path) -> None:
        """Write what the screen shows to a picture file; the suffix says which kind."""
        size = self._root.get_geometry()
        image = self._root.get_image(0, 0, size.width, size.height, X.ZPixmap, 0xFFFFFFFF)
        Image.frombytes("RGB", (size.width, size.height), image.data, "raw", "BGRX").save(path)

    def _root_values(self, name: str) -> tuple[int, ...]:
        found = self._root.get_full_property(self._display.intern_atom(name), X.AnyPropertyType)
        return tuple(found.value) if found else ()

    def _visible_windows(self) -> Iterator[VisibleWindow]:
        managed = [
            self._display.create_resource_object("window", each) for each in self._root_values("_NET_CLIENT_LIST")
        ]
        unmanaged = [each for each in self._root.query_tree().children if self._is_unmanaged(each)]
        for window in (*managed, *unmanaged):
            try:
                described = self._describe(window) if window.get_attributes().map_state == X.IsViewable else None
            except (BadWindow, BadDrawable):
                continue  # it was closed between two questions
            # Toolkits and window managers park helper windows outside.
            if described and described.x + described.width > 0 and described.y + described.height > 0:
                yield described

    def _is_unmanaged(self, window: Window) -> bool:
        try:
            attributes = window.get_attributes()
        except BadWindow:
            return False
        return bool(attributes.override_redirect and attributes.win_class == X.InputOutput)

    def _describe(self, window: Window) -> VisibleWindow:
        title = window.get_full_text_property(self._display.intern_atom("_NET_WM_NAME")) or window.get_wm_name()
        names = window.get_wm_class()
        size = window.get_geometry()
        place = window.translate_coords(self._root, 0, 0)
        return VisibleWindow(
            window_id=window.id,
            title=title if isinstance(title, str) else "",
            app_class=names[1] if names else "",
            # The protocol tells where the root is from the window's point of view.
            x=-place.x,
            y=-place.y,
            width=size.width,
            height=size.height,
        )
