"""An X server with nothing on it, which can be killed, started again and made to hang.

Its display number is far above those that other servers choose for themselves, so that it gets the same one again.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from Xlib.display import Display

from tests.processes import OwnedProcess
from tests.waiting import wait_until

__all__ = ["XServer", "running_x_server"]

_NUMBERS = itertools.count(2000 + os.getpid() % 20000 * 2)


class XServer:
    """One Xvfb. Use it in one thread: it dies with the thread that started it.

    Args:
        folder: for logs; exists.

    Attributes:
        display: its name, for example ":2000".
        env: for programs on it.
    """

    def __init__(self, folder: Path) -> None:
        self.display = f":{next(_NUMBERS)}"
        self.env = {"PATH": os.environ["PATH"], "DISPLAY": self.display, "LANG": "C.UTF-8", "HOME": str(folder)}
        self._folder = folder
        self._process: OwnedProcess | None = None
        self._programs: list[OwnedProcess] = []

    @property
    def process(self) -> OwnedProcess:
        """The server."""
        assert self._process is not None
        return self._process

    def start(self) -> None:
        """Start it, or start it again; return when it takes connections."""
        argv = ("Xvfb", self.display, "-screen", "0", "640x480x24", "-nolisten", "tcp", "-noreset")
        self._process = OwnedProcess.start(argv, env=self.env, log=self._folder / "xvfb.log", dies_with_us=True)
        wait_until(self._answers, what="Xvfb", timeout_s=20.0)

    def kill(self) -> None:
        """End it without warning."""
        self.process.popen.kill()
        self.process.stop()

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Inside, it answers nobody."""
        os.kill(self.process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.process.pid, signal.SIGCONT)

    def run(self, *argv: str, stdin: bytes = b"") -> OwnedProcess:
        """Start a program on it, which ends with it."""
        log = self._folder / f"{len(self._programs):04}-{Path(argv[0]).name}.log"
        program = OwnedProcess.start(argv, env=self.env, log=log, stdin=stdin, dies_with_us=True)
        self._programs.append(program)
        return program

    def copy(self, text: str | bytes, *more: str) -> OwnedProcess:
        """Let an xclip own the clipboard, in the foreground; `more` are further arguments for it.

        Returns when it owns it.
        """
        before = self.clipboard_owner()
        data = text.encode() if isinstance(text, str) else text
        program = self.run("xclip", "-quiet", "-selection", "clipboard", *more, "-in", stdin=data)
        wait_until(lambda: self.clipboard_owner() not in {0, before}, what="xclip to own")
        return program

    def clipboard_owner(self) -> int:
        """The window that owns the clipboard; 0 for none."""
        display = Display(f"unix{self.display}")
        owner = display.get_selection_owner(display.get_atom("CLIPBOARD"))
        display.close()
        return int(owner.id) if owner else 0

    def stop(self) -> None:
        """End it and all programs on it."""
        for program in self._programs:
            program.stop()
        if self._process is not None:
            self._process.stop()

    def _answers(self) -> bool:
        # Who connects before it is ready gets an answer when it is.
        with socket.socket(socket.AF_UNIX) as knocking:
            return knocking.connect_ex(f"/tmp/.X11-unix/X{self.display[1:]}") == 0  # noqa: S108 - where X servers listen


@contextmanager
def running_x_server(folder: Path) -> Iterator[XServer]:
    """A started server for a test, which is skipped where Xvfb is missing; the CI has no such excuse."""
    missing = [program for program in ("Xvfb", "xclip", "setpriv") if shutil.which(program) is None]
    if missing and os.environ.get("CI") == "true":
        pytest.fail(f"missing: {', '.join(missing)}")
    if missing:
        pytest.skip(f"missing: {', '.join(missing)}")
    server = XServer(folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
