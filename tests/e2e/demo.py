"""A tour of Cordon on a virtual screen, leaving pictures. Run: `make demo`, or `python -m tests.e2e.demo --out DIR`.

Everything is real: the installed program, a window manager, a notification service, a keyring; only the assistant is a
stand-in. Each picture is taken when what it shows is on the screen, or the tour ends with an error.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from gui.viewmodels.wording import Text, tr
from tests.e2e.desktop import Desktop
from tests.e2e.installed import Cordon, install_cordon
from tests.e2e.screen import VisibleWindow
from tests.waiting import wait_until

_TEXT = "Customer asks for a refund to card 4111 1111 1111 1111, reply to jane.doe@example.com"
_DRAWN_S = 0.6
"""A window is mapped before it has drawn itself, and nothing tells when it has."""


class Tour:
    """Takes numbered pictures of one desktop."""

    def __init__(self, desktop: Desktop, cordon: Cordon, out: Path, theme: str) -> None:
        self._desktop = desktop
        self._cordon = cordon
        self._out = out
        self._theme = theme
        self._console = Console()

    def warn(self) -> None:
        """Copy a card number in one window and turn to the assistant."""
        desktop = self._desktop
        desktop.start(sys.executable, "-m", "tests.e2e.chat_window")
        chat = self._window("ChatGPT")
        notes = desktop.open_window("Notes")
        desktop.focus(notes)
        desktop.copy(_TEXT)
        desktop.paste()
        wait_until(lambda: _TEXT in desktop.received(notes), what="the note")
        desktop.focus(chat.window_id)

    def native_warning(self) -> None:
        """The desktop's own notification, its details, and the way on."""
        desktop = self._desktop
        notice = self._window("xfce4-notifyd")
        self._picture("warning")
        desktop.click(notice.x + notice.width - 70, notice.y + notice.height - 32)
        self._details()

    def own_warning(self) -> None:
        """Cordon's own toast, where there is no notification service."""
        self._window(tr(Text.APP_NAME))
        self._picture("toast")

    def windows(self) -> None:
        """History and status."""
        for name, title in (("history", Text.HISTORY_TITLE), ("status", Text.STATUS_TITLE)):
            self._cordon.call("gui", "--window", name)
            self._window(tr(title))
            self._picture(name)

    def apps(self) -> None:
        """The AI tools of this device: one that runs, one that is installed, and the assistant's window."""
        desktop = self._desktop
        program = desktop.home / "ollama"
        shutil.copy("/usr/bin/sleep", program)
        (desktop.home / ".claude").mkdir()
        running = desktop.start(str(program), "120")

        def are_seen() -> bool:
            seen = {each["id"]: each for each in self._cordon.json("apps", "list")["apps"]}
            return {"chatgpt", "ollama", "claude-code"} <= seen.keys() and running.pid in seen["ollama"]["pids"]

        # What is installed is looked at once a minute.
        wait_until(are_seen, what="the tools to be seen", timeout_s=90.0, every_s=1.0)
        self._cordon.call("gui", "--window", "apps")
        self._window(tr(Text.STATUS_TITLE))
        self._picture("apps")
        self._terminal("apps list")
        running.stop()

    def doctor(self) -> None:
        """What the command line says about this session."""
        self._terminal("doctor")

    def _terminal(self, command: str) -> None:
        title = f"cordon {command}"
        hold = f"{self._cordon.program} {command}; exec sleep 60"
        self._desktop.start(
            *("xterm", "-T", title, "-geometry", "118x38+120+60", "-fa", "DejaVu Sans Mono", "-fs", "10"),
            *("-bg", "#14171c", "-fg", "#dfe3ea", "-e", "sh", "-c", hold),
        )
        self._window(title)
        threading.Event().wait(_DRAWN_S * 3)
        self._picture(command.replace(" ", "-"))

    def _details(self) -> None:
        desktop = self._desktop
        dialog = self._window(tr(Text.WARNING_WINDOW))
        self._picture("details")
        desktop.focus(dialog.window_id)
        desktop.press("Return")
        chat = self._window("ChatGPT")
        wait_until(lambda: not self._find(tr(Text.WARNING_WINDOW)), what="the dialog to close")
        desktop.focus(chat.window_id)
        threading.Event().wait(_DRAWN_S)
        desktop.paste()
        self._picture("redacted")

    def _picture(self, name: str) -> None:
        threading.Event().wait(_DRAWN_S)
        file = self._out / f"{name}-{self._theme}.png"
        self._desktop.screenshot(file)
        self._console.print(f"  {file}")

    def _window(self, title: str) -> VisibleWindow:
        return wait_until(lambda: self._find(title), what=f"a window titled {title}")[-1]

    def _find(self, title: str) -> list[VisibleWindow]:
        # Qt adds the application's name to a title.
        return [each for each in self._desktop.visible_windows() if each.title.split(" — ")[0] == title]


@contextmanager
def running(folder: Path, program: Path, theme: str, *, notifications: bool) -> Iterator[tuple[Desktop, Cordon]]:
    """A desktop on which Cordon runs."""
    with Desktop(folder, tint2=True, notifications=notifications, keyring=True) as desktop:
        desktop.env["CORDON_THEME"] = theme
        desktop.env["PYTHONPATH"] = str(Path.cwd())
        cordon = Cordon(program=program, env=desktop.env)
        desktop.start(str(program), "run")
        cordon.wait_running(with_tray=True)
        yield desktop, cordon


def main() -> None:
    """Take every picture."""
    parser = argparse.ArgumentParser(description="A tour of Cordon on a virtual screen, leaving pictures.")
    parser.add_argument("--out", type=Path, default=Path("build/demo"), help="folder of the pictures")
    out: Path = parser.parse_args().out
    console = Console()
    with tempfile.TemporaryDirectory(prefix="demo-") as name:
        folder = Path(name)
        console.print("Installing Cordon as a person has it")
        program = install_cordon(folder)
        for theme in ("light", "dark"):
            console.print(f"Touring, {theme}")
            with running(folder / theme, program, theme, notifications=True) as (desktop, cordon):
                tour = Tour(desktop, cordon, out, theme)
                tour.warn()
                tour.native_warning()
                tour.windows()
                tour.apps()
                tour.doctor()
            with running(folder / f"{theme}-toast", program, theme, notifications=False) as (desktop, cordon):
                tour = Tour(desktop, cordon, out, theme)
                tour.warn()
                tour.own_warning()


if __name__ == "__main__":
    main()
