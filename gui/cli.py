"""The tray as a program, which `agent/__main__.py` finds through its entry point. For the agent, not for people.

Light on purpose: argparse, because the tray pays for what it loads as long as it lives; Qt only once it really runs.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from gui.display import has_display, no_display_text

__all__ = ["EXIT_ALREADY_RUNNING", "EXIT_NO_DISPLAY", "main"]

EXIT_ALREADY_RUNNING = 3
EXIT_NO_DISPLAY = 4


def main(arguments: Sequence[str]) -> int:
    """Run the tray until it is told to end. Returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="cordon tray", description="The tray. The agent starts it; `cordon gui` brings it to the front."
    )
    parser.add_argument("--socket", type=Path, required=True, help="the agent's public socket")
    parser.add_argument("--prompt-fd", type=int, help="inherited socket of the prompt channel")
    options = parser.parse_args(arguments)
    if not has_display(os.environ):
        sys.stderr.write(f"Cordon's tray needs a display. {no_display_text(os.environ)}\n")
        return EXIT_NO_DISPLAY
    _prepare_imports()
    from gui.app import run_tray  # noqa: PLC0415 - Qt, only when it is needed
    from gui.client.single_instance import AlreadyRunningError  # noqa: PLC0415 - as above

    try:
        return run_tray(options.socket, options.prompt_fd)
    except AlreadyRunningError as exc:
        sys.stderr.write(f"{exc}\n")
        return EXIT_ALREADY_RUNNING


def _prepare_imports() -> None:
    """Load what the tray needs beside Qt, without what it must not have."""
    # A process that opens no network connection has no use for OpenSSL. asyncio and hashlib do without, and the tray
    # is 5 MB smaller.
    sys.modules.update({"ssl": None, "_ssl": None, "_hashlib": None})  # type: ignore[dict-item] # "not to be imported"
    # Before Qt, because its import hook reads, and keeps, the source of every module that is imported after it.
    for name in ("agent.ipc.messages", "desktop_notifier", "platformdirs"):
        import_module(name)
