"""`cordon server`: found by the command line through an entry point, and light until one of its commands runs.

The server's own libraries (the extra `server`) may not be installed: help is shown all the same, and a command says
what is missing.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

import typer

from agent.core.errors import EnvironmentProblemError
from server import cli_access, cli_backup, cli_data, cli_reassign, cli_run

__all__ = ["ServerExtraMissingError", "register"]

_NEEDED: Final = ("alembic", "fastapi", "prometheus_client", "sqlalchemy", "uvicorn")


class ServerExtraMissingError(EnvironmentProblemError):
    """The server's libraries are not installed."""

    code = "server_extra_missing"


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")
    group.callback()(_require_libraries)
    for module in (cli_run, cli_access, cli_data, cli_backup, cli_reassign):
        module.register(group)
    app.add_typer(group, name="server")


def _require_libraries() -> None:
    """The organization's server: enrols devices, hands out signed policies, records how the fleet is."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise ServerExtraMissingError(
            "The server's libraries are not installed",
            detail=f"Missing: {', '.join(missing)}.",
            hint="Install them: pip install 'cordon[server]'.",
        )
