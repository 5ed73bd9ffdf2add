"""A whole X11 desktop of our own for one test: X server, message bus, window manager, tray, notifications.

Nothing of the machine's real session is read or reached: HOME and every XDG folder lie in the given folder, the
environment is built from nothing, the message bus starts no services by itself. Every program is in the foreground, is
waited for until it is ready, and is gone afterwards, on failure too.
"""

from __future__ import annotations

import os
import re
import select
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import pytest

from tests.e2e.screen import Screen, VisibleWindow
from tests.processes import OwnedProcess
from tests.waiting import wait_until

__all__ = ["Desktop", "DesktopUnavailableError", "running_desktop"]

_SERVICES = Path("/usr/share/dbus-1/services")
_NOTIFICATIONS = "org.freedesktop.Notifications"
_SETTINGS = "org.xfce.Xfconf"  # where xfce4-notifyd keeps its settings; it does not start without
_SECRETS = "org.freedesktop.secrets"
_KEYRING_PASSWORD = b"keyring of a test"
_SYSTEM_PACKAGES = Path(__file__).parents[2] / "installer" / "linux" / "system-packages.sh"
_PROGRAMS = ("Xvfb", "dbus-daemon", "dbus-send", "openbox", "xclip", "xdotool", "xterm", "setpriv")

_BUS_CONFIG = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>{address}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

_BACKGROUND = 0x4A5A6A  # light and dark windows both stand out on pictures

# Ctrl+V pastes, as everywhere else; titles are ours alone.
_XTERM_RESOURCES = (
    "*VT100.translations: #override Ctrl <Key>v: insert-selection(CLIPBOARD)",
    "*VT100.allowTitleOps: false",
    "*VT100.utf8Title: true",
    "*VT100.faceName: monospace",
    "*VT100.faceSize: 11",
)


class DesktopUnavailableError(Exception):
    """Programs are missing; says how to install them."""


