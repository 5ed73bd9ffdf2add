"""pyperclip as an agent can use it: the clipboard's text where nothing better exists.

Rules kept here: the way to the clipboard is chosen here, because pyperclip's own choice may end at a Qt application
inside the agent; every call has a deadline, which pyperclip does not know. On Linux it starts a program for each call;
one that hangs is killed when the time is up. What cannot be ended (another system's own call) blocks further calls, not
the caller, so that at most one thread is ever left waiting.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from collections.abc import Callable
from typing import TypeVar

import psutil
import pyperclip

from agent.core.errors import EnvironmentProblemError
from agent.system.deadlines import call_with_deadline
from agent.system.session import Session, SessionKind

__all__ = ["PyperclipBackend", "PyperclipBackendError", "select_pyperclip"]

_TIMEOUT_S = 1.5
_IDLE_TIMEOUT_S = 0.25
"""For the end of a call whose program was just killed. Both together are below the 2 s that a sensor has to stop."""

_PROGRAMS = frozenset({"xclip", "xsel", "wl-copy", "wl-paste"})

_T = TypeVar("_T")


class PyperclipBackendError(EnvironmentProblemError):
    """The clipboard could not be reached, or not in time."""

    code = "pyperclip"


class PyperclipBackend:
    """Text in and out of the clipboard.

    Args:
        copy: one of pyperclip's functions.
        paste: its counterpart.
        timeout_s: how long one call may take.
        programs: names of what these functions start; killed when a call takes too long.
    """

    def __init__(
        self,
        *,
        copy: Callable[[str], None],
        paste: Callable[[], str],
        timeout_s: float = _TIMEOUT_S,
        programs: frozenset[str] = _PROGRAMS,
    ) -> None:
        self._copy = copy
        self._paste = paste
        self._timeout_s = timeout_s
        self._programs = programs
        self._idle = threading.Lock()

    def copy(self, text: str) -> None:
        """Replace the clipboard.

        Raises:
            PyperclipBackendError: it failed or took too long.
        """
        self._call(lambda: self._copy(text))

    def paste(self) -> str:
        """Return the clipboard's text; empty when it holds none.

        Raises:
            PyperclipBackendError: it failed or took too long.
        """
        return self._call(self._paste)

    def _call(self, function: Callable[[], _T]) -> _T:
        if not self._idle.acquire(timeout=_IDLE_TIMEOUT_S):
            raise PyperclipBackendError("An earlier look at the clipboard has not ended yet")

        def run() -> _T:
            try:
                return function()
            finally:
                self._idle.release()

        try:
            return call_with_deadline(run, timeout_s=self._timeout_s, name="pyperclip")
        except TimeoutError:
            self._end_programs()
            title = "The clipboard did not answer in time"
        except (pyperclip.PyperclipException, OSError, AssertionError, UnicodeError):
            title = "The clipboard could not be reached"
        # Outside of the handlers: a UnicodeError carries what was on the clipboard.
        raise PyperclipBackendError(title, hint="Install xclip (X11) or wl-clipboard (Wayland).")

    def _end_programs(self) -> None:
        for child in psutil.Process().children():
            with contextlib.suppress(psutil.Error, ProcessLookupError):
                # Ours run in our session; a clipboard writer's program has one of its own.
                if child.name() in self._programs and os.getsid(child.pid) == os.getsid(0):
                    child.kill()


def select_pyperclip(session: Session, which: Callable[[str], str | None] = shutil.which) -> PyperclipBackend | None:
    """Return the way to this session's clipboard, or None when a program is missing.

    Args:
        session: where the clipboard is.
        which: finds a program.
    """
    match session.kind:
        case SessionKind.X11 if which("xclip"):
            copy, paste = pyperclip.init_xclip_clipboard()
        case SessionKind.X11 if which("xsel"):
            copy, paste = pyperclip.init_xsel_clipboard()
        case SessionKind.WAYLAND if which("wl-copy") and which("wl-paste"):
            copy, paste = pyperclip.init_wl_clipboard()
        case SessionKind.NATIVE:
            copy, paste = pyperclip.determine_clipboard()
        case _:
            return None
    return PyperclipBackend(copy=copy, paste=paste)
