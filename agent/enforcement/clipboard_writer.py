"""Puts text on the clipboard so that it stays there when the agent ends.

Rules kept here: content goes through a pipe, never on a command line or into a file; every wait has a deadline. On
X11 the text needs an owner that lives on: xclip, in a session of its own, so that Ctrl+C in the agent's terminal does
not take the person's clipboard away. pyperclip writes where the system itself keeps the clipboard, or where nothing
better exists.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil

import pyperclip

from agent.core.errors import EnvironmentProblemError
from agent.core.ports import ClipboardWriter
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
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
            raise failed from exc
        if process.returncode != 0:
            raise failed


class PyperclipWriter:
    """Writes through pyperclip, in a thread."""

    async def write_text(self, text: str) -> None:
        """Replace the clipboard.

        Raises:
            ClipboardWriteError: pyperclip found no way, or took too long.
        """
        try:
            async with asyncio.timeout(_TIMEOUT_S):
                await asyncio.to_thread(pyperclip.copy, text)
        except (pyperclip.PyperclipException, OSError, TimeoutError) as exc:
            raise ClipboardWriteError(
                "The clipboard could not be written", hint="Install xclip (X11) or wl-clipboard (Wayland)."
            ) from exc


def select_clipboard_writer(session: Session) -> ClipboardWriter:
    """Return the writer for this session."""
    program = shutil.which("xclip") if session.kind is SessionKind.X11 else None
    if program is None:
        return PyperclipWriter()
    return XclipWriter(display=session.display, program=program)
