"""The tray's command, which the agent's command line finds through its entry point.

Light on purpose: the command line loads this for every command, so Qt is imported only when the tray runs.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from agent.core.errors import EnvironmentProblemError
from gui.display import has_display

__all__ = ["EXIT_ALREADY_RUNNING", "EXIT_FAILED", "EXIT_NO_DISPLAY", "register"]

EXIT_FAILED = 1
EXIT_ALREADY_RUNNING = 3
EXIT_NO_DISPLAY = 4


def register(app: typer.Typer) -> None:
    """Add the hidden command `tray`."""

    @app.command("tray", hidden=True)
    def tray(
        socket: Annotated[Path, typer.Option(help="The agent's public socket.")],
        prompt_fd: Annotated[int | None, typer.Option(help="Inherited socket of the prompt channel.")] = None,
    ) -> None:
        """Run the tray application. The agent starts it; use `cordon gui` to bring it to the front."""
        if not has_display(os.environ):
            typer.echo("Cordon's tray needs a display: neither DISPLAY nor WAYLAND_DISPLAY names one.", err=True)
            raise typer.Exit(EXIT_NO_DISPLAY)
        from gui.app import run_tray  # noqa: PLC0415 - Qt, only when it is needed
        from gui.client.single_instance import AlreadyRunningError  # noqa: PLC0415 - as above

        try:
            code = run_tray(socket, prompt_fd)
        except EnvironmentProblemError as exc:
            typer.echo(str(exc), err=True)
            is_taken = isinstance(exc, AlreadyRunningError)
            raise typer.Exit(EXIT_ALREADY_RUNNING if is_taken else EXIT_FAILED) from exc
        raise typer.Exit(code)