class Desktop:
    """Starts on entering, ends on leaving. Use it in one thread: its programs die with the thread that started it.

    Args:
        folder: an empty or missing folder for HOME and logs.
        tint2: with a panel that hosts tray icons.
        notifications: with a notification service (xfce4-notifyd).
        keyring: with an unlocked system keyring (GNOME Keyring).

    Attributes:
        env: the whole environment for programs on this desktop.
        home: their HOME.
        screen: what can be seen.
    """

    screen: Screen

    def __init__(
        self, folder: Path, *, tint2: bool = False, notifications: bool = False, keyring: bool = False
    ) -> None:
        self.home = folder / "home"
        self.env: dict[str, str] = {}
        self._logs = folder / "logs"
        self._received = folder / "received"
        self._tint2 = tint2
        self._notifications = notifications
        self._keyring = keyring
        self._exits = ExitStack()
        self._started = 0
        self._windows: dict[int, OwnedProcess] = {}

    def __enter__(self) -> Self:
        """Start everything.

        Raises:
            DesktopUnavailableError: a program is not installed.
            TimeoutError: a program was not ready in time; its log is in the folder.
        """
        self.check_programs()
        with ExitStack() as exits:
            self._exits = exits
            self._make_folders()
            self._start_bus()
            self._start_x_server()
            self._start_session()
            self._exits = exits.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._exits.close()

    def check_programs(self) -> None:
        """Look for the programs that are needed.

        Raises:
            DesktopUnavailableError: some are not installed.
        """
        wanted = [*_PROGRAMS, *["tint2"] * self._tint2, *["gnome-keyring-daemon"] * self._keyring]
        missing = [each for each in wanted if shutil.which(each) is None]
        if self._notifications and not all(_service_program(each) for each in (_NOTIFICATIONS, _SETTINGS)):
            missing.append("xfce4-notifyd")
        if missing:
            command = (str(_SYSTEM_PACKAGES), "--print", "test")
            line = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30).stdout
            raise DesktopUnavailableError(f"missing: {', '.join(missing)}. {line}".strip())

    # ---- gestures ----------------------------------------------------------------------------------------------

    def start(self, *argv: str, stdin: bytes = b"") -> OwnedProcess:
        """Start a program on this desktop; it is stopped with it, at the latest."""
        return self._start(argv, stdin=stdin)

    def open_window(self, title: str, app_class: str = "XTerm") -> int:
        """Open a real window that shows and keeps what is pasted into it; return its id. It need not get the focus."""
        known = {each.window_id for each in self.visible_windows()}
        self._received.mkdir(exist_ok=True)
        kept = self._received / str(self._started)
        # Not by lines, so that pasted text arrives without Return.
        reader = f"stty -icanon min 1; exec cat > {shlex.quote(str(kept))}"
        resources = [part for each in _XTERM_RESOURCES for part in ("-xrm", each)]
        argv = ("xterm", "-class", app_class, "-T", title, *resources, "-e", "sh", "-c", reader)
        process = self._start(argv)

        def opened() -> list[int]:
            return [w.window_id for w in self.visible_windows() if w.title == title and w.window_id not in known]

        [window_id] = wait_until(opened, what="an xterm to open")
        wait_until(kept.exists, what="an xterm to read")
        self._windows[window_id] = process
        kept.rename(self._kept(window_id))
        return window_id

    def close_window(self, window_id: int) -> None:
        """Close a window that was opened here."""
        self._windows.pop(window_id).stop()

    def received(self, window_id: int) -> str:
        """What was typed or pasted into a window so far."""
        return self._kept(window_id).read_text(encoding="utf-8")

    def focus(self, window_id: int) -> None:
        """Bring a window to the front and give it the focus; return when it has it."""
        self.screen.activate(window_id)
        wait_until(lambda: self.screen.active_window() == window_id, what="the focus")

    def copy(self, text: str, selection: Literal["clipboard", "primary"] = "clipboard") -> None:
        """Let a program own a selection, as after Ctrl+C; return when it does."""
        before = self.screen.selection_owner(selection.upper())
        # -quiet keeps it in the foreground, where it can be stopped. It ends by itself when somebody else copies.
        self._start(("xclip", "-quiet", "-selection", selection, "-in"), stdin=text.encode())
        wait_until(lambda: self.screen.selection_owner(selection.upper()) not in {None, before}, what="xclip to own")

    def press(self, keys: str) -> None:
        """Press keys as xdotool names them ("ctrl+v", "Return"); they go to the window that has the focus."""
        subprocess.run(("xdotool", "key", "--clearmodifiers", keys), env=self.env, check=True, timeout=10)

    def click(self, x: int, y: int) -> None:
        """Click with the left button at a point of the screen."""
        motion = ("xdotool", "mousemove", "--sync", str(x), str(y), "click", "1")
        subprocess.run(motion, env=self.env, check=True, timeout=10)

    def paste(self) -> None:
        """Press Ctrl+V."""
        self.press("ctrl+v")

    # ---- what can be seen --------------------------------------------------------------------------------------

    def visible_windows(self) -> tuple[VisibleWindow, ...]:
        """Every mapped top-level window, notifications included."""
        return self.screen.visible_windows()

    def windows_of_class(self, name: str) -> tuple[VisibleWindow, ...]:
        """The visible windows of an application, by its WM_CLASS, in any case."""
        return tuple(each for each in self.visible_windows() if each.app_class.lower() == name.lower())

    def screenshot(self, path: Path) -> None:
        """Save what the screen shows."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.screen.save_picture(path)

    # ---- starting ----------------------------------------------------------------------------------------------

    def _make_folders(self) -> None:
        for each in (self.home, self._logs):
            each.mkdir(parents=True)
        # Not below the test's folder: paths of sockets are limited to 107 bytes.
        runtime = Path(self._exits.enter_context(tempfile.TemporaryDirectory(prefix="desktop-")))
        self.env |= {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(self.home),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_DATA_HOME": str(self.home / ".local" / "share"),
            "XDG_STATE_HOME": str(self.home / ".local" / "state"),
            "XDG_RUNTIME_DIR": str(runtime),
            "XDG_SESSION_TYPE": "x11",
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={runtime / 'bus'}",
            # GTK programs ask for services that this bus does not have.
            "GSETTINGS_BACKEND": "memory",
            "NO_AT_BRIDGE": "1",
        }

    def _start_bus(self) -> None:
        config = self._logs / "bus.conf"
        config.write_text(_BUS_CONFIG.format(address=self.env["DBUS_SESSION_BUS_ADDRESS"]), encoding="utf-8")
        self._start(("dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile"))
        self._wait_for_name("org.freedesktop.DBus")

    def _start_x_server(self) -> None:
        ours, its = os.pipe()
        self._exits.callback(os.close, ours)
        try:
            argv = ("Xvfb", "-displayfd", str(its), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset")
            self._start(argv, pass_fds=(its,))
        finally:
            os.close(its)
        self.env["DISPLAY"] = f":{_read_line(ours, timeout_s=15.0)}"
        self.screen = Screen(self.env["DISPLAY"])
        self._exits.callback(self.screen.close)
        self.screen.paint_background(_BACKGROUND)

    def _start_session(self) -> None:
        self._start(("openbox",))
        wait_until(self.screen.has_window_manager, what="openbox")
        if self._keyring:
            self._start(("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"), _KEYRING_PASSWORD)
            self._wait_for_name(_SECRETS)
        if self._tint2:
            self._start(("tint2",))
            wait_until(lambda: self.screen.selection_owner("_NET_SYSTEM_TRAY_S0"), what="tint2")
        if self._notifications:
            for name in (_SETTINGS, _NOTIFICATIONS):
                self._start((_service_program(name),))
                self._wait_for_name(name)

    def _start(self, argv: Sequence[str], stdin: bytes = b"", pass_fds: Sequence[int] = ()) -> OwnedProcess:
        self._started += 1
        log = self._logs / f"{self._started:02}-{Path(argv[0]).name}.log"
        process = OwnedProcess.start(argv, env=self.env, log=log, stdin=stdin, pass_fds=pass_fds, dies_with_us=True)
        return self._exits.enter_context(process)

    def _wait_for_name(self, name: str) -> None:
        question = (
            *(
                "dbus-send",
                "--session",
                "--print-reply=literal",
                "--dest=org.freedesktop.DBus",
                "/org/freedesktop/DBus",
            ),
            *("org.freedesktop.DBus.NameHasOwner", f"string:{name}"),
        )

        def has_owner() -> bool:
            asked = subprocess.run(question, env=self.env, capture_output=True, text=True, check=False, timeout=10)
            return "boolean true" in asked.stdout

        wait_until(has_owner, what=f"{name} on the bus", timeout_s=15.0)

    def _kept(self, window_id: int) -> Path:
        return self._received / f"{window_id:#x}"


@contextmanager
def running_desktop(
    folder: Path, *, tint2: bool = False, notifications: bool = False, keyring: bool = False
) -> Iterator[Desktop]:
    """A desktop for a test, which is skipped where programs are missing; the CI has no such excuse."""
    desktop = Desktop(folder, tint2=tint2, notifications=notifications, keyring=keyring)
    try:
        desktop.check_programs()
    except DesktopUnavailableError as exc:
        if os.environ.get("CI") == "true":
            pytest.fail(str(exc))
        pytest.skip(str(exc))
    with desktop:
        yield desktop


def _service_program(name: str) -> str:
    """Path of the program that the system registers for a name on the bus, or empty."""
    for file in sorted(_SERVICES.glob("*.service")):
        text = file.read_text(encoding="utf-8")
        if re.search(rf"^Name={re.escape(name)}$", text, re.MULTILINE) and (
            line := re.search(r"^Exec=(\S+)", text, re.MULTILINE)
        ):
            return line[1] if Path(line[1]).exists() else ""
    return ""


def _read_line(descriptor: int, timeout_s: float) -> str:
    """The first line that a program writes to a pipe.

    The X server writes the number and the newline apart, and ends when the second one finds nobody to read it.

    Raises:
        TimeoutError: it ended, or wrote no line in time.
    """
    line = b""
    deadline = time.monotonic() + timeout_s
    while not line.endswith(b"\n"):
        readable, _, _ = select.select([descriptor], [], [], max(0.0, deadline - time.monotonic()))
        part = os.read(descriptor, 64) if readable else b""
        if not part:
            raise TimeoutError("the X server did not become ready; its log says why")
        line += part
    return line.decode().strip()
