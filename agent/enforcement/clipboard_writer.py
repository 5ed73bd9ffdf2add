"""Puts text on the clipboard so that it stays there when the agent ends.

Rules kept here: content goes through a pipe, never on a command line or into a file; every wait has a deadline. On
X11 the text needs an owner that lives on: xclip, in a session of its own, so that Ctrl+C in the agent's terminal does
not take the person's clipboard away. pyperclip writes where the system itself keeps the clipboard, or where nothing
better exists. A program that does not answer is killed with all it has started, when the time is up or the agent ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
from collections.abc import Callable

from agent.core.errors import EnvironmentProblemError
from agent.core.ports import ClipboardWriter
from agent.system.pyperclip_backend import PyperclipBackend, PyperclipBackendError, select_pyperclip
from agent.system.session import Session, SessionKind

__all__ = ["ClipboardWriteError", "PyperclipWriter", "XclipWriter", "select_clipboard_writer"]

_TIMEOUT_S = 3.0


class ClipboardWriteError(EnvironmentProblemError):
    """The clipboard was not changed."""

    code = "clipboard_write"


class XclipWriter:
    """Writes through xclip.

    Args:
        display: X display to write to.
        program: path of xclip.
        timeout_s: how long it may take to own the clipboard.
    """

    def __init__(self, *, display: str, program: str, timeout_s: float = _TIMEOUT_S) -> None:
        self._display = display
        self._program = program
        self._timeout_s = timeout_s

    async def write_text(self, text: str) -> None:
        """Replace the clipboard.

        Raises:
            ClipboardWriteError: xclip failed or took too long.
        """
        failed = ClipboardWriteError("The clipboard could not be written", hint="Copy the redacted text by hand.")
        try:
            process = await asyncio.create_subprocess_exec(
                self._program,
                *("-selection", "clipboard", "-in", "-display", self._display),
                stdin=asyncio.subprocess.PIPE,
                # Not ours: the xclip that stays behind would keep them open.
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError as exc:
            raise failed from exc
        try:
            async with asyncio.timeout(self._timeout_s):
                await process.communicate(text.encode("utf-8", errors="replace"))
        except TimeoutError as exc:
            raise failed from exc
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                await process.wait()
        if process.returncode != 0:
            raise failed


class PyperclipWriter:
    """Writes through pyperclip, in a thread.

    Args:
        backend: the way to this session's clipboard; None when there is none.
    """

    def __init__(self, backend: PyperclipBackend | None) -> None:
        self._backend = backend

    async def write_text(self, text: str) -> None:
        """Replace the clipboard.

        Raises:
            ClipboardWriteError: there is no way, it failed or it took too long.
        """
        failed = ClipboardWriteError(
            "The clipboard could not be written", hint="Install xclip (X11) or wl-clipboard (Wayland)."
        )
        if self._backend is None:
            raise failed
        try:
            await asyncio.to_thread(self._backend.copy, text)
        except PyperclipBackendError as exc:
            raise failed from exc


def select_clipboard_writer(session: Session, which: Callable[[str], str | None] = shutil.which) -> ClipboardWriter:
    """Return the writer for this session.

    Args:
        session: where the clipboard is.
        which: finds a program.
    """
    program = which("xclip") if session.kind is SessionKind.X11 else None
    if program is None:
        return PyperclipWriter(select_pyperclip(session, which))
    return XclipWriter(display=session.display, program=program)
